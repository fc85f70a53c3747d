import type { GateParameter } from '../../trace';
import { formatNumber, formatPower } from '../../scene/words/format';
import { shorten, shortenApart } from '../../scene/words/fitText';
import { mark, type Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { entryName, type Slot, type WeightsScene } from './weightsScene';
import { numbersOf } from './weightsChoice';

/** Room for the letters of the gates, between two maps, and above all of them. */
export const GUTTER = 34;
export const GAP = 10;
export const HEAD = 24;

/** The map of one parameter. */
export interface Block extends Box {
  readonly index: number;
  readonly parameter: GateParameter;
  /** Size of one drawn weight, and how many weights one is the mean of. */
  readonly column: number;
  readonly row: number;
  readonly perColumn: number;
  readonly perRow: number;
}

/** What the columns are and how far their colours reach, above the first gate that has them. */
export function headMarks(
  slots: readonly Slot[],
  blocks: readonly Block[],
  { width, translate, measure, quantity }: WeightsScene
): Mark[] {
  let free = 0;
  return slots.flatMap(slot => {
    const block = firstOf(slot, blocks);
    if (!block || block.x < free) {
      return [];
    }
    const { part, letter } = slot;
    const short =
      part === 'kernel'
        ? `${letter} x`
        : part === 'recurrent'
          ? `${letter} h`
          : letter;
    const end = endWords(numbersOf(block.parameter, quantity)?.scale ?? 0);
    const forms = [
      part === 'kernel'
        ? translate('%1 x: from the input, ± %2', letter, end)
        : part === 'recurrent'
          ? translate('%1 h: from the %step before, ± %2', letter, end)
          : `${letter} ± ${end}`,
      `${short} ± ${end}`,
      short
    ];
    // The last words have no block after them: they end at the edge where they are longer than theirs.
    const isLast = slot === slots.at(-1);
    const room = isLast ? width - free : block.width + GAP - 4;
    const written = forms.find(words => measure(words) <= room) ?? short;
    const x = isLast ? Math.min(block.x, width - measure(written)) : block.x;
    free = x + measure(written);
    return [text(written, x, HEAD - 9, { class: 'jp-gatescope-axis' })];
  });
}

/** The end of a scale of colours. */
function endWords(end: number): string {
  return end === 0 ? '0' : end < 1e-3 ? formatPower(end) : formatNumber(end);
}

/** Where a column of maps, or of plots, stands. */
type Columns = Pick<Block, 'index' | 'x' | 'column' | 'perColumn'>;

/** What enters, below: names where all fit upright, else numbers, and `key` says which those of the input are. */
export function columnNames(
  slots: readonly Slot[],
  blocks: readonly Columns[],
  bottom: number,
  { of, width, measure }: Pick<WeightsScene, 'of' | 'width' | 'measure'>
): { readonly names: Mark; readonly key: string } {
  let free = 0;
  let key = '';
  const marks = slots.flatMap(slot => {
    const block = firstOf(slot, blocks);
    if (!block || slot.part === 'bias') {
      return [];
    }
    const { x, column, perColumn } = block;
    const names = Array.from({ length: slot.size }, (_, row) =>
      entryName(of, slot, row).replace(/^[xh] /, '')
    );
    const fit =
      perColumn === 1 && names.every(name => measure(name) + 4 <= column);
    const named = slot.part === 'kernel' && of.inputs !== undefined;
    const inNumbers = named && !fit;
    if (inNumbers && key === '') {
      key = keyWords(names, width - GUTTER, measure);
    }
    return names
      .map((name, row) => {
        const word = inNumbers ? String(row) : name;
        const middle = x + (row / perColumn + 0.5) * column;
        const half = measure(word) / 2;
        if (middle - half < free) {
          return null;
        }
        free = middle + half + 6;
        return text(word, middle, bottom + 15, { anchor: 'middle' });
      })
      .filter(word => word !== null);
  });
  return { names: mark('g', { class: 'jp-gatescope-axis' }, ...marks), key };
}

/** What enters, below, and what the columns and rows of the maps are. */
export function columnMarks(
  slots: readonly Slot[],
  blocks: readonly Block[],
  bottom: number,
  scene: WeightsScene
): Mark[] {
  const { of, width, measure, translate } = scene;
  const { names, key } = columnNames(slots, blocks, bottom, scene);
  return [
    names,
    text(
      key !== ''
        ? key
        : ([
            ...(of.inputs
              ? []
              : [
                  translate(
                    'columns: number of the input or unit · rows: units'
                  )
                ]),
            translate('columns: what enters · rows: units')
          ].find(words => measure(words) <= width - GUTTER) ??
            translate('rows: units')),
      GUTTER,
      bottom + 30,
      { class: 'jp-gatescope-axis' }
    )
  ];
}

/** Which number is which input: `x 0 highest temperature · 1 lowest temperature`, as far as there is room. */
function keyWords(
  names: readonly string[],
  room: number,
  measure: (text: string) => number
): string {
  const numbered = (each: readonly string[]): string =>
    `x ${each.map((name, row) => `${row} ${name}`).join(' · ')}`;
  const bare = measure(numbered(names.map(() => '')));
  const share = (room - bare) / Math.max(1, names.length);
  const whole = numbered(names);
  return measure(whole) <= room
    ? whole
    : shorten(numbered(shortenApart(names, share, measure)), room, measure);
}

function firstOf<Of extends Pick<Block, 'index'>>(
  { parameters }: Slot,
  blocks: readonly Of[]
): Of | undefined {
  return blocks.find(({ index }) => parameters.includes(index));
}

/** What the colours mean. */
export function legendMarks(
  { x, y, width, height }: Box,
  { width: whole, measure, translate }: WeightsScene
): Mark[] {
  const at = y + height + 13;
  const look = { class: 'jp-gatescope-axis' };
  const long = translate('+ end of its columns');
  const beside = x + width - 36 + measure(long) <= whole;
  const end = beside ? long : translate('+ end');
  return [
    text(translate('− end'), x, at, look),
    text('0', x + width / 2, at, { anchor: 'middle', ...look }),
    text(end, beside ? x + width - 36 : x + width, at, {
      ...(!beside && { anchor: 'end' }),
      ...look
    })
  ];
}
