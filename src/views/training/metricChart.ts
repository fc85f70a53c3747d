import { max, min } from 'd3-array';
import type { Metric } from '../../trace';
import {
  formatFixed,
  formatNumber,
  formatPercent
} from '../../scene/words/format';
import { valueAxis } from '../../scene/marks/axes';
import { line } from '../../scene/marks/line';
import { mark, type Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import {
  decadesOf,
  linearScale,
  logScale,
  nearPowerWords,
  shareScale,
  type ValueScale
} from '../../scene/marks/valueScale';
import { axisLook, gridLook } from '../../scene/placeMarks';
import type { SceneTheme } from '../../scene/theme';
import { bestPlace } from './bestPlace';
import { curveLook, strongLook, type CurveKind } from './looks';
import { smoothed, type Smoothing } from './smoothing';

export interface MetricChart {
  readonly marks: readonly Mark[];
  readonly y: ValueScale;
}

export interface MetricChartOptions {
  readonly box: Box;
  /** The place of an epoch (its number counted from 1). */
  readonly x: (epoch: number) => number;
  /** Loss of each batch, drawn thin behind, and how many epochs they cover. */
  readonly batches?: {
    readonly values: ArrayLike<number>;
    readonly epochs: number;
  };
  /** Index of the best epoch, from 0. */
  readonly best?: number;
  readonly bestWords?: string;
  readonly log?: boolean;
  readonly smoothing?: Smoothing;
  readonly measure: (text: string) => number;
  readonly theme: SceneTheme;
}

/** A share from 0 to 1, such as accuracy, is written in percent. */
export function isShare({ name, training, validation }: Metric): boolean {
  return (
    /accuracy|precision|recall|f1/i.test(name) &&
    [training, validation].every(
      list => !list || [...list.values].every(value => !(value > 1))
    )
  );
}

/** A value of a metric as it is written beside its curve: with two figures at least. */
export function metricWords(value: number, share: boolean): string {
  return share
    ? formatPercent(value)
    : Math.abs(value) >= 0.01
      ? formatFixed(value, 3)
      : formatNumber(value);
}

/** Draws training and validation values of one metric over the epochs. */
export function metricChart(
  metric: Metric,
  options: MetricChartOptions
): MetricChart {
  const { box, x, best, bestWords } = options;
  const { measure, theme } = options;
  const share = isShare(metric);
  const curves = curvesOf(metric);
  const y = scaleOf(curves, options, share);
  const watched = curves[curves.length - 1].values;
  const ends = endsOf(curves, options, y);
  const marks = [
    ...valueAxis(y, box, { grid: gridLook(theme), words: axisLook(theme) }),
    ...batchMarks(options, y),
    ...curves.flatMap(curve => curveMarks(curve, y, options))
  ];
  if (best !== undefined && best < watched.length && bestWords) {
    const lines = curves.map(({ values }) =>
      Array.from(values, (value, index) => ({ x: x(index + 1), y: y(value) }))
    );
    marks.push(
      ...bestMarks(bestWords, metricWords(watched[best], share), {
        at: { x: x(best + 1), y: y(watched[best]) },
        box,
        // While training goes on, the numbers at the ends stand where the best epoch is.
        ends: best === watched.length - 1 ? ends : [],
        lines,
        measure,
        theme
      })
    );
  }
  marks.push(...ends.map(end => endMark(end, share, theme)));
  return { marks, y };
}

interface Curve {
  readonly kind: CurveKind;
  readonly values: ArrayLike<number>;
}

function curvesOf({ training, validation }: Metric): Curve[] {
  return [
    { kind: 'training', values: training.values },
    ...(validation
      ? [{ kind: 'validation' as const, values: validation.values }]
      : [])
  ];
}

/** A smoothed curve stands before the curve as it was measured. */
function curveMarks(
  { kind, values }: Curve,
  y: ValueScale,
  { x, theme, smoothing = 0 }: MetricChartOptions
): Mark[] {
  const plane = { x: (index: number) => x(index + 1), y };
  const look = curveLook(kind, theme);
  const measured = {
    ...look,
    ...{ 'stroke-opacity': 0.35, 'stroke-width': 1 },
    ...theme.part(`${kind}-line jp-gatescope-measured-line`)
  };
  return smoothing === 0
    ? [line(values, plane, look)]
    : [
        line(values, plane, measured),
        line(smoothed(values, smoothing), plane, look)
      ];
}

/** The losses of the batches; wild first ones end at the edge of the picture. */
function batchMarks(
  { batches, box, x, theme, smoothing = 0 }: MetricChartOptions,
  y: ValueScale
): Mark[] {
  if (!batches || batches.values.length < 2) {
    return [];
  }
  const { values, epochs } = batches;
  const frame = {
    ...box,
    ...theme.part('batch-frame'),
    viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`
  };
  const place = (index: number): number =>
    x(((index + 1) / values.length) * epochs);
  return [
    mark(
      'svg',
      frame,
      line(
        smoothed(values, smoothing),
        { x: place, y },
        {
          stroke: theme.color('edge'),
          'stroke-opacity': 0.7,
          'stroke-width': 0.75
        }
      )
    )
  ];
}

/** From zero (or the lowest) to the highest epoch value; wild batches are cut off at the edge. */
function scaleOf(
  curves: readonly Curve[],
  { box, batches, log = false }: MetricChartOptions,
  share: boolean
): ValueScale {
  const known = curves.flatMap(({ values }) =>
    Array.from(values).filter(Number.isFinite)
  );
  const values =
    known.length > 0
      ? known
      : Array.from(batches?.values ?? []).filter(Number.isFinite);
  if (share) {
    return shareScale(min(values) ?? 1, box);
  }
  const decades = log ? decadesOf([values]) : null;
  if (decades) {
    return logScale(decades, box, { write: nearPowerWords });
  }
  const low = Math.min(0, min(values) ?? 0);
  return linearScale([low, max(values) ?? 1], box);
}

/** The end of a line, and where its number stands. */
interface LineEnd {
  readonly kind: CurveKind;
  readonly value: number;
  /** The middle of the number. */
  readonly at: number;
  readonly left: number;
}

/** The ends of the lines, from above, their numbers apart by at least their height. */
function endsOf(
  curves: readonly Curve[],
  { x }: MetricChartOptions,
  y: ValueScale
): LineEnd[] {
  const ends = curves
    .filter(({ values }) => values.length > 0)
    .map(({ values, kind }) => ({
      kind,
      value: values[values.length - 1],
      at: y.within(values[values.length - 1]),
      left: x(values.length) + 8
    }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.at - b.at);
  const [upper, lower] = ends;
  if (upper && lower && lower.at - upper.at < 15) {
    const middle = (upper.at + lower.at) / 2;
    return [
      { ...upper, at: middle - 7.5 },
      { ...lower, at: middle + 7.5 }
    ];
  }
  return ends;
}

const endMark = (
  { kind, value, at, left }: LineEnd,
  share: boolean,
  theme: SceneTheme
): Mark =>
  text(metricWords(value, share), left, at + 5, {
    'font-size': 12,
    'font-weight': 700,
    fill: theme.color(kind === 'training' ? 'ink' : 'brand'),
    ...theme.part('end-number')
  });

/** A ring at the best epoch, with words where no curve runs; the ring alone where they do not fit. */
function bestMarks(
  words: string,
  number: string,
  scene: {
    readonly at: { readonly x: number; readonly y: number };
    readonly box: Box;
    readonly ends: readonly LineEnd[];
    readonly lines: readonly (readonly { x: number; y: number }[])[];
    readonly measure: (text: string) => number;
    readonly theme: SceneTheme;
  }
): Mark[] {
  const { at, box, ends, lines, measure, theme } = scene;
  const ring = mark('circle', {
    fill: theme.color('page'),
    stroke: theme.color('brand'),
    'stroke-width': 2,
    cx: at.x,
    cy: at.y,
    r: 4.5
  });
  const strong = strongLook(theme);
  const highest = ends.at(0);
  const lowest = ends.at(-1);
  if (highest && lowest && at.x < box.x + box.width - 50) {
    // The number is there already: the words stand above it or below.
    const above = highest.at - 11;
    const y = above > box.y + 6 ? above : lowest.at + 21;
    return [ring, text(words, highest.left, y, strong)];
  }
  // Bold letters are about a tenth wider. Words that do not fit would lie over the axis.
  const written = [`${words}, ${number}`, words].find(
    each => measure(each) * 1.1 + 4 <= box.width
  );
  if (written === undefined) {
    return [ring];
  }
  const place = bestPlace(at, measure(written) * 1.1, box, lines);
  return [ring, text(written, place.x, place.y, strong)];
}
