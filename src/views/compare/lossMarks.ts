import { max } from 'd3-array';
import type { Comparison } from '../../trace';
import type { ViewContext } from '../context';
import { svg } from '../base/dom';
import type { NetworkLook } from '../../scene/marks/networkLook';
import { valueAxis } from '../../scene/marks/axes';
import { drawn } from '../scene/drawn';
import { line } from '../../scene/marks/line';
import type { Mark } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import {
  decadesOf,
  logScale,
  nearPowerWords,
  type Decades,
  type ValueScale
} from '../../scene/marks/valueScale';

type Row = Comparison['rows'][number];

/** The log axis that the loss curves of all networks share. */
export interface LossAxis extends Decades {
  readonly epochs: number;
}

/** One axis for all curves; null where no network was trained here. */
export function lossAxis(rows: readonly Row[]): LossAxis | null {
  const curves = rows.flatMap(({ training }) =>
    training
      ? [training.training.values, training.validation?.values ?? []]
      : []
  );
  const decades = decadesOf(curves);
  const epochs = max(curves, ({ length }) => length) ?? 0;
  return decades && epochs >= 2 ? { ...decades, epochs } : null;
}

/** The axis in a chart of a height, with room for the epochs below. */
export function lossScale(axis: LossAxis, height: number): ValueScale {
  return logScale(
    axis,
    { y: 6, height: height - 26 },
    { write: nearPowerWords }
  );
}

/** The height of a loss in the chart. */
export function lossY(axis: LossAxis, height: number, value: number): number {
  return lossScale(axis, height).within(value);
}

/** Length of a line in the legend, in CSS pixels. */
const SAMPLE = 16;

/** One network's curves: held-out loss strong, training loss thin behind it. */
export function drawLoss(
  row: Row,
  axis: LossAxis,
  look: NetworkLook,
  width: number,
  height: number,
  translate: ViewContext['translate']
): SVGSVGElement {
  const y = lossScale(axis, height);
  const words = { class: 'jp-gatescope-axis' };
  return svg(
    'svg',
    {
      class: 'jp-gatescope-compare-loss',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'aria-hidden': 'true'
    },
    [
      ...valueAxis(y, { x: 0, width }, { labelled: false }),
      ...baselineMarks(row, y, width),
      ...curveMarks(row, axis, y, look, width),
      ...curveLegend(row, look, width, translate),
      ...(row.training
        ? []
        : [
            text(translate('not trained here'), width / 2, height / 2, {
              anchor: 'middle',
              ...words
            })
          ]),
      text('0', 0, height - 4, words),
      text(translate('%1 epochs', axis.epochs), width, height - 4, {
        anchor: 'end',
        ...words
      })
    ].map(drawn)
  );
}

function curveMarks(
  { training: curves }: Row,
  { epochs }: LossAxis,
  y: ValueScale,
  { color }: NetworkLook,
  width: number
): Mark[] {
  if (!curves) {
    return [];
  }
  // What an epoch ended with stands at its end, as in the training's own picture.
  const x = (epoch: number): number => ((epoch + 1) / epochs) * (width - 2) + 1;
  const curve = (values: ArrayLike<number>, look: string): Mark =>
    line(
      values,
      { x, y },
      { class: `jp-gatescope-compare-${look}`, style: `stroke: ${color}` }
    );
  const { training, validation } = curves;
  return validation
    ? [curve(training.values, 'thin'), curve(validation.values, 'curve')]
    : [curve(training.values, 'curve')];
}

/** Which curve is which, in the corner that a falling loss leaves free; nothing beside a curve alone. */
function curveLegend(
  { training: curves }: Row,
  { color }: NetworkLook,
  width: number,
  translate: ViewContext['translate']
): Mark[] {
  if (!curves?.validation) {
    return [];
  }
  const entries = [
    { name: translate('validation'), look: 'curve' },
    { name: translate('training'), look: 'thin' }
  ];
  return entries.flatMap(({ name, look }, row) => {
    const y = 12 + row * 13;
    return [
      rule({
        class: `jp-gatescope-compare-${look}`,
        style: `stroke: ${color}`,
        x1: width - SAMPLE,
        x2: width,
        y1: y - 4,
        y2: y - 4
      }),
      text(name, width - SAMPLE - 4, y, {
        anchor: 'end',
        class: 'jp-gatescope-axis jp-gatescope-halo'
      })
    ];
  });
}

/** What needs no network, where the held-out score is the quantity of the curves. */
function baselineMarks(row: Row, y: ValueScale, width: number): Mark[] {
  const value = row.metric?.baseline?.value ?? 0;
  if (value <= 0 || !row.training || !isOfLoss(row)) {
    return [];
  }
  const height = y.within(value);
  return [
    rule({
      class: 'jp-gatescope-compare-baseline',
      x1: 0,
      x2: width,
      y1: height,
      y2: height
    })
  ];
}

/** An error in °C has no place on the axis of a loss. */
function isOfLoss({ metric, loss }: Row): boolean {
  return (
    metric !== undefined &&
    metric.unit === undefined &&
    (/(^| )loss$/i.test(metric.name) || metric.name === loss?.name)
  );
}
