import type { Attention } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { formatFixed, formatPercent } from '../../scene/words/format';
import type { DataTable } from '../../scene/dataTable';
import {
  firstMistake,
  isMistake,
  looksAtItself,
  mostSeen,
  spreadAt,
  weightAt,
  type Decoding
} from './alignment';

export function attentionTable(
  attention: Attention,
  translate: Translate
): DataTable {
  const { score, source, decodings } = attention;
  const writes = !looksAtItself(attention);
  return {
    caption: translate('Attention weights (%1)', score),
    columns: [
      ...(writes
        ? [
            translate('decoding'),
            translate('step'),
            translate('written'),
            translate('expected'),
            translate('probability')
          ]
        : [translate('head'), translate('step'), translate('looks from')]),
      ...source
    ],
    rows: decodings.flatMap(decoding =>
      decoding.target.map((token, step) => [
        decoding.name,
        step,
        token,
        ...(writes
          ? [
              decoding.expected?.[step] ?? '–',
              decoding.probabilities?.values[step] ?? '–'
            ]
          : []),
        ...source.map((_, index) => weightAt(decoding, step, index))
      ])
    )
  };
}

/** Where each decoding goes wrong for the first time. */
export function mistakeWords(
  { decodings }: Attention,
  translate: Translate
): (string | Node)[] {
  return decodings
    .filter(({ expected }) => expected)
    .flatMap((decoding, index) => {
      const mistake = firstMistake(decoding);
      return [
        ...(index > 0 ? [' '] : []),
        html('b', {}, `${decoding.name}:`),
        ' ',
        mistake === null
          ? translate('every token as expected.')
          : translate(
              'wrong for the first time at step %1, “%2” instead of “%3”.',
              mistake,
              decoding.target[mistake] ?? '∅',
              decoding.expected?.[mistake] ?? '∅'
            )
      ];
    });
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

/** Where the decoder looked for one token. */
export function decodingWords(
  source: readonly string[],
  decoding: Decoding,
  step: number,
  translate: Translate
): (string | Node)[] {
  const probability = decoding.probabilities?.values[step];
  const words: (string | Node)[] = [
    html('b', {}, `“${decoding.target[step]}”`),
    probability === undefined
      ? ''
      : translate(', written with probability %1', formatFixed(probability)),
    `, ${translate('looks at %1', lookWords(source, decoding, step, translate))}`,
    translate(
      '; spread over %1 tokens.',
      formatFixed(spreadAt(decoding, step), 1)
    )
  ];
  const mistaken = mistakenWords(decoding, step, translate);
  if (mistaken !== '') {
    words.push(
      ' ',
      html(
        'b',
        { class: 'jp-gatescope-attention-wrong-words' },
        mistaken.trim()
      )
    );
  }
  return words;
}
