import type { Attention } from '../../trace';
import type { Translate } from '../context';
import { html } from '../base/dom';
import { formatFixed, formatPercent } from '../base/format';
import type { DataTable } from '../base/table';
import {
  firstMistake,
  isMistake,
  mostSeen,
  spreadAt,
  weightAt,
  type Decoding
} from './alignment';

export function attentionTable(
  { score, source, decodings }: Attention,
  translate: Translate
): DataTable {
  return {
    caption: translate('Attention weights (%1)', score),
    columns: [
      translate('decoding'),
      translate('step'),
      translate('written'),
      translate('expected'),
      translate('probability'),
      ...source
    ],
    rows: decodings.flatMap(decoding =>
      decoding.target.map((token, step) => [
        decoding.name,
        step,
        token,
        decoding.expected?.[step] ?? '–',
        decoding.probabilities?.values[step] ?? '–',
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

/** A step in words: what each decoding wrote, and how much it looked at a source token. */
export function spokenAttention(
  { decodings, source }: Attention,
  step: number,
  at: number | null,
  translate: Translate
): string {
  const each = decodings.map(decoding => {
    const token = decoding.target[step];
    return token === undefined
      ? translate('%1: none', decoding.name)
      : at === null
        ? `${decoding.name} “${token}”`
        : `${decoding.name} “${token}” ← “${source[at]}” ${formatFixed(weightAt(decoding, step, at))}`;
  });
  return `${translate('step %1', step)}: ${each.join('; ')}`;
}

/** Where the decoder looked for one token. */
export function decodingWords(
  source: readonly string[],
  decoding: Decoding,
  step: number,
  translate: Translate
): (string | Node)[] {
  const seen = mostSeen(decoding, step, 3).filter(
    ({ weight }) => weight >= 0.05
  );
  const probability = decoding.probabilities?.values[step];
  const words: (string | Node)[] = [
    html('b', {}, `“${decoding.target[step]}”`),
    probability === undefined
      ? ''
      : translate(', written with probability %1', formatFixed(probability)),
    translate(', looks at '),
    seen.length > 0
      ? seen
          .map(each => `“${source[each.source]}” ${formatPercent(each.weight)}`)
          .join(', ')
      : translate('no token with 5 % or more'),
    translate(
      '; spread over %1 tokens.',
      formatFixed(spreadAt(decoding, step), 1)
    )
  ];
  if (isMistake(decoding, step)) {
    words.push(
      ' ',
      html(
        'b',
        { class: 'jp-gatescope-attention-wrong-words' },
        translate('✗ expected “%1”', decoding.expected?.[step] ?? '∅')
      )
    );
  }
  return words;
}
