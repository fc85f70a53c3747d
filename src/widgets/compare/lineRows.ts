import { hasNumberAt, meanAt } from '../../trace';
import { fill, html, svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { letter } from '../base/hue';
import type { NetworkLook } from '../../scene/marks/networkLook';
import { valueAxis } from '../../scene/marks/axes';
import { drawn } from '../scene/drawn';
import { line } from '../../scene/marks/line';
import type { Mark } from '../../scene/marks/mark';
import { stepScale, type StepScale } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { linearScale, type ValueScale } from '../../scene/marks/valueScale';
import { rowRanges, type CompareRow } from '../../views/compare/compareRows';
import type { ComparisonPictureOptions } from './comparisonScene';
import { gridCell, type GridRow } from './trainedRows';

/** Above and below the lines, so that one at an end of the scale is whole. */
const MARGIN = 4;
const DOT = 4;

/** One channel of all networks as lines in one plot, with their numbers above. */
export interface LineRow {
  readonly grid: GridRow;
  readonly plot: HTMLElement;
  moveTo(step: number): void;
  /** The network whose line is nearest at a step to a height in the plot, in pixels; null without any. */
  nearest(step: number, height: number): number | null;
}

type Scene = Pick<
  ComparisonPictureOptions,
  'comparison' | 'before' | 'looks' | 'narrow' | 'translate'
> & {
  readonly gutter: number;
  readonly width: number;
  readonly height: number;
};

/** The mean of a row's channel over the units of each network; NaN where a network has no number. */
export function lineValues(
  { channels }: CompareRow,
  traces: Scene['comparison']['traces']
): readonly Float64Array[] {
  return traces.map(({ time }, network) => {
    const channel = channels[network];
    return Float64Array.from({ length: time.steps }, (_, step) =>
      channel && hasNumberAt(time, channel, step) ? meanAt(channel, step) : NaN
    );
  });
}

/**
 * One scale for all lines: that of their channels, of which the lower half goes where no number is
 * below zero. So it stays as it is while networks come and go.
 */
export function lineScaleOf(
  row: CompareRow,
  values: readonly ArrayLike<number>[],
  height: number
): ValueScale {
  const [low, high] = rowRanges(row, true).find(range => range !== null) ?? [
    0, 1
  ];
  const below = values.some(each => Array.from(each).some(value => value < 0));
  return linearScale(
    [below ? low : Math.max(0, low), high],
    { y: MARGIN, height: height - 2 * MARGIN },
    { nice: false }
  );
}

/** A row's plot; what was before an edit is pale behind what is, and the last network in front. */
export function lineRow(
  scene: Scene,
  row: CompareRow,
  was: CompareRow | undefined
): LineRow {
  const { comparison, before, looks, width, height, translate } = scene;
  const { traces, rows } = comparison;
  const now = lineValues(row, traces);
  const old = was && before ? lineValues(was, before.comparison.traces) : [];
  const y = lineScaleOf(row, [...now, ...old], height);
  const steps = stepScale(Math.max(...traces.map(({ time }) => time.steps)), {
    x: 0,
    y: 0,
    width,
    height
  });
  const cursors = looks.map(({ color }) =>
    svg('circle', {
      class: 'jp-gatescope-flow-dot',
      r: DOT,
      style: `fill: ${color}`
    })
  );
  const numbers = rows.map(() => html('span'));
  const plot = gridCell(
    html(
      'p',
      { class: 'jp-gatescope-lines-words' },
      ...row.letters.map(each => letter(each, row.hue)),
      html('span', {}, translate(row.words)),
      ...looks.map((look, network) =>
        html(
          'span',
          { class: 'jp-gatescope-lines-name' },
          swatch(look, isInFront(network, looks)),
          html('b', {}, rows[network].name),
          numbers[network]
        )
      )
    ),
    svg(
      'svg',
      {
        class: 'jp-gatescope-lines-plot',
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
        'aria-hidden': 'true'
      },
      [
        ...valueAxis(y, { x: 0, width }, { labelled: false }),
        ...marksOf(old, scene, { steps, y }, 'jp-gatescope-lines-before'),
        ...marksOf(now, scene, { steps, y })
      ].map(drawn),
      cursors
    )
  );
  return {
    plot,
    grid: { gutter: ticks(y, scene), cells: [plot] },
    moveTo(step) {
      cursors.forEach((dot, network) => {
        const at = y(now[network][step] ?? NaN);
        dot.style.display = Number.isFinite(at) ? '' : 'none';
        if (Number.isFinite(at)) {
          dot.setAttribute('cx', String(steps.center(step)));
          dot.setAttribute('cy', String(at));
        }
        const value = now[network][step] ?? NaN;
        fill(
          numbers[network],
          Number.isNaN(value) ? translate('none') : formatFixed(value)
        );
      });
    },
    nearest(step, from) {
      const apart = now.map(each => Math.abs(y(each[step] ?? NaN) - from));
      const least = Math.min(...apart.filter(Number.isFinite));
      const at = apart.indexOf(least);
      return at < 0 ? null : at;
    }
  };
}

const isInFront = (network: number, all: readonly unknown[]): boolean =>
  network === all.length - 1;

function marksOf(
  values: readonly ArrayLike<number>[],
  { looks }: Scene,
  { steps, y }: { readonly steps: StepScale; readonly y: ValueScale },
  extra = ''
): Mark[] {
  return values.map((each, network) => {
    const { color, dash } = looks[network];
    const front = isInFront(network, looks) ? ' jp-gatescope-lines-front' : '';
    return line(
      each,
      { x: step => steps.center(step), y },
      {
        class: `jp-gatescope-lines-line${front} ${extra}`.trim(),
        style: `stroke: ${color}${dash && ` ; stroke-dasharray: ${dash}`}`
      }
    );
  });
}

/** How the line of a network looks, beside its name. */
function swatch({ color, dash }: NetworkLook, front: boolean): Element {
  return svg(
    'svg',
    { width: 26, height: 8, 'aria-hidden': 'true' },
    svg('path', {
      d: 'M0 4H26',
      class: `jp-gatescope-lines-line${front ? ' jp-gatescope-lines-front' : ''}`,
      style: `stroke: ${color}${dash && ` ; stroke-dasharray: ${dash}`}`
    })
  );
}

/** The values of the grid lines, left of the plot and level with them. */
function ticks(y: ValueScale, { gutter, height }: Scene): Element {
  return svg(
    'svg',
    {
      class: 'jp-gatescope-lines-ticks',
      width: gutter,
      height,
      'aria-hidden': 'true'
    },
    y.ticks.map(tick =>
      drawn(
        text(tick.text, gutter - 6, y(tick.value) + 4, {
          anchor: 'end',
          class: 'jp-gatescope-axis'
        })
      )
    )
  );
}
