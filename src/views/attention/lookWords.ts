import type { Translate } from '../../scene/words/translate';
import { formatFixed, formatPercent } from '../../scene/words/format';
import { weightAt } from './attention';
import {
  isVisible,
  mostLooked,
  ownWeight,
  productAt,
  rowOf,
  scoreAt,
  queryLength,
  type Worked
} from './look';

/** So many products of numbers are written out. */
const WRITTEN = 4;

/** What the last stage of a look does, with the numbers of the token that is looked at. */
export function lookWords(
  worked: Worked,
  step: number,
  lit: number | null,
  translate: Translate
): string {
  const { attention, decoding, look, stage } = worked;
  const token = lit ?? mostLooked(worked, step);
  const from = `“${decoding.target[step]}”`;
  const to = `“${attention.source[token]}”`;
  const size = queryLength(look);
  const score = formatFixed(scoreAt(look, step, token));
  const weight = formatFixed(weightAt(decoding, step, token));
  const own = ownWeight(worked, step, token);
  switch (stage) {
    case 'keys':
      return translate(
        'The query q of %1 has %2 numbers; each token has a key k of as many.',
        from,
        size
      );
    case 'products':
      return translate(
        'q of %1 times k of %2: %3 = %4.',
        from,
        to,
        productsWritten(worked, step, token),
        formatFixed(productAt(look, step, token))
      );
    case 'scores':
      return translate(
        '%1 ÷ √%2 = %3: the score of %4.',
        formatFixed(productAt(look, step, token)),
        size,
        score,
        to
      );
    case 'mask': {
      const hidden = attention.source.filter(
        (_, at) => !isVisible(look, step, at)
      ).length;
      return translate(
        '%1 may not look at %2 of %3 tokens: their scores become −∞.',
        from,
        hidden,
        attention.source.length
      );
    }
    case 'softmax':
      return own !== null
        ? translate(
            'Of its own, %1 gets %2; it was moved to %3 by hand.',
            to,
            formatFixed(own),
            weight
          )
        : translate(
            'e to the power of %1, as a share of the sum over all: %2 gets %3.',
            isVisible(look, step, token) ? score : '−∞',
            to,
            weight
          );
    case 'values':
      return translate(
        'h of %1 = %2: each value times its share, added up.',
        from,
        sumWritten(worked, step)
      );
  }
}

/** `0.31·0.20 − 0.50·0.11 + …` */
function productsWritten(
  { look }: Worked,
  step: number,
  token: number
): string {
  const [q, k] = [rowOf(look.queries, step), rowOf(look.keys, token)];
  const terms = Array.from(
    { length: Math.min(WRITTEN, q.length) },
    (_, at) => `${bracketed(q[at], at > 0)}·${bracketed(k[at], true)}`
  );
  return [...terms, ...(q.length > WRITTEN ? ['…'] : [])].join(' + ');
}

const bracketed = (value: number, isInside: boolean): string => {
  const written = formatFixed(value);
  return isInside && value < 0 ? `(${written})` : written;
};

/** The largest shares with the tokens that they are of. */
function sumWritten(
  { attention: { source }, decoding }: Worked,
  step: number
): string {
  const shares = source
    .map((word, at) => ({ word, weight: weightAt(decoding, step, at) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return [
    ...shares
      .slice(0, WRITTEN)
      .map(({ word, weight }) => `${formatPercent(weight)} v(“${word}”)`),
    ...(shares.length > WRITTEN ? ['…'] : [])
  ].join(' + ');
}
