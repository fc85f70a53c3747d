import type { Claim, ClaimPlace } from '../../trace';
import {
  acrossBudgets,
  scoresOfRow,
  stopsAt,
  type ClaimAt
} from './claimPlaces';
import { intoLines } from '../../scene/words/fitText';
import { valueAxis } from '../../scene/marks/axes';
import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import {
  decadesOf,
  extentOf,
  linearScale,
  logScale,
  nearPowerWords,
  type ValueScale
} from '../../scene/marks/valueScale';

const LEFT = 46;
const RIGHT = 6;
const EDGE = 4;
const LINE = 16;
/** The budget and what became of the sentence there. */
const BOX = 44;
const PLOT = 190;
const GAP = 8;
const MOST_LINES = 20;
/** From the least to the greatest by this factor, equal factors are equal lengths. */
const LOG_FROM = 30;
/** Narrower than this a box has its sign alone. */
const WORDS_FROM = 70;

/** How wide words are, and how they are cut to a width. */
export interface Letters {
  measure(words: string): number;
  shorten(words: string, width: number): string;
}

/** How the marks look: a view gives classes, a saved picture colors. */
export interface ClaimLook {
  readonly words: MarkAttributes;
  readonly second: MarkAttributes;
  readonly strong: MarkAttributes;
  readonly grid: MarkAttributes;
  readonly reference: MarkAttributes;
  readonly stop: MarkAttributes;
  readonly box: Readonly<Record<ClaimPlace['verdict'], MarkAttributes>>;
  readonly chosen: MarkAttributes;
  /** One a row of what is compared; more rows begin anew. */
  readonly rows: readonly MarkAttributes[];
  readonly means: readonly MarkAttributes[];
}

/** Words that the picture writes beside those of the claim. */
export interface ClaimWords {
  /** At the line behind which the sentence is no longer true. */
  readonly stops: string;
}

/** Where everything stands, in CSS pixels. */
export interface ClaimScene {
  readonly claim: Claim;
  readonly at: ClaimAt;
  readonly places: readonly ClaimPlace[];
  /** The left end of each budget's column, and how wide one is. */
  readonly columns: readonly number[];
  readonly column: number;
  readonly scale: ValueScale;
  /** The names of the rows, on as many lines as they take. */
  readonly legend: readonly {
    row: number;
    x: number;
    y: number;
    words: string;
  }[];
  readonly boxes: number;
  readonly top: number;
  readonly bottom: number;
  /** The budget from which on the sentence is no longer true. */
  readonly stop: number | null;
  readonly width: number;
  readonly height: number;
}

/** Lays out one size and rate of a sweep: a column a budget. */
export function claimScene(
  claim: Claim,
  at: ClaimAt,
  width: number,
  letters: Letters
): ClaimScene {
  const { budgets, rows, reference } = claim;
  const places = acrossBudgets(claim, at);
  const column = (width - LEFT - RIGHT) / budgets.length;
  const boxes = LINE + 6;
  const top = boxes + BOX + 12;
  const bottom = top + PLOT;
  const box = { y: top, height: PLOT };
  // One axis for all sizes and rates: what moves with a slider are the dots.
  const all = [
    ...claim.places.map(({ scores }) => scores.values),
    ...(reference ? [[reference.value]] : [])
  ];
  const [low, high] = extentOf(all);
  const decades = decadesOf(all);
  const scale =
    low > 0 && high / low >= LOG_FROM && decades !== null
      ? logScale(decades, box, { write: nearPowerWords })
      : linearScale([low, high], box);
  const legend: { row: number; x: number; y: number; words: string }[] = [];
  let [x, y] = [EDGE, bottom + 22];
  rows.forEach((name, row) => {
    const words = letters.shorten(name, width - 2 * EDGE - 18);
    const wide = 18 + letters.measure(words);
    if (x > EDGE && x + wide > width - EDGE) {
      [x, y] = [EDGE, y + LINE];
    }
    legend.push({ row, x, y, words });
    x += wide + 2 * GAP;
  });
  return {
    claim,
    at,
    places,
    columns: budgets.map((_, budget) => LEFT + budget * column),
    column,
    scale,
    legend,
    boxes,
    top,
    bottom,
    stop: stopsAt(claim, at),
    width,
    height: y + 10
  };
}

const SIGNS = { holds: '✓', partly: '≈', fails: '✕' } as const;

/** Axis, names of the rows, and what a simple answer reaches. */
export function claimFrame(
  { claim, scale, legend, top, bottom, width }: ClaimScene,
  letters: Letters,
  look: ClaimLook
): Mark[] {
  const { reference, measure, budgetName } = claim;
  const at = reference && scale(reference.value);
  return [
    text(
      letters.shorten(budgetName, LEFT + (width - LEFT) / 3),
      EDGE,
      LINE - 2,
      look.second
    ),
    text(
      letters.shorten(measure, (2 * width) / 3 - LEFT),
      width - EDGE,
      LINE - 2,
      { anchor: 'end', ...look.second }
    ),
    ...valueAxis(
      scale,
      { x: LEFT, width: width - LEFT - RIGHT },
      { grid: look.grid, words: look.second }
    ),
    ...(reference && at !== undefined && Number.isFinite(at)
      ? [
          rule({
            x1: LEFT,
            x2: width - RIGHT,
            y1: at,
            y2: at,
            ...look.reference
          }),
          text(
            letters.shorten(reference.name, width - LEFT - 2 * RIGHT),
            width - RIGHT - 2,
            at - 5 < top + 8 ? at + 14 : at - 5,
            { anchor: 'end', ...look.second }
          )
        ]
      : []),
    ...legend.flatMap(({ row, x, y, words }) => [
      shape(row, x + 5, y - 4, look),
      text(words, x + 16, y, look.words)
    ]),
    rule({ x1: LEFT, x2: width - RIGHT, y1: bottom, y2: bottom, ...look.grid })
  ];
}

/** One budget: its box with what became of the sentence, and each row's seeds with their mean. */
export function claimColumn(
  scene: ClaimScene,
  budget: number,
  letters: Letters,
  look: ClaimLook
): Mark {
  const { claim, at, places, columns, column, boxes, bottom } = scene;
  const { verdict, words } = places[budget];
  const x = columns[budget] + 3;
  const width = column - 6;
  const said =
    width < WORDS_FROM || letters.measure(words) > width - 4
      ? SIGNS[verdict]
      : words;
  const middle = x + width / 2;
  const chosen = at.budget === budget;
  return mark(
    'g',
    { 'data-budget': budget },
    mark('rect', {
      x: columns[budget],
      y: boxes,
      width: column,
      height: bottom - boxes,
      fill: 'transparent'
    }),
    mark('rect', {
      ...{ x, y: boxes, width, height: BOX, rx: 6 },
      ...look.box[verdict],
      ...(chosen ? look.chosen : {})
    }),
    text(String(claim.budgets[budget]), middle, boxes + 18, {
      anchor: 'middle',
      ...look.strong
    }),
    text(said, middle, boxes + 35, { anchor: 'middle', ...look.words }),
    ...claim.rows.flatMap((_, row) =>
      seeds(scene, places[budget], row, { x, width }, look)
    )
  );
}

/** The dots of a row side by side, seed by seed, and a line at their mean. */
function seeds(
  { claim, scale }: ClaimScene,
  place: ClaimPlace,
  row: number,
  { x, width }: { readonly x: number; readonly width: number },
  look: ClaimLook
): Mark[] {
  const scores = scoresOfRow(place, row);
  const lane = width / claim.rows.length;
  const left = x + row * lane;
  const inner = Math.min(lane - 4, 60);
  const from = left + (lane - inner) / 2;
  const mean = scores.reduce((sum, each) => sum + each, 0) / scores.length;
  const y = scale.within(mean);
  return [
    ...scores.map((score, seed) =>
      shape(
        row,
        from + (inner * (seed + 0.5)) / scores.length,
        scale.within(score),
        look
      )
    ),
    rule({
      ...{ x1: from, x2: from + inner, y1: y, y2: y },
      ...look.means[row % look.means.length]
    })
  ];
}

/** Words below the picture, where no page breaks them. */
export function claimLines(
  words: string,
  width: number,
  { measure, shorten }: Letters
): readonly string[] {
  return (
    intoLines(words, width, MOST_LINES, measure) ?? [shorten(words, width)]
  );
}

/** Where the sentence is no longer true. */
export function claimStop(
  { stop, columns, boxes, bottom, width }: ClaimScene,
  words: ClaimWords,
  letters: Letters,
  look: ClaimLook
): Mark[] {
  if (stop === null) {
    return [];
  }
  const x = Math.round(columns[stop]) + 0.5;
  const wide = letters.measure(words.stops);
  const right = x + 5 + wide < width;
  return [
    rule({ x1: x, x2: x, y1: boxes - 4, y2: bottom, ...look.stop }),
    text(words.stops, right ? x + 5 : x - 5, bottom - 6, {
      anchor: right ? 'start' : 'end',
      ...look.second
    })
  ];
}

/** A row's own shape, so that no row is known by its color alone. */
function shape(row: number, x: number, y: number, look: ClaimLook): Mark {
  const attributes = look.rows[row % look.rows.length];
  switch (row % 4) {
    case 0:
      return mark('circle', { cx: x, cy: y, r: 3.4, ...attributes });
    case 1:
      return mark('path', {
        d: `M${x} ${y - 4.6}l4.6 4.6l-4.6 4.6l-4.6 -4.6z`,
        ...attributes
      });
    case 2:
      return mark('rect', {
        ...{ x: x - 3.2, y: y - 3.2, width: 6.4, height: 6.4 },
        ...attributes
      });
    default:
      return mark('path', {
        d: `M${x} ${y - 4.2}l4.4 7.6l-8.8 0z`,
        ...attributes
      });
  }
}
