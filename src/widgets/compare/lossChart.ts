import type { Comparison } from '../../trace';
import type { ViewContext } from '../context';
import { svg } from '../base/dom';
import { superscript } from '../base/format';
import type { NetworkLook } from '../base/networkLook';

type Row = Comparison['rows'][number];

/** The log axis that the loss curves of all networks share. */
export interface LossAxis {
  /** Powers of ten. */
  readonly low: number;
  readonly high: number;
  readonly epochs: number;
}

/** One axis for all curves; null where no network was trained here. */
export function lossAxis(rows: readonly Row[]): LossAxis | null {
  let least = Infinity;
  let most = 0;
  let epochs = 0;
  const look = (values: ArrayLike<number>): void => {
    epochs = Math.max(epochs, values.length);
    for (let epoch = 0; epoch < values.length; epoch++) {
      const value = values[epoch];
      if (value > 0 && Number.isFinite(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
  };
  for (const { training } of rows) {
    if (training) {
      look(training.training.values);
      look(training.validation?.values ?? []);
    }
  }
  if (most === 0 || epochs < 2) {
    return null;
  }
  const low = Math.floor(Math.log10(least) + 1e-9);
  const high = Math.ceil(Math.log10(most) - 1e-9) + 0;
  return { low, high: Math.max(high, low + 1), epochs };
}

/** The grid lines of the axis, at most five. */
export function lossTicks({ low, high }: LossAxis): readonly number[] {
  const every = Math.ceil((high - low) / 4);
  const ticks: number[] = [];
  for (let power = high; power >= low; power -= every) {
    ticks.push(power);
  }
  return ticks;
}

/** `0.01`, `10⁻⁴`. */
export function powerWords(power: number): string {
  return power >= -2 && power <= 2
    ? String(10 ** power)
    : `10${superscript(power)}`;
}

/** The height of a loss in the chart. */
export function lossY(
  { low, high }: LossAxis,
  height: number,
  value: number
): number {
  const place = (Math.log10(value) - low) / (high - low);
  return 6 + (1 - Math.max(0, Math.min(1, place))) * (height - 26);
}

/** One network's curves: held-out loss strong, training loss thin behind it. */
export function drawLoss(
  row: Row,
  axis: LossAxis,
  look: NetworkLook,
  width: number,
  height: number,
  translate: ViewContext['translate']
): SVGSVGElement {
  const picture = svg('svg', {
    class: 'jp-gatescope-compare-loss',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'aria-hidden': 'true'
  });
  picture.append(
    ...lossTicks(axis).map(power => {
      const y = lossY(axis, height, 10 ** power);
      return svg('line', {
        class: 'jp-gatescope-grid-line',
        x1: 0,
        x2: width,
        y1: y,
        y2: y
      });
    })
  );
  const line = (values: ArrayLike<number>, strong: boolean): SVGElement => {
    let d = '';
    for (let epoch = 0; epoch < values.length; epoch++) {
      const value = values[epoch];
      if (value > 0) {
        const x = (epoch / Math.max(1, axis.epochs - 1)) * (width - 2) + 1;
        d += `${d === '' ? 'M' : 'L'}${x.toFixed(1)} ${lossY(axis, height, value).toFixed(1)}`;
      }
    }
    const path = svg('path', {
      class: strong
        ? 'jp-gatescope-compare-curve'
        : 'jp-gatescope-compare-thin',
      d
    });
    path.style.stroke = look.color;
    return path;
  };
  const { training, metric } = row;
  const baseline = metric?.baseline;
  if (baseline && baseline.value > 0 && training && isOfLoss(row)) {
    const y = lossY(axis, height, baseline.value);
    picture.append(
      svg('line', {
        class: 'jp-gatescope-compare-baseline',
        x1: 0,
        x2: width,
        y1: y,
        y2: y
      })
    );
  }
  if (training) {
    picture.append(
      ...(training.validation
        ? [
            line(training.training.values, false),
            line(training.validation.values, true)
          ]
        : [line(training.training.values, true)])
    );
  } else {
    picture.append(
      svg(
        'text',
        {
          class: 'jp-gatescope-axis',
          x: width / 2,
          y: height / 2,
          'text-anchor': 'middle'
        },
        translate('not trained here')
      )
    );
  }
  picture.append(
    svg('text', { class: 'jp-gatescope-axis', x: 0, y: height - 4 }, '0'),
    svg(
      'text',
      {
        class: 'jp-gatescope-axis',
        x: width,
        y: height - 4,
        'text-anchor': 'end'
      },
      translate('%1 epochs', axis.epochs)
    )
  );
  return picture;
}

/** Whether the held-out score is the quantity of the curves: an error in °C has no place on their axis. */
function isOfLoss({ metric, loss }: Row): boolean {
  return (
    metric !== undefined &&
    metric.unit === undefined &&
    (/(^| )loss$/i.test(metric.name) || metric.name === loss?.name)
  );
}
