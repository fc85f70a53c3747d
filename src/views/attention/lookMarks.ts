import type { NumericArray } from '../../trace';
import { framed } from '../../scene/marks/framed';
import { largestSize } from '../../scene/marks/largestSize';
import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import type { Surface } from '../../scene/scene';
import { shaded, type RampName } from '../../scene/theme';
import { shorten } from '../../scene/words/fitText';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { weightAt } from './attention';
import { shadedCell } from './shadedCell';
import {
  isLast,
  isVisible,
  mostLooked,
  ownWeight,
  productAt,
  reaches,
  rowOf,
  scoreAt,
  queryLength,
  tokensShown,
  type LookStage,
  type Worked
} from './look';

/** More tokens than these have no rows: those that are looked at least are left out, and counted. */
const MOST_ROWS = 24;
/** So many have high rows. */
const FEW = 14;
const HEAD = 28;
const GAP = 8;
const FOOT = 20;
/** The widest cell of a vector, and from which width on one has its number. */
const CELL = 44;
const NUMBERED_FROM = 34;
/** Columns of products, scores, the mask and shares, and the most room for a token: where there is room and where there is not. */
const WIDE = { columns: [62, 62, 44, 62], words: 90 };
const NARROW = { columns: [42, 42, 38, 56], words: 56 };
const NARROW_BELOW = 620;
/** A query with less room than this says nothing: then only what a step of the look needs has room. */
const LEAST_VECTOR = 60;

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, each) => total + each, 0);

const rowsOf = ({ attention: { source } }: Worked): number =>
  Math.min(source.length, MOST_ROWS);

const rowHeight = (worked: Worked): number => (rowsOf(worked) > FEW ? 17 : 22);

/** How high it is, whatever the step. */
export const lookHeight = (worked: Worked): number =>
  HEAD + 3 * GAP + FOOT + (rowsOf(worked) + 2) * rowHeight(worked);

/**
 * One look: the query over the keys that it meets, their products, these over √d, the mask, the softmax,
 * and the values beside their weights, over what they add up to.
 */
export function lookMarks(
  worked: Worked,
  step: number,
  {
    top,
    surface,
    lit,
    translate
  }: {
    readonly top: number;
    readonly surface: Surface;
    readonly lit: number | null;
    readonly translate: Translate;
  }
): readonly Mark[] {
  const { attention, decoding, look, stage } = worked;
  const { theme, measure, width } = surface;
  const { source } = attention;
  const room = width < NARROW_BELOW ? NARROW : WIDE;
  const row = rowHeight(worked);
  const left = 10 + Math.min(room.words, Math.max(30, ...source.map(measure)));
  const between = sum(room.columns) + 2 * GAP;
  const beside = (width - left - between - GAP) / 2;
  const isTight = beside < LEAST_VECTOR;
  const wide = Math.min(
    CELL * queryLength(look),
    isTight ? width - left - Math.max(...room.columns) - 2 * GAP : beside
  );
  /** Whether a stage is drawn: all up to the chosen one, or where room is tight that and what it is made of. */
  const stands = (of: LookStage): boolean =>
    reaches(worked, of) && (!isTight || isLast(worked, of));
  /** Where each stage begins: what is not yet drawn keeps its place, unless room is tight. */
  const starts = new Map<LookStage, number>();
  let free = left;
  let end = left;
  for (const [of, size] of [
    ['keys', wide + GAP],
    ['products', room.columns[0]],
    ['scores', room.columns[1]],
    ['mask', room.columns[2]],
    ['softmax', room.columns[3] + GAP],
    ['values', wide]
  ] as const) {
    starts.set(of, free);
    if (!isTight || stands(of)) {
      free += size;
    }
    if (stands(of)) {
      end = of === 'keys' || of === 'softmax' ? free - GAP : free;
    }
  }
  const startOf = (of: LookStage): number => starts.get(of) ?? left;
  const valuesLeft = startOf('values');
  const queryTop = top + HEAD;
  const keysTop = queryTop + row + GAP;
  const tokens = tokensShown(worked, step, MOST_ROWS);
  const foot = keysTop + tokens.length * row + GAP;
  const chosen = lit ?? mostLooked(worked, step);
  const marks: Mark[] = [];
  const write = (
    words: string,
    x: number,
    y: number,
    anchor: 'start' | 'middle' | 'end',
    more: MarkAttributes = {}
  ): void => {
    if (words !== '') {
      marks.push(
        text(words, x, y + row / 2 + 4.5, {
          ...{ anchor, 'font-size': 12, fill: theme.color('ink') },
          ...more
        })
      );
    }
  };
  const strong = (is: boolean): MarkAttributes =>
    is ? { 'font-weight': 700 } : {};
  const cell = (
    [x, y, width]: readonly [x: number, y: number, width: number],
    value: number,
    name: string,
    ramp: RampName,
    share: number
  ): void => {
    const words = formatFixed(value);
    marks.push(
      shadedCell(
        { x, y, width, height: row },
        { theme, ramp, share, title: `${name}: ${words}` }
      )
    );
    // A number stands where it has room.
    if (width >= NUMBERED_FROM && measure(words) < width) {
      write(words, x + width / 2, y, 'middle', {
        'pointer-events': 'none',
        ...theme.part('map-number'),
        ...shaded(theme, ramp, share, true)
      });
    }
  };
  const ends = [[look.queries, look.keys], [look.values]].map(
    all => Math.max(...all.map(({ values }) => largestSize(values))) || 1
  );
  const vector = (
    name: string,
    of: NumericArray,
    at: number,
    [x, y]: readonly [x: number, y: number]
  ): void => {
    const end = ends[Number(x > left)];
    const each = wide / queryLength(look);
    Array.from(rowOf(of, at)).forEach((value, unit) =>
      cell(
        [x + unit * each, y, each],
        value,
        `${name} ${unit}`,
        'states',
        (value / end + 1) / 2
      )
    );
  };
  const columns: readonly (readonly [
    stage: LookStage,
    head: string,
    number: (token: number) => string
  ])[] = [
    ['products', 'q · k', token => formatFixed(productAt(look, step, token))],
    [
      'scores',
      `÷ √${queryLength(look)}`,
      token => formatFixed(scoreAt(look, step, token))
    ],
    [
      'mask',
      translate('mask'),
      token => (isVisible(look, step, token) ? '' : '−∞')
    ],
    ['softmax', 'softmax', () => '']
  ];
  const head = (of: LookStage, words: string, x: number): void => {
    if (stands(of)) {
      write(
        words,
        x,
        queryTop - 12.5 - row / 2,
        'middle',
        strong(stage === of)
      );
    }
  };
  const sees = stands('values');
  const shares = stands('softmax');
  const shareLeft = startOf('softmax') + 2;

  head('keys', `k ± ${formatFixed(ends[0], 1)}`, left + wide / 2);
  // A value of few numbers is narrower than its head, which must not pass the picture's edge.
  const values = `v ± ${formatFixed(ends[1], 1)}`;
  const over = Math.max(0, measure(values) - wide) / 2;
  head('values', values, valuesLeft + wide / 2 - over);
  const meets = stands('keys');
  if (meets) {
    write('q', left - 6, queryTop, 'end', { 'font-style': 'italic' });
    vector('q', look.queries, step, [left, queryTop]);
  }
  columns.forEach(([of, words, number], at) => {
    const middle = startOf(of) + room.columns[at] / 2;
    head(of, words, middle);
    if (stands(of)) {
      tokens.forEach((token, nth) =>
        write(number(token), middle, keysTop + nth * row, 'middle')
      );
    }
  });
  tokens.forEach((token, nth) => {
    const y = keysTop + nth * row;
    const name = source[token];
    const words = shorten(name, left - 10, measure);
    write(words, left - 6, y, 'end', strong(token === chosen));
    if (meets) {
      vector('k', look.keys, token, [left, y]);
    }
    if (shares) {
      const weight = weightAt(decoding, step, token);
      const wide = room.columns[3] - 4;
      cell([shareLeft, y, wide], weight, name, 'gates', weight);
      if (ownWeight(worked, step, token) !== null) {
        const box = { x: shareLeft, y, width: wide, height: row };
        marks.push(...framed(theme, box, -1, 'clamp'));
      }
    }
    if (sees) {
      vector('v', look.values, token, [valuesLeft, y]);
    }
  });
  if (tokens.includes(chosen)) {
    const y = keysTop + tokens.indexOf(chosen) * row;
    const box = { x: left, y, width: end - left, height: row };
    marks.push(...framed(theme, box, 1, 'brand'));
  }
  const hidden = source.length - tokens.length;
  if (hidden > 0 && shares) {
    const rest = 1 - sum(tokens.map(at => weightAt(decoding, step, at)));
    const share = formatFixed(Math.abs(rest));
    write(translate('%1 more tokens: %2', hidden, share), left, foot, 'start');
  }
  if (sees) {
    write('h', valuesLeft - 6, foot, 'end', strong(true));
    vector('h', look.seen, step, [valuesLeft, foot]);
  }
  return marks;
}
