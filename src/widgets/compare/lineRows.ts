import { fill, html, svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { letter } from '../base/hue';
import { valueAxis } from '../../scene/marks/axes';
import { mark, type MarkAttributes } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import type { ValueScale } from '../../scene/marks/valueScale';
import type { CompareRow } from '../../views/compare/compareRows';
import {
  LINES_HEIGHT,
  lineLook,
  linePlot
} from '../../views/compare/lineMarks';
import type { ComparisonPictureOptions } from './comparisonScene';
import { marksSvg } from './marksSvg';
import { gridCell, type GridRow } from './trainedRows';

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
};

/** A row's plot; what was before an edit is pale behind what is, and the last network in front. */
export function lineRow(
  scene: Scene,
  row: CompareRow,
  was: CompareRow | undefined
): LineRow {
  const { comparison, before, looks, width, translate } = scene;
  const { rows, traces } = comparison;
  const { now, y, steps, marks } = linePlot(row, was, {
    ...{ traces, looks, width },
    before: before?.comparison.traces ?? []
  });
  const cursors = looks.map(({ color }) =>
    svg('circle', {
      class: 'jp-gatescope-flow-dot',
      r: DOT,
      style: `fill: ${color}`
    })
  );
  const picture = marksSvg('lines-plot', width, LINES_HEIGHT, [
    ...valueAxis(y, { x: 0, width }, { labelled: false }),
    ...marks
  ]);
  picture.append(...cursors);
  const numbers = rows.map(() => html('span'));
  const plot = gridCell(
    html(
      'p',
      { class: 'jp-gatescope-lines-words' },
      ...row.letters.map(each => letter(each, row.hue)),
      html('span', {}, translate(row.words)),
      ...looks.map((_, network) =>
        html(
          'span',
          { class: 'jp-gatescope-lines-name' },
          swatch(lineLook(looks, network)),
          html('b', {}, rows[network].name),
          numbers[network]
        )
      )
    ),
    picture
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

/** How the line of a network looks, beside its name. */
const swatch = (look: MarkAttributes): Element =>
  marksSvg('lines-swatch', 26, 8, [mark('path', { ...look, d: 'M0 4H26' })]);

/** The values of the grid lines, left of the plot and level with them. */
const ticks = (y: ValueScale, { gutter }: Scene): Element =>
  marksSvg(
    'lines-ticks',
    gutter,
    LINES_HEIGHT,
    y.ticks.map(tick =>
      text(tick.text, gutter - 6, y(tick.value) + 4, {
        anchor: 'end',
        class: 'jp-gatescope-axis'
      })
    )
  );
