import type { Comparison } from '../../trace';
import type { Translate } from '../context';
import { svg } from '../base/dom';
import { formatScore } from './compareCells';
import type { NetworkLook } from '../base/networkLook';

type Row = Comparison['rows'][number];

/** The ends of the axis that the scores of all networks share. */
export type ScoreAxis = readonly [number, number];

export const SCORE_HEIGHT = 40;
const LINE = 14;
const EDGE = 6;

/** One axis for all seeds of all networks; null where no network has a spread. */
export function scoreAxis(rows: readonly Row[]): ScoreAxis | null {
  const spread = rows.some(
    ({ metric }) => metric?.deviation !== undefined || metric?.scores
  );
  if (!spread) {
    return null;
  }
  const values = rows.flatMap(({ metric }) =>
    metric
      ? [
          metric.mean - (metric.deviation ?? 0),
          metric.mean + (metric.deviation ?? 0),
          ...(metric.scores ?? []),
          ...(metric.baseline ? [metric.baseline.value] : [])
        ]
      : []
  );
  const known = values.filter(Number.isFinite);
  const low = Math.min(...known);
  const high = Math.max(...known);
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

/** Where a score stands. */
export function scoreX(
  [low, high]: ScoreAxis,
  width: number,
  value: number
): number {
  return EDGE + ((value - low) / (high - low)) * (width - 2 * EDGE);
}

/** Each seed as a dot, their mean with its standard deviation as a bar, the baseline as a dashed line. */
export function drawScores(
  { metric }: Row,
  axis: ScoreAxis,
  look: NetworkLook,
  width: number,
  translate: Translate
): SVGSVGElement {
  const picture = svg('svg', {
    class: 'jp-gatescope-compare-scores',
    width,
    height: SCORE_HEIGHT,
    viewBox: `0 0 ${width} ${SCORE_HEIGHT}`,
    'aria-hidden': 'true'
  });
  const x = (value: number): number => scoreX(axis, width, value);
  const end = (value: number, anchor: 'start' | 'end'): SVGElement =>
    svg(
      'text',
      {
        class: 'jp-gatescope-axis',
        x: anchor === 'start' ? 0 : width,
        y: SCORE_HEIGHT - 3,
        'text-anchor': anchor
      },
      formatScore(value)
    );
  picture.append(
    svg('line', {
      class: 'jp-gatescope-grid-line',
      x1: 0,
      x2: width,
      y1: LINE + 10.5,
      y2: LINE + 10.5
    }),
    end(axis[0], 'start'),
    end(axis[1], 'end')
  );
  if (!metric) {
    return picture;
  }
  const { mean, deviation = 0, scores = [], baseline } = metric;
  if (baseline) {
    picture.append(
      svg(
        'line',
        {
          class: 'jp-gatescope-compare-baseline',
          x1: x(baseline.value),
          x2: x(baseline.value),
          y1: 0,
          y2: LINE + 10
        },
        svg('title', {}, baseline.name)
      )
    );
  }
  const drawn = [
    svg('line', {
      x1: x(mean - deviation),
      x2: x(mean + deviation),
      y1: LINE,
      y2: LINE,
      'stroke-width': 2
    }),
    ...[mean - deviation, mean + deviation].map(value =>
      svg('line', {
        x1: x(value),
        x2: x(value),
        y1: LINE - 4,
        y2: LINE + 4,
        'stroke-width': 2
      })
    ),
    svg('line', {
      x1: x(mean),
      x2: x(mean),
      y1: LINE - 8,
      y2: LINE + 8,
      'stroke-width': 3
    }),
    ...scores.map((score, seed) =>
      svg(
        'circle',
        { cx: x(score), cy: LINE, r: 3.5, 'fill-opacity': 0.55 },
        svg('title', {}, translate('seed %1: %2', seed + 1, formatScore(score)))
      )
    )
  ];
  for (const mark of drawn) {
    mark.style.stroke = mark.tagName === 'line' ? look.color : 'none';
    mark.style.fill = look.color;
  }
  picture.append(...drawn);
  return picture;
}
