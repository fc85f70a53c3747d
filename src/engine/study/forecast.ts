import {
  float64,
  TRACE_VERSION,
  type Predictions as PredictionsBundle
} from '../../trace';
import { requireKnown } from '../check';
import { freshId, type Showable } from '../showable';
import { asTensor, type TensorLike } from '../tensor/tensor';
import { described } from '../tensor/values';

export interface ForecastLine {
  name: string;
  values: TensorLike;
  /** Lower and upper edge at each step, and what they are. */
  band?: { lower: TensorLike; upper: TensorLike; name: string };
  /** One number that says how good it is. */
  error?: { name: string; value: number };
}

export interface ForecastViewOptions {
  /** `[T]`: what came. */
  truth: TensorLike;
  /** What was forecast; the first is the network's. */
  forecasts: readonly ForecastLine[];
  /** One label a step: a date. */
  labels?: readonly string[];
  /** What one step is. Default `step`. */
  stepName?: string;
  /** Name and unit of the quantity. */
  quantity: { name: string; unit?: string };
  title?: string;
}

/**
 * Forecasts beside what came: `show(forecast({ truth, forecasts: [{ name: 'LSTM', values }], … }))`.
 *
 * @throws TypeError on a wrong or unknown option, RangeError when lengths do not fit
 * @example
 * ```ts
 * const view = forecast({
 *   truth: [12, 14, 13],
 *   forecasts: [{ name: 'same as today', values: [11, 12, 14] }],
 *   quantity: { name: 'highest temperature', unit: '°C' }
 * });
 * view.toBundle().kind; // 'predictions'
 * ```
 */
export function forecast(
  options: ForecastViewOptions
): Showable<PredictionsBundle> {
  requireKnown('forecast', options, [
    'truth',
    'forecasts',
    'labels',
    'stepName',
    'quantity',
    'title'
  ]);
  const { quantity, labels, forecasts, stepName = 'step', title } = options;
  const truth = asTensor(options.truth);
  const steps = truth.size;
  const lineOf = (name: string, value: TensorLike) => {
    const { values } = asTensor(value);
    if (values.length !== steps) {
      throw new RangeError(
        `forecast: ${name} must have one number a step (${steps}), got ${values.length}`
      );
    }
    return float64(values, [steps]);
  };
  if (typeof quantity?.name !== 'string' || quantity.name === '') {
    throw new TypeError(
      `forecast: quantity.name must be text, got ${described(quantity?.name)}`
    );
  }
  if (!Array.isArray(forecasts) || forecasts.length === 0) {
    throw new TypeError(
      `forecast: forecasts must be a list of at least one, got ${described(forecasts)}`
    );
  }
  if (labels && labels.length !== steps) {
    throw new RangeError(
      `forecast: labels must be one a step (${steps}), got ${labels.length}`
    );
  }
  const unit = quantity.unit ? { unit: quantity.unit } : {};
  const bundle: PredictionsBundle = {
    version: TRACE_VERSION,
    kind: 'predictions',
    id: freshId('forecast'),
    ...(title === undefined ? {} : { title }),
    content: {
      form: 'forecast',
      time: { steps, name: stepName, ...(labels ? { labels } : {}) },
      truth: {
        name: quantity.name,
        ...unit,
        values: lineOf('truth', truth)
      },
      forecasts: forecasts.map(({ name, values, band, error }, index) => ({
        name,
        ...unit,
        values: lineOf(`forecasts[${index}].values`, values),
        ...(band
          ? {
              band: {
                lower: lineOf(`forecasts[${index}].band.lower`, band.lower),
                upper: lineOf(`forecasts[${index}].band.upper`, band.upper),
                name: band.name
              }
            }
          : {}),
        ...(error ? { error } : {})
      }))
    }
  };
  return {
    id: bundle.id,
    toBundle: () => bundle,
    toString: () =>
      [
        `${quantity.name}${quantity.unit ? ` (${quantity.unit})` : ''}, ${steps} ${stepName}s`,
        ...forecasts.map(({ name, error }) =>
          error
            ? `  ${name}: ${error.name} ${error.value.toFixed(2)}${quantity.unit ? ` ${quantity.unit}` : ''}`
            : `  ${name}`
        )
      ].join('\n')
  };
}
