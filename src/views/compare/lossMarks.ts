import { max } from 'd3-array';
import type { Comparison } from '../../trace';
import { axisLook, gridLook } from '../../scene/placeMarks';
import type { SceneTheme } from '../../scene/theme';
import type { Translate } from '../../scene/words/translate';
import type { NetworkLook } from '../../scene/marks/networkLook';
import { valueAxis } from '../../scene/marks/axes';
import { line } from '../../scene/marks/line';
import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import { haloLook } from '../../scene/marks/halo';
import { baselineLook } from './scoreMarks';
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

/** Length of a line in the legend, in CSS pixels. */
const SAMPLE = 16;

/** What the curves of one network are drawn in. */
interface LossBox {
  readonly axis: LossAxis;
  readonly look: NetworkLook;
  readonly width: number;
  readonly height: number;
  readonly theme: SceneTheme;
}

/** One network's curves: held-out loss strong, training loss thin behind it. */
export function lossMarks(
  row: Row,
  box: LossBox,
  translate: Translate
): Mark[] {
  const { axis, width, height, theme } = box;
  const y = lossScale(axis, height);
  const words = axisLook(theme);
  return [
    ...valueAxis(y, { x: 0, width }, { labeled: false, grid: gridLook(theme) }),
    ...baselineMarks(row, y, box),
    ...curveMarks(row, y, box),
    ...curveLegend(row, box, translate),
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
  ];
}

const STRONG = { fill: 'none', 'stroke-width': 2, 'stroke-linejoin': 'round' };
const THIN = { fill: 'none', 'stroke-width': 0.9, 'stroke-opacity': 0.42 };

function curveMarks(
  { training: curves }: Row,
  y: ValueScale,
  { axis: { epochs }, look: { color }, width }: LossBox
): Mark[] {
  if (!curves) {
    return [];
  }
  // What an epoch ended with stands at its end, as in the training's own picture.
  const x = (epoch: number): number => ((epoch + 1) / epochs) * (width - 2) + 1;
  const curve = (values: ArrayLike<number>, look: MarkAttributes): Mark =>
    line(values, { x, y }, { ...look, stroke: color });
  const { training, validation } = curves;
  return validation
    ? [curve(training.values, THIN), curve(validation.values, STRONG)]
    : [curve(training.values, STRONG)];
}

/** Which curve is which, in the corner that a falling loss leaves free; nothing beside a curve alone. */
function curveLegend(
  { training: curves }: Row,
  { look: { color }, width, theme }: LossBox,
  translate: Translate
): Mark[] {
  if (!curves?.validation) {
    return [];
  }
  const entries = [
    { name: translate('validation'), look: STRONG },
    { name: translate('training'), look: THIN }
  ];
  return entries.flatMap(({ name, look }, row) => {
    const y = 12 + row * 13;
    const at = { x1: width - SAMPLE, x2: width, y1: y - 4, y2: y - 4 };
    return [
      rule({ ...at, ...look, stroke: color }),
      text(name, width - SAMPLE - 4, y, {
        anchor: 'end',
        ...axisLook(theme),
        ...haloLook(theme)
      })
    ];
  });
}

/** What needs no network, where the held-out score is the quantity of the curves. */
function baselineMarks(
  row: Row,
  y: ValueScale,
  { width, theme }: LossBox
): Mark[] {
  const value = row.metric?.baseline?.value ?? 0;
  if (value <= 0 || !row.training || !isOfLoss(row)) {
    return [];
  }
  const height = y.within(value);
  return [
    rule({ x1: 0, x2: width, y1: height, y2: height, ...baselineLook(theme) })
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
