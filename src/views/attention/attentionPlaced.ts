import type { Attention, NumericArray } from '../../trace';
import { LEGEND, legendsOf, mapsOf } from '../../scene/legends';
import { largestSize } from '../../scene/marks/largestSize';
import { stepScale, type Box } from '../../scene/marks/plane';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { axisLook, valueScaleOf } from '../../scene/placeMarks';
import type {
  Placed,
  PlacedMap,
  PlacedPanel,
  Scene,
  Surface
} from '../../scene/scene';
import type { Table } from '../../scene/table';
import { shorten } from '../../scene/words/fitText';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { isMistake, type AttentionDecoding } from './attention';
import type { Worked } from './look';
import { lookHeight } from './lookMarks';

/** Maps stand side by side where each has this width. */
const LEAST = 306;
const APART = 28;
const BELOW = 20;
const WIDEST = 620;
/** The greatest side of a cell, and how high many rows are together. */
const LARGEST = 38;
const HIGHEST = 460;
/** A label needs this much height of a row, and this much width of a column when turned. */
export const LABEL = 14;
/** How far a label turned by 50° goes across and up, of its length. */
const ACROSS = 0.643;
const UP = 0.77;
/** The most room for the words of a row, and of a column. */
export const WORD = 100;
export const TOKEN = 90;
const SIDE = 78;
/** Over a map, for the name of its decoding. */
const NAME = 20;
/** How high the bars of a row are. */
export const PROFILE = 56;
/** How wide, and high, the states of all units are drawn. */
const STRIP = 48;
export const CONTEXT = 14;
const GAP = 8;

/** What it is drawn of. */
export interface AttentionNow {
  readonly bundle: Attention;
  /** The head whose look is worked out below its map. */
  readonly worked: Worked | null;
  readonly translate: Translate;
}

/** The line that the bars of a row stand on. */
export const baseOf = ({ y, height }: Box): number => y + height + 26 + PROFILE;

/** What the decoder held stands between the weights and the words of a row. */
export const roomRight = ({ targetStates }: AttentionDecoding): number =>
  targetStates ? STRIP + GAP : 0;

export const contextTop = (
  { sourceStates }: AttentionDecoding,
  box: Box
): number => baseOf(box) + (sourceStates ? STRIP + 2 * GAP : GAP);

/** The end of a scale around zero. */
export const endOf = ({ values }: NumericArray): number =>
  largestSize(values) || 1;

const endWords = (states: NumericArray): string =>
  `± ${formatFixed(endOf(states))}`;

/** A map a decoding, side by side where there is room; what encoder and decoder held at its sides. */
export function attentionPlaced(
  { bundle, worked, translate }: AttentionNow,
  {
    surface,
    scene,
    table
  }: {
    readonly surface: Surface;
    readonly scene: Scene;
    readonly table: Table;
  }
): Placed {
  const { width, measure, theme } = surface;
  const { decodings } = bundle;
  const beside = Math.min(
    decodings.length,
    Math.max(1, Math.floor((width + APART) / (LEAST + APART)))
  );
  const each = (width - APART * (beside - 1)) / beside;
  const leftOf = (at: number): number => (at % beside) * (each + APART);
  let height = 0;
  let top = 0;
  const panels = decodings.map((decoding, at): PlacedPanel => {
    if (at > 0 && at % beside === 0) {
      top = height + BELOW;
    }
    const [x, y] = [leftOf(at), top];
    const room = { x, y: y + NAME, width: Math.min(each, WIDEST) };
    const box = mapBox({ bundle, worked, translate }, decoding, room, measure);
    const end = decoding.context
      ? contextTop(decoding, box) + CONTEXT
      : contextTop(decoding, box) - GAP;
    height = Math.max(height, end + GAP);
    return {
      ...{ id: decoding.name, box, across: false },
      value: valueScaleOf(
        scene.panels[at],
        table
      )({ y: box.x, height: box.width }),
      places: stepScale(decoding.target.length, {
        ...{ ...box, x: box.y, width: box.height }
      })
    };
  });
  const legends = legendsOf(scene, panels[0].box.x, height, surface);
  const words = axisLook(theme);
  return {
    ...{ width, panels, axis: [], badge: 0 },
    height: height + LEGEND + (worked ? lookHeight(worked) : 0),
    maps: [
      ...panels.flatMap((panel, at) => [
        ...mapsOf(scene.panels[at], panel, surface),
        ...sideMaps(decodings[at], panel.box)
      ]),
      ...legends.map(legend => legend.map)
    ],
    marks: [
      ...panels.flatMap(({ box }, at) => {
        const decoding = decodings[at];
        const { x, y, width: wide } = box;
        const base = baseOf(box);
        const over = y - headOf(bundle, wide, measure) - 6;
        return [
          text(shorten(decoding.name, each, measure), leftOf(at), over, {
            ...{ 'font-size': 13, 'font-weight': 600 },
            fill: theme.color('ink')
          }),
          rule({
            ...{ x1: x, x2: x + wide, y1: base, y2: base },
            stroke: theme.color('grid')
          }),
          text(translate('weights'), x - 7, base - 2, {
            ...{ anchor: 'end', ...words }
          }),
          ...sideWords(decoding, box, translate).map(([written, at, anchor]) =>
            text(written, at[0], at[1], { anchor, ...words })
          )
        ];
      }),
      ...legends.flatMap(legend => legend.marks)
    ],
    hit(x, y) {
      const panel = panels.find(
        ({ box }) => x >= box.x && x < box.x + box.width && y < baseOf(box)
      );
      const row = panel?.places.stepAt(y) ?? null;
      return panel && row !== null
        ? { row, column: panel.value.invert(x), panel }
        : null;
    }
  };
}

const widest = (
  tokens: readonly string[],
  most: number,
  measure: Surface['measure']
): number => Math.min(most, Math.max(0, ...tokens.map(measure)));

/** Whether the tokens over a map are turned: some of them has no room in its column. */
export const isTurned = (
  { source }: Attention,
  width: number,
  measure: Surface['measure']
): boolean => widest(source, TOKEN, measure) + 6 > width / source.length;

/** How high the tokens over a map are. */
const headOf = (
  attention: Attention,
  width: number,
  measure: Surface['measure']
): number =>
  isTurned(attention, width, measure)
    ? widest(attention.source, TOKEN, measure) * UP + 16
    : 22;

/** Square cells where they fit; long sequences get thin ones. */
function mapBox(
  { bundle, translate }: AttentionNow,
  decoding: AttentionDecoding,
  room: { readonly x: number; readonly y: number; readonly width: number },
  measure: Surface['measure']
): Box {
  const { source } = bundle;
  const { target, context } = decoding;
  const left = Math.min(120, Math.max(58, widest(target, WORD, measure) + 12));
  const beside = Math.max(
    context ? measure(endWords(context)) : 0,
    ...target.map((_, step) =>
      measure(rowWords(decoding, step, measure, translate))
    )
  );
  const right =
    roomRight(decoding) + (beside > 0 ? Math.min(SIDE, beside + 10) : 8);
  const token = widest(source, TOKEN, measure);
  const widthBeside = (taken: number): number =>
    Math.min(
      Math.max(LARGEST, token + 8) * source.length,
      Math.max(40, room.width - left - taken)
    );
  const upright = widthBeside(right);
  // A turned label leans out to the right, the last one beyond its column.
  const leans = token * ACROSS + 8 - upright / source.length / 2;
  const width = isTurned(bundle, upright, measure)
    ? widthBeside(Math.max(right, leans))
    : upright;
  const row =
    target.length * LARGEST <= HIGHEST
      ? Math.max(18, Math.min(LARGEST, width / source.length))
      : Math.max(3, HIGHEST / target.length);
  return {
    ...{ x: room.x + left, width, height: row * target.length },
    y: room.y + headOf(bundle, width, measure)
  };
}

/** What encoder and decoder held: below the columns of the weights, and right of their rows. */
function sideMaps(
  { sourceStates, targetStates }: AttentionDecoding,
  box: Box
): readonly PlacedMap[] {
  const side = (states: NumericArray, across: boolean, of: Box): PlacedMap => {
    const [steps, units = 1] = states.shape;
    const end = endOf(states);
    return {
      ...{ ...of, ramp: 'states', range: [-end, end] },
      values: {
        values: states.values,
        ...(across
          ? { rows: units, columns: steps, rowStride: 1, columnStride: units }
          : { rows: steps, columns: units, rowStride: units, columnStride: 1 })
      }
    };
  };
  const y = baseOf(box) + GAP;
  const x = box.x + box.width + GAP;
  return [
    ...(sourceStates
      ? [side(sourceStates, true, { ...box, y, height: STRIP })]
      : []),
    ...(targetStates
      ? [side(targetStates, false, { ...box, x, width: STRIP })]
      : [])
  ];
}

type Written = readonly [
  words: string,
  at: readonly [x: number, y: number],
  anchor: 'start' | 'end'
];

/** What these are called, with the ends of their scales, and those of the context. */
function sideWords(
  decoding: AttentionDecoding,
  box: Box,
  translate: Translate
): readonly Written[] {
  const { sourceStates, targetStates, context } = decoding;
  const left = box.x - 7;
  const right = box.x + box.width + GAP;
  const middle = baseOf(box) + GAP + STRIP / 2;
  const foot = box.y + box.height + LABEL;
  const strip = contextTop(decoding, box) + 11;
  return [
    ...(sourceStates
      ? ([
          [translate('encoder'), [left, middle], 'end'],
          [endWords(sourceStates), [left, middle + LABEL], 'end']
        ] as const)
      : []),
    ...(targetStates
      ? ([
          [translate('decoder'), [right, foot], 'start'],
          [endWords(targetStates), [right, foot + LABEL], 'start']
        ] as const)
      : []),
    ...(context
      ? ([
          [translate('context'), [left, strip], 'end'],
          [endWords(context), [right, strip], 'start']
        ] as const)
      : [])
  ];
}

/** Right of a row: its probability, or what was expected in its place. */
export function rowWords(
  decoding: AttentionDecoding,
  step: number,
  measure: Surface['measure'],
  translate: Translate
): string {
  const probability = decoding.probabilities?.values[step];
  return isMistake(decoding, step)
    ? shorten(
        translate('not %1', decoding.expected?.[step] ?? '∅'),
        SIDE - 8,
        measure
      )
    : probability === undefined
      ? ''
      : `p ${formatFixed(probability)}`;
}
