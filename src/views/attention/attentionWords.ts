import type { Attention } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatFixed, formatPercent } from '../../scene/words/format';
import {
  firstMistake,
  isMistake,
  mostSeen,
  spreadAt,
  weightAt,
  type Decoding
} from './attention';

/** Over how many tokens each decoding spreads its looks, and where it goes wrong for the first time. */
export const attentionAnswer = (
  { source, decodings }: Attention,
  translate: Translate
): string =>
  decodings
    .map(decoding => {
      const { target } = decoding;
      const spreads = target.map((_, step) => spreadAt(decoding, step));
      const mean = spreads.reduce((sum, each) => sum + each, 0);
      return [
        target.length === 0
          ? translate('%1: nothing was written.', decoding.name)
          : translate(
              '%1: a look is spread over %2 of %3 tokens on average.',
              decoding.name,
              formatFixed(mean / target.length, 1),
              source.length
            ),
        ...mistakeWords(decoding, translate)
      ].join(' ');
    })
    .join('\n');

function mistakeWords(
  decoding: Decoding,
  translate: Translate
): readonly string[] {
  const { target, expected } = decoding;
  const mistake = firstMistake(decoding);
  if (!expected) {
    return [];
  }
  return [
    mistake === null
      ? translate('Every token is as expected.')
      : translate(
          'Wrong for the first time at step %1, “%2” instead of “%3”.',
          mistake,
          target[mistake] ?? '∅',
          expected[mistake] ?? '∅'
        )
  ];
}

/** A step in words: what each decoding wrote, how much it looked at a source token, and where it looked most. */
export function spokenAttention(
  { decodings, source }: Attention,
  step: number,
  at: number | null,
  translate: Translate
): string {
  const each = decodings.map(decoding => {
    const token = decoding.target[step];
    if (token === undefined) {
      return translate('%1: none', decoding.name);
    }
    const weight =
      at === null
        ? ''
        : ` ← “${source[at]}” ${formatFixed(weightAt(decoding, step, at))}`;
    const look = translate(
      'looks at %1',
      lookWords(source, decoding, step, translate)
    );
    return `${decoding.name} “${token}”${weight}, ${look}${mistakenWords(decoding, step, translate)}`;
  });
  return `${translate('step %1', step)}: ${each.join('; ')}`;
}

/** The source tokens that a row looks at most, with their shares. */
function lookWords(
  source: readonly string[],
  decoding: Decoding,
  step: number,
  translate: Translate
): string {
  const seen = mostSeen(decoding, step, 3).filter(
    ({ weight }) => weight >= 0.05
  );
  return seen.length > 0
    ? seen
        .map(each => `“${source[each.source]}” ${formatPercent(each.weight)}`)
        .join(', ')
    : translate('no token with 5 % or more');
}

/** What was expected in place of a wrong token. */
const mistakenWords = (
  decoding: Decoding,
  step: number,
  translate: Translate
): string =>
  isMistake(decoding, step)
    ? ` ${translate('✗ expected “%1”', decoding.expected?.[step] ?? '∅')}`
    : '';

/** What each decoding wrote at a step, and where it looked: a line each, named where there are several. */
export const stepLines = (
  { source, decodings }: Attention,
  step: number,
  translate: Translate
): readonly string[] =>
  decodings.map(decoding =>
    [
      ...(decodings.length > 1 ? [`${decoding.name}: `] : []),
      decodingWords(source, decoding, step, translate)
    ].join('')
  );

/** Where the decoder looked for one token. */
export function decodingWords(
  source: readonly string[],
  decoding: Decoding,
  step: number,
  translate: Translate
): string {
  const { target, probabilities } = decoding;
  const probability = probabilities?.values[step];
  if (target[step] === undefined) {
    return translate(
      'wrote %1 tokens; there is no step %2',
      target.length,
      step
    );
  }
  return [
    `“${target[step]}”`,
    probability === undefined
      ? ''
      : translate(', written with probability %1', formatFixed(probability)),
    `, ${translate('looks at %1', lookWords(source, decoding, step, translate))}`,
    translate(
      '; spread over %1 tokens.',
      formatFixed(spreadAt(decoding, step), 1)
    ),
    mistakenWords(decoding, step, translate)
  ].join('');
}
