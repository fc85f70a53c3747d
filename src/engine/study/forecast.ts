import { quantile } from '../analysis/quantile';
import {
  chosenPercent,
  float64,
  plural,
  TRACE_VERSION,
  type Predictions as PredictionsBundle
} from '../../trace';
import {
  requireKnown,
  requireNumber,
  requireObject,
  requireText
} from '../base/check';
import { anything, list, options as reader, text } from '../base/options';
import { freshId, type Showable } from '../base/showable';
import { asTensor, Tensor, type TensorLike } from '../tensor/tensor';
import { described } from '../base/described';
import { requireMetric } from '../training/requireMetric';

export interface ForecastLine {
  name: string;
  values: TensorLike;
  /**
   * Lower and upper edge at each step, and what they are; or `errors` made on other data (truth minus
   * forecast), of which the band then holds a share (0.8).
   */
  band?:
    | { lower: TensorLike; upper: TensorLike; name: string }
    | { errors: TensorLike; share?: number };
  /** One number that says how good it is, or the name of a metric to compute here. */
  error?:
    | { name: string; value: number }
    | 'meanAbsoluteError'
    | 'rootMeanSquaredError'
    | 'mae'
    | 'rmse';
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

const read = reader('forecast', {
  truth: anything<TensorLike>(),
  forecasts: list<ForecastLine>(),
  labels: list<string>().optional(),
  stepName: text.or('step'),
  quantity: anything<ForecastViewOptions['quantity']>(),
  title: text.optional()
});

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
  const settled = read(options);
  const { quantity, labels, forecasts, stepName, title } = settled;
  const truth = asTensor(settled.truth, 'forecast: truth');
  const steps = truth.size;
  const lineOf = (name: string, value: TensorLike) => {
    const { values } = asTensor(value, `forecast: ${name}`);
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
  requireKnown('forecast: quantity', quantity, ['name', 'unit']);
  if (forecasts.length === 0) {
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
  forecasts.forEach((line, index) => requireLine(`forecasts[${index}]`, line));
  const lines = forecasts.map(({ name, values, band, error }, index) => ({
    name,
    ...unit,
    values: lineOf(`forecasts[${index}].values`, values),
    ...(band && {
      band:
        'errors' in band
          ? bandOfErrors(`forecasts[${index}].band`, asTensor(values), band)
          : {
              lower: lineOf(`forecasts[${index}].band.lower`, band.lower),
              upper: lineOf(`forecasts[${index}].band.upper`, band.upper),
              name: band.name
            }
    }),
    ...(error !== undefined && {
      error: errorOf(error, truth, asTensor(values))
    })
  }));
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
      forecasts: lines
    }
  };
  return {
    id: bundle.id,
    toBundle: () => bundle,
    toString: () =>
      [
        `${quantity.name}${quantity.unit ? ` (${quantity.unit})` : ''}, ${steps} ${steps === 1 ? stepName : plural(stepName)}`,
        ...lines.map(({ name, error }) =>
          error
            ? `  ${name}: ${error.name} ${error.value.toFixed(2)}${quantity.unit ? ` ${quantity.unit}` : ''}`
            : `  ${name}`
        )
      ].join('\n')
  };
}

/** Throws unless it has a name, and what else it may have is of the right kind. */
function requireLine(where: string, line: ForecastLine): void {
  const who = 'forecast';
  requireKnown(`${who}: ${where}`, line, ['name', 'values', 'band', 'error']);
  const { name, band, error } = line as Partial<ForecastLine>;
  requireText(who, `${where}.name`, name);
  if (band !== undefined) {
    requireObject(who, `${where}.band`, band);
  }
  if (typeof error === 'object') {
    requireObject(who, `${where}.error`, error);
    requireText(who, `${where}.error.name`, error.name);
    requireNumber(who, `${where}.error.value`, error.value);
  }
}

/**
 * A band as wide everywhere: between those quantiles of the errors that leave the same share outside
 * on either side. Steps whose error is NaN do not count.
 */
function bandOfErrors(
  where: string,
  values: Tensor,
  { errors, share = 0.8 }: { errors: TensorLike; share?: number }
) {
  const who = `forecast: ${where}`;
  requireNumber(who, 'share', share, { least: 0, most: 1 });
  const sorted = Array.from(asTensor(errors).values)
    .filter(error => !Number.isNaN(error))
    .sort((a, b) => a - b);
  if (sorted.length === 0) {
    throw new RangeError(`${who}.errors must hold at least one number`);
  }
  const low = quantile(sorted, (1 - share) / 2);
  const high = quantile(sorted, (1 + share) / 2);
  const edge = (distance: number) =>
    float64(
      Float64Array.from(values.values, value => value + distance),
      [values.size]
    );
  return {
    lower: edge(low),
    upper: edge(high),
    name: `${chosenPercent(share)} % of its errors`
  };
}

/** The given error, or the metric of that name over all steps with a truth. */
function errorOf(
  error: NonNullable<ForecastLine['error']>,
  truth: Tensor,
  values: Tensor
): { name: string; value: number } {
  if (typeof error === 'object') {
    return error;
  }
  const metric = requireMetric('forecast: error', error, {
    kind: 'number',
    over: 'each',
    truth: 'numbers'
  });
  const known = Array.from(truth.values.keys()).filter(
    at => !Number.isNaN(truth.values[at])
  );
  if (known.length === 0) {
    throw new RangeError(
      `forecast: error: '${metric.name}' needs the truth of a step, but all ${truth.size} are NaN; leave error out, or give { name, value }`
    );
  }
  const pick = ({ values: all }: Tensor) =>
    new Tensor(
      Float64Array.from(known, at => all[at]),
      [known.length, 1]
    );
  const running = metric.start();
  running.add(pick(truth), pick(values));
  const words = metric.name.replace(
    /[A-Z]/g,
    letter => ` ${letter.toLowerCase()}`
  );
  return { name: words, value: running.result() };
}
