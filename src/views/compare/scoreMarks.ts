import { extent } from 'd3-array';
import type { Comparison } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { NetworkLook } from '../../scene/marks/networkLook';
import { axisLook, gridLook } from '../../scene/placeMarks';
import type { SceneTheme } from '../../scene/theme';
import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { acrossScale } from '../../scene/marks/valueScale';
import { formatScore } from './scoreWords';

type Row = Comparison['rows'][number];

/** The ends of the axis that the scores of all networks share. */
export type ScoreAxis = readonly [number, number];

export const SCORE_HEIGHT = 40;
const LINE = 14;
const EDGE = 6;

/** One axis for all seeds of all networks; null where no network has a spread. */
export function scoreAxis(rows: readonly Row[]): ScoreAxis | null {
  const metrics = rows.flatMap(({ metric }) => (metric ? [metric] : []));
  if (
    !metrics.some(
      ({ deviation, scores }) => (deviation ?? scores) !== undefined
    )
  ) {
    return null;
  }
  const values = metrics.flatMap(
    ({ mean, deviation = 0, scores, baseline }) => [
      mean - deviation,
      mean + deviation,
      ...(scores ?? []),
      ...(baseline ? [baseline.value] : [])
    ]
  );
  const [low = 0, high = 1] = extent(values.filter(Number.isFinite));
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** Where a score stands. */
export function scoreX(axis: ScoreAxis, width: number, value: number): number {
  return acrossScale(
    axis,
    { x: EDGE, width: width - 2 * EDGE },
    { nice: false }
  )(value);
}

/** Each seed as a dot, their mean with its standard deviation as a bar, the baseline as a dashed line. */
export function scoreMarks(
  { metric }: Row,
  {
    axis,
    look,
    width,
    theme
  }: {
    readonly axis: ScoreAxis;
    readonly look: NetworkLook;
    readonly width: number;
    readonly theme: SceneTheme;
  },
  translate: Translate
): Mark[] {
  const y = LINE + 10.5;
  const words = axisLook(theme);
  const x = (value: number): number => scoreX(axis, width, value);
  return [
    rule({ x1: 0, x2: width, y1: y, y2: y, ...gridLook(theme) }),
    text(formatScore(axis[0]), 0, SCORE_HEIGHT - 3, words),
    text(formatScore(axis[1]), width, SCORE_HEIGHT - 3, {
      anchor: 'end',
      ...words
    }),
    ...(metric?.baseline ? [baselineMark(metric.baseline, x, theme)] : []),
    ...(metric ? metricMarks(metric, x, look, translate) : [])
  ];
}

/** The line of what needs no network. */
export const baselineLook = (theme: SceneTheme): MarkAttributes => ({
  stroke: theme.color('second'),
  'stroke-dasharray': '4 3',
  ...theme.part('compare-baseline')
});

const baselineMark = (
  { name, value }: { readonly name: string; readonly value: number },
  x: (value: number) => number,
  theme: SceneTheme
): Mark =>
  mark(
    'line',
    {
      x1: x(value),
      x2: x(value),
      y1: 0,
      y2: LINE + 10,
      ...baselineLook(theme)
    },
    mark('title', {}, name)
  );

function metricMarks(
  { mean, deviation = 0, scores = [] }: NonNullable<Row['metric']>,
  x: (value: number) => number,
  { color }: NetworkLook,
  translate: Translate
): Mark[] {
  const stroke = { stroke: color };
  const upright = (value: number, half: number, width: number): Mark =>
    rule({
      x1: x(value),
      x2: x(value),
      y1: LINE - half,
      y2: LINE + half,
      'stroke-width': width,
      ...stroke
    });
  const ends = [mean - deviation, mean + deviation];
  return [
    rule({
      x1: x(ends[0]),
      x2: x(ends[1]),
      y1: LINE,
      y2: LINE,
      'stroke-width': 2,
      ...stroke
    }),
    ...ends.map(end => upright(end, 4, 2)),
    upright(mean, 8, 3),
    ...scores.map((score, seed) =>
      mark(
        'circle',
        {
          cx: x(score),
          cy: LINE,
          r: 3.5,
          'fill-opacity': 0.55,
          fill: color
        },
        mark(
          'title',
          {},
          translate('seed %1: %2', seed + 1, formatScore(score))
        )
      )
    )
  ];
}
