import type { Attention } from '../../../trace';
import { attentionSides } from './attentionSides';
import { drawWordMap } from './mapPicture';
import { numberWords } from './moment';
import { ink, label, picture } from './svg';

type Decoding = Attention['decodings'][number];

const READING =
  'How to read: a row is a written token, a column one of the source; the darker, the more the decoder looked there.';

/** A saved picture of where a decoder looked: a map for each decoding, one above the other. */
export function attentionPicture({
  title,
  score,
  source,
  decodings,
  view
}: Attention): string {
  const words = title ?? `Attention (${score})`;
  const rights: number[] = [];
  const pieces: string[] = [];
  const sentences: string[] = [];
  let y = 48;
  for (const decoding of decodings) {
    const row = Math.min(view?.step ?? 0, decoding.target.length - 1);
    const map = drawWordMap(
      {
        values: decoding.weights,
        rows: decoding.target,
        columns: source,
        highest: 1,
        scale: 'of the attention',
        write: value => value.toFixed(value === 0 || value === 1 ? 0 : 2),
        ...(row >= 0 && { cursor: { row } })
      },
      y + 12
    );
    const sentence = sentenceOf(decoding, row, source);
    const sides = attentionSides(decoding, map.box, map.bottom - 8);
    rights.push(map.width, sides.right);
    sentences.push(sentence);
    pieces.push(
      label(16, y + 10, decoding.name, { 'font-weight': 600 }),
      ...map.elements,
      ...sides.elements,
      label(16, sides.bottom + 12, sentence)
    );
    y = sides.bottom + 30;
  }
  return picture(
    {
      width: Math.max(
        READING.length * 6.2 + 32,
        ...sentences.map(each => each.length * 6.4 + 32),
        ...rights
      ),
      height: y,
      title: `${words}. ${sentences.join(' ')}`
    },
    label(16, 22, words, { 'font-size': 15, 'font-weight': 600 }),
    label(16, 40, READING, { fill: ink.second }),
    ...pieces
  );
}

/** Where it looked most when it wrote one token. */
function sentenceOf(
  { name, target, weights, expected, probabilities }: Decoding,
  row: number,
  source: readonly string[]
): string {
  if (row < 0 || source.length === 0) {
    return `${name}: nothing was written.`;
  }
  const shares = Array.from(
    weights.values.subarray(row * source.length, (row + 1) * source.length)
  );
  const most = shares.indexOf(Math.max(...shares));
  const probability = probabilities?.values[row];
  const wanted = expected?.[row];
  return [
    `${name}, token ${row} “${target[row]}”`,
    ...(probability === undefined
      ? []
      : [` (probability ${numberWords(probability)})`]),
    ...(wanted === undefined || wanted === target[row]
      ? []
      : [`, where “${wanted}” was expected`]),
    most < 0
      ? ': the weights are no numbers.'
      : `: looked most at “${source[most]}”, ${numberWords(shares[most])} of the attention.`
  ].join('');
}
