import type { Attention } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatFixed, formatPercent } from '../../scene/words/format';
import {
  firstMistake,
  isMistake,
  mostSeen,
  spreadAt,
  weightAt,
  type AttentionDecoding
} from './attention';

/** Where each decoding goes wrong for the first time; where nothing was expected, how far it spreads its looks. */
export const attentionAnswer = (
  { source, decodings }: Attention,
  translate: Translate
): string =>
  decodings
    .map(decoding => {
      const { name, target, expected } = decoding;
      const mistake = firstMistake(decoding);
      const said =
        target.length === 0
          ? translate('nothing was written.')
          : expected === undefined
            ? translate(
                'a look is spread over %1 of %2 tokens on average.',
                formatFixed(meanSpread(decoding), 1),
                source.length
              )
            : mistake === null
              ? translate('every token as expected.')
              : translate(
                  'wrong for the first time at step %1, “%2” instead of “%3”.',
                  mistake,
                  target[mistake] ?? '∅',
                  expected[mistake] ?? '∅'
                );
      return `${name}: ${said}`;
    })
    .join('\n');

const meanSpread = (decoding: AttentionDecoding): number =>
  decoding.target.reduce((sum, _, at) => sum + spreadAt(decoding, at), 0) /
  decoding.target.length;

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
  decoding: AttentionDecoding,
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
  decoding: AttentionDecoding,
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
  decoding: AttentionDecoding,
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
      : `${translate(', written with probability %1', formatFixed(probability))},`,
    ` ${translate('looks at %1', lookWords(source, decoding, step, translate))}`,
    translate(
      '; spread over %1 tokens.',
      formatFixed(spreadAt(decoding, step), 1)
    ),
    mistakenWords(decoding, step, translate)
  ].join('');
}
