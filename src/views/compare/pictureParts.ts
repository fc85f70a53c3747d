import type { TimeAxis } from '../../trace';
import { haloLook } from '../../scene/marks/halo';
import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import { bold, flow, moved, plain } from '../../scene/marks/paragraphs';
import { stepScale } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { linearScale, type ValueScale } from '../../scene/marks/valueScale';
import { axisLook } from '../../scene/placeMarks';
import type {
  Hit,
  Placed,
  PlacedMap,
  PlacedPanel,
  Surface
} from '../../scene/scene';
import type { Ink } from '../../scene/theme';
import type { Translate } from '../../scene/words/translate';
import {
  AXIS_BASELINE,
  AXIS_HEIGHT,
  axisWords,
  type StepWord
} from './axisWords';
import { GUTTER } from './compareLayout';
import type { CompareDrawing } from './compared';
import type { InputPlots } from './inputMarks';

/** Where the reader looks: at a step, and at the units at a place from the top: null for none, absent as long as nobody has. */
export interface Looked {
  readonly step: number;
  readonly place?: number | null;
}

/** A part of a picture, from its own upper left corner. */
export interface PicturePart {
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly maps?: readonly PlacedMap[];
  /** From which height the frame of the step runs through it; null: around it. Absent above and below all that has steps. */
  readonly frame?: number | null;
  /** What follows the cursor in it. */
  readonly told?: (looked: Looked) => readonly Mark[];
  /** Of a plot of all networks: whose line is nearest to a height in it; null without any. */
  readonly nearest?: (step: number, height: number) => number | null;
  /** Its values, where they can be dragged. */
  readonly values?: ValueScale;
}

/** A part of each network, and what stands in the gutter before them. */
export interface PartRow {
  readonly gutter: readonly Mark[];
  readonly parts: readonly PicturePart[];
}

/** Between two rows, and between two networks below each other. */
const ROW_GAP = 9;
const BELOW = 20;

/** A part in its place. */
interface PlacedPart extends PicturePart {
  readonly network: number;
  readonly x: number;
  readonly y: number;
}

type Time = Pick<TimeAxis, 'steps'>;

/** All parts in their places: in columns beside each other, or a column below the other. */
export function assembled(
  rows: readonly PartRow[],
  times: readonly Time[],
  {
    layout: { beside, gutter, gap, columnWidth },
    surface
  }: Pick<CompareDrawing, 'layout' | 'surface'>
): Omit<Placed, 'width'> {
  const gutters: Mark[] = [];
  const parts: PlacedPart[] = [];
  const networks = times.map((_, network) => network);
  let top = 0;
  for (const group of beside ? [networks] : networks.map(each => [each])) {
    rows.forEach(row => {
      gutters.push(...moved(0, top, row.gutter));
      const stand = group.map((network, at) => ({
        ...row.parts[network],
        ...{ network, y: top },
        x: gutter + (beside ? gap + at * (columnWidth + gap) : 0)
      }));
      parts.push(...stand);
      top += Math.max(...stand.map(({ height }) => height)) + ROW_GAP;
    });
    top += BELOW - ROW_GAP;
  }
  const columns = times.map((time, network) =>
    columnOf(
      parts.filter(each => each.network === network),
      time,
      columnWidth
    )
  );
  const maps = parts.flatMap(part =>
    (part.maps ?? []).map(map => ({
      ...map,
      x: map.x + part.x,
      y: map.y + part.y
    }))
  );
  return {
    ...{ height: top - BELOW, axis: [], badge: 0, maps },
    marks: [
      ...gutters,
      ...parts.flatMap(({ x, y, marks }) => moved(x, y, marks))
    ],
    panels: [
      ...columns.map(({ panel }) => panel),
      ...parts.flatMap(part =>
        draggedPanels(part, times[part.network], columnWidth)
      )
    ],
    told: (step, place) => [
      ...columns.flatMap(column => frameOf(column, step, surface)),
      ...parts.flatMap(({ x, y, told }) =>
        told ? moved(x, y, told({ step, place })) : []
      )
    ],
    hit: (x, y) => hitIn(columns, maps, x, y)
  };
}

/** The column of one network: what of it has steps, and where. */
interface Column {
  readonly parts: readonly PlacedPart[];
  readonly panel: PlacedPanel;
}

function columnOf(
  all: readonly PlacedPart[],
  { steps }: Time,
  width: number
): Column {
  const parts = all.filter(({ frame }) => frame !== undefined);
  const [{ network, x, y }] = parts;
  const last = parts[parts.length - 1];
  const box = { x, y, width, height: last.y + last.height - y };
  return {
    parts,
    panel: {
      ...{ id: String(network), box, across: true },
      places: stepScale(steps, box),
      value: linearScale([0, 1], box)
    }
  };
}

/** Where the numbers of a part can be dragged. */
export const draggedId = (network: number): string => `input ${network}`;

function draggedPanels(
  { network, x, y, height, values }: PlacedPart,
  { steps }: Time,
  width: number
): readonly PlacedPanel[] {
  const box = { x, y, width, height };
  const lower = (scale: ValueScale): ValueScale =>
    Object.assign((value: number) => scale(value) + y, {
      ...scale,
      within: (value: number) => scale.within(value) + y,
      invert: (at: number) => scale.invert(at - y)
    });
  return values
    ? [
        {
          ...{ id: draggedId(network), box, across: true },
          places: stepScale(steps, box),
          value: lower(values)
        }
      ]
    : [];
}

/** Network, step and place from the top; −1 where there is none. */
function hitIn(
  columns: readonly Column[],
  maps: readonly PlacedMap[],
  x: number,
  y: number
): Hit | null {
  for (const { parts, panel } of columns) {
    const row = panel.places.stepAt(x);
    if (row !== null && isIn(panel.box, y)) {
      const part = parts.find(each => isIn(each, y));
      const map = maps.find(
        each => x >= each.x && x < each.x + each.width && isIn(each, y)
      );
      const whose = part?.nearest?.(row, y - part.y) ?? null;
      return {
        row,
        column: map
          ? Math.floor(((y - map.y) / map.height) * map.values.rows)
          : -1,
        panel: whose === null ? panel : { ...panel, id: String(whose) }
      };
    }
  }
  return null;
}

const isIn = (
  box: { readonly y: number; readonly height: number },
  at: number
): boolean => at >= box.y && at < box.y + box.height;

/** The frame of a step, from the first of the parts that it runs through to the last; around the others. */
function frameOf(
  { parts, panel: { places } }: Column,
  step: number,
  { theme }: Surface
): readonly Mark[] {
  if (step >= places.steps) {
    return [];
  }
  const spans: { readonly from: number; to: number }[] = [];
  let goesOn = false;
  for (const { y, height, frame } of parts) {
    const last = spans.at(-1);
    if (goesOn && last && typeof frame === 'number') {
      last.to = y + height;
    } else if (typeof frame === 'number') {
      spans.push({ from: y + frame, to: y + height });
    }
    goesOn = frame !== null;
  }
  const [first] = spans;
  const end = spans.at(-1);
  if (!first || !end) {
    return [];
  }
  const left = places.left(step) - 1;
  const right = left + Math.max(4, places.column + 2);
  const d = [
    `M${left} ${first.from - 2}H${right}M${left} ${end.to + 2}H${right}`,
    ...spans.flatMap(({ from, to }) =>
      [left, right].map(x => `M${x} ${from - 2}V${to + 2}`)
    )
  ].join('');
  // On dark colors it is seen by its edge.
  return [
    ['page', 3.5],
    ['ink', 1.5]
  ].map(([ink, wide]) =>
    mark('path', {
      ...{ d, fill: 'none', stroke: theme.color(ink as Ink) },
      ...{ 'stroke-width': wide, 'stroke-linecap': 'square' }
    })
  );
}

/** On a narrow page words have no room before the columns. */
export const NARROW_BELOW = 560;

/** Words in the gutter: what a row is, and of what. */
export const gutterWords = (
  words: string,
  of: string,
  { theme, width, measure }: Pick<Surface, 'theme' | 'width' | 'measure'>
): readonly Mark[] =>
  width < NARROW_BELOW
    ? []
    : [
        text(words, 0, 12, plain(theme)),
        ...moved(
          0,
          16,
          flow([{ words: of, look: axisLook(theme) }], GUTTER - 2, {
            theme,
            measure
          }).marks
        )
      ];

/** The input of each network as bars. */
export const inputRow = (
  { name, marks, scale, isMarked }: InputPlots,
  surface: Surface,
  translate: Translate
): PartRow => ({
  gutter: gutterWords(translate('input'), name, surface),
  parts: marks.map(each => ({
    ...{ height: scale.height, marks: each, values: scale },
    // The numbers of the marked steps stay free.
    frame: isMarked ? 14 : 0
  }))
});

/** The words of the steps; those in whose place the one that is looked at stands make room. */
export function axisPart(
  time: TimeAxis,
  width: number,
  { measure, theme }: Surface
): PicturePart {
  const { words, at } = axisWords(time, width, measure);
  const wordAt = ({ text: word, from }: StepWord, look: MarkAttributes = {}) =>
    text(word, from, AXIS_BASELINE, { ...axisLook(theme), ...look });
  return {
    ...{ height: AXIS_HEIGHT, frame: 0 },
    marks: [],
    told({ step }) {
      if (step >= time.steps) {
        return words.map(each => wordAt(each));
      }
      const here = at(step);
      return [
        ...words
          .filter(({ from, to }) => to <= here.from - 7 || from >= here.to + 7)
          .map(each => wordAt(each)),
        // The frame of a step that is narrower than its word runs through it.
        wordAt(here, { ...plain(theme), ...bold, ...haloLook(theme) })
      ];
    }
  };
}
