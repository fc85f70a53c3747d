import type { Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import {
  formatNumber,
  formatFixed,
  formatSigned
} from '../../scene/words/format';
import { shorten } from '../../scene/words/fitText';
import type { MapLayout } from './mapLayout';
import type { MovingText } from './movingText';
import { AFTER_SAMPLE, SAMPLE, seriesSample } from './seriesLegend';
import {
  hasSeveralOutputs,
  lastValue,
  type SeriesLine,
  type SeriesPanel
} from './seriesPanels';

/** The numbers of charts, with the words that stand beside them. */
interface Numbers {
  readonly still: readonly Mark[];
  readonly moving: readonly MovingText[];
}

/** Where such numbers stand: right of a chart. */
interface NumbersColumn {
  readonly top: number;
  readonly left: number;
  readonly right: number;
  /** How many numbers have room, one below the other. */
  readonly rows: number;
  readonly measure: (text: string) => number;
}

const LINE = 17;
/** The baseline of the first number under the top of a chart. */
const FIRST = 11;
/** Below the last one: the heading of the numbers below hangs into the chart. */
const AFTER = 8;
/** A chart is made higher for so many rows of numbers; of more some are left out. */
const MOST_ROWS = 5;
/** Where notes beside a number begin. */
const NOTES_LEFT = 52;

/** The numbers of the series at the cursor, right of their charts. */
export function seriesNumbers(
  panels: readonly SeriesPanel[],
  { series, railLeft, railWidth }: MapLayout,
  trace: Trace,
  measure: (text: string) => number,
  translate: Translate
): Numbers {
  const charts = panels.map((panel, index) => {
    const band = series[index];
    const place: NumbersColumn = {
      top: band.y,
      left: railLeft,
      right: railLeft + railWidth,
      rows: rowsIn(band.height),
      measure
    };
    return railWidth < 60
      ? alone(panel, place.right, band.y + band.height / 2 + 5)
      : panel.lines.length === 1 && !panel.bars
        ? withNotes(panel, place, notesOf(panel, trace, translate))
        : areManyOutputs(panel, place)
          ? theLargest(panel, place)
          : oneBelowTheOther(panel, place, translate);
  });
  return {
    still: charts.flatMap(({ still }) => still),
    moving: charts.flatMap(({ moving }) => moving)
  };
}

/** How many numbers have room beside a chart, one below the other. */
const rowsIn = (height: number): number =>
  Math.max(1, Math.floor((height - AFTER - FIRST) / LINE) + 1);

/** How high a chart must be for the numbers beside it; zero where it cannot hold all. */
export function railHeight(panel: SeriesPanel): number {
  const rows =
    panel.lines.length +
    (panel.bars ? 1 : 0) +
    (errorOf(panel) === null ? 0 : 1);
  return rows > MOST_ROWS ? 0 : FIRST + (rows - 1) * LINE + AFTER;
}

/** Answer and target of a chart with one of each: with several, the error of which would be a riddle. */
function errorOf(
  panel: SeriesPanel
): { readonly output: SeriesLine; readonly target: SeriesLine } | null {
  const output = panel.lines.find(({ kind }) => kind === 'output');
  const target = panel.lines.find(({ kind }) => kind === 'target');
  return output && target && !hasSeveralOutputs(panel)
    ? { output, target }
    : null;
}

/** One number, right-aligned: the narrow view. It is that of the letter at the left: x, else the answer. */
function alone(panel: SeriesPanel, right: number, y: number): Numbers {
  const { values } =
    panel.lines.find(({ kind }) => kind === 'input') ??
    panel.lines.find(({ kind }) => kind === 'output') ??
    panel.lines[0];
  return {
    still: [],
    moving: [bold(right, y, 'end', step => seriesNumber(values[step], panel))]
  };
}

/** How the one series of a chart ends, and what it should. */
function notesOf(
  { lines: [{ kind, values }] }: SeriesPanel,
  trace: Trace,
  translate: Translate
): string[] {
  if (kind === 'input') {
    return [];
  }
  const target = trace.targets?.[0];
  return [
    translate('ends at %1', formatFixed(lastValue(values))),
    ...(target
      ? [translate('target %1', formatNumber(lastValue(target.values.values)))]
      : [])
  ];
}

/** A number with notes beside it, or below where it is too wide. */
function withNotes(
  panel: SeriesPanel,
  { top, left, measure }: NumbersColumn,
  notes: readonly string[]
): Numbers {
  const { values } = panel.lines[0];
  const unit = unitOf(panel);
  const below =
    notes.length > 0 && widestNumber(panel, measure) > NOTES_LEFT - 6;
  return {
    still: notes.map((note, index) =>
      small(
        left + (below ? 0 : NOTES_LEFT),
        below
          ? top + 29 + index * 14
          : top + (notes.length === 1 ? 28 : 20 + index * 15),
        note
      )
    ),
    moving: [
      bold(
        left,
        top + (below ? 14 : 28),
        'start',
        step => seriesNumber(values[step], panel) + unit
      )
    ]
  };
}

/** A row a series, and the error between answer and target. */
function oneBelowTheOther(
  panel: SeriesPanel,
  { top, left, right, rows: most, measure }: NumbersColumn,
  translate: Translate
): Numbers {
  const unit = unitOf(panel);
  const all = [...panel.lines, ...(panel.bars ? [panel.bars] : [])];
  // What the network was to say can be read in the table, too.
  const compared = errorOf(panel);
  const shown =
    all.length + (compared ? 1 : 0) > most
      ? all.filter(({ kind }) => kind !== 'target').slice(0, most)
      : all;
  const room = right - left - widestNumber(panel, measure) - 8;
  const fits = (words: readonly string[], space: number): boolean =>
    words.every(each => measure(each) <= space);
  const named = fits(
    shown.map(({ name }) => name),
    room
  );
  // The names stand above the chart, too: a piece of the line and its part say more than half a name.
  const beside = SAMPLE + AFTER_SAMPLE;
  const parts = shown.map(series => partWords(panel, series, translate));
  const parted = fits(parts, room - beside);
  const rows = shown.map((series, index) => {
    const y = top + FIRST + index * LINE;
    const look = `jp-gatescope-name-${series.kind}`;
    return {
      names: named
        ? [small(left, y, series.name, look)]
        : [
            seriesSample(panel, series, left, y),
            ...(parted ? [small(left + beside, y, parts[index], look)] : [])
          ],
      value: bold(
        right,
        y,
        'end',
        step =>
          seriesNumber(series.values[step], panel) +
          (series === panel.bars ? '' : unit)
      )
    };
  });
  const y = top + FIRST + shown.length * LINE;
  const error = compared && shown.length < most ? compared : null;
  return {
    still: [
      ...rows.flatMap(({ names }) => names),
      ...(error ? [small(left, y, translate('error'))] : [])
    ],
    moving: [
      ...rows.map(({ value }) => value),
      ...(error
        ? [
            moving('number-thin', right, y, 'end', step => {
              const difference =
                error.output.values[step] - error.target.values[step];
              return Number.isNaN(difference)
                ? ''
                : formatSigned(difference, 1) + unit;
            })
          ]
        : [])
    ]
  };
}

/** Outputs only, and more than have room: the probabilities of letters or classes. */
function areManyOutputs(
  { lines, bars }: SeriesPanel,
  { rows }: NumbersColumn
): boolean {
  return (
    lines.length > rows && !bars && lines.every(({ kind }) => kind === 'output')
  );
}

/** The largest numbers of a step, each behind its name. */
function theLargest(
  panel: SeriesPanel,
  { top, left, right, rows, measure }: NumbersColumn
): Numbers {
  const room = right - left - widestNumber(panel, measure) - 8;
  const largest = largestAt(panel);
  return {
    still: [],
    moving: Array.from({ length: rows }, (_, index) => {
      const y = top + FIRST + index * LINE;
      return [
        moving('axis jp-gatescope-name-output', left, y, 'start', step => {
          const series = largest(step).at(index);
          return series ? shorten(series.name, room, measure) : '';
        }),
        bold(right, y, 'end', step => {
          const series = largest(step).at(index);
          return series
            ? seriesNumber(series.values[step], panel) + unitOf(panel)
            : '';
        })
      ];
    }).flat()
  };
}

/** The lines of a chart by their numbers at a step, the largest first; of the last step they are known. */
function largestAt({
  lines
}: SeriesPanel): (at: number) => readonly SeriesLine[] {
  let step = NaN;
  let known: readonly SeriesLine[] = [];
  return at => {
    if (at !== step) {
      step = at;
      known = lines
        .filter(({ values }) => !Number.isNaN(values[at]))
        .sort((a, b) => b.values[at] - a.values[at]);
    }
    return known;
  };
}

/** What a series is to the network, in one word. */
function partWords(
  panel: SeriesPanel,
  series: SeriesLine,
  translate: Translate
): string {
  return series === panel.bars
    ? translate('bars')
    : translate(partOf[series.kind]);
}

const partOf: Readonly<Record<SeriesLine['kind'], string>> = {
  input: 'input',
  output: 'answer',
  target: 'target'
};

/** The unit behind a number, with the space between. */
function unitOf({ unit }: SeriesPanel): string {
  return unit === '' ? '' : ` ${unit}`;
}

/** The width of the widest number: numbers are written larger than texts are measured, and bold. */
function widestNumber(
  panel: SeriesPanel,
  measure: (text: string) => number
): number {
  return Math.max(
    ...panel.domain.map(
      value => measure(seriesNumber(value, panel) + unitOf(panel)) * 1.2
    )
  );
}

const moving = (
  look: string,
  x: number,
  y: number,
  anchor: 'start' | 'end',
  words: (step: number) => string
): MovingText => ({
  mark: text('', x, y, { class: `jp-gatescope-${look}`, anchor }),
  words: step => (step === null ? '' : words(step))
});

const bold = (
  x: number,
  y: number,
  anchor: 'start' | 'end',
  words: (step: number) => string
): MovingText => moving('number-text', x, y, anchor, words);

const small = (x: number, y: number, words: string, look = ''): Mark =>
  text(words, x, y, { class: `jp-gatescope-axis ${look}`.trim() });

/** Two decimals on a scale of a few, one on a larger. */
function seriesNumber(value: number, panel: SeriesPanel): string {
  if (!Number.isFinite(value)) {
    return '–';
  }
  const size = Math.max(Math.abs(panel.domain[0]), Math.abs(panel.domain[1]));
  return size < 1e-3 || size >= 1e5
    ? formatNumber(value)
    : formatFixed(value, size >= 10 ? 1 : 2);
}
