import { requireInteger, requireKnown } from '../check';
import { Tensor } from '../tensor/tensor';
import { isoDate } from './isoDate';
import { fitScaler, type Scaler } from './scaler';
import type { TimeTable, Variable } from './timeTable';

export interface ForecastOptions {
  /** Names of the variables that the network sees; all by default. */
  inputs?: readonly string[];
  /** Name of the variable to forecast. */
  target: string;
  /** Length of each input sequence, in steps. */
  steps: number;
  /** How many steps after the last input the target lies. Default 1. */
  ahead?: number;
  /** First date of the held-out part. */
  testFrom: string;
  /** First date of a part between training and test, to choose settings by. None by default. */
  validationFrom?: string;
}

/** Input sequences and what follows each of them. */
export interface ForecastExamples {
  /** `[N, steps, I]`, scaled. */
  readonly x: Tensor;
  /** `[N, 1]`, scaled. */
  readonly y: Tensor;
  /** The date of each target. */
  readonly dates: readonly string[];
  /** `[N]`: each target, in its own unit. */
  readonly truth: Float64Array;
  /** `[N]`: the target variable at the last input step: the forecast of someone who expects no change. */
  readonly last: Float64Array;
}

/** A table cut into sequences, split in time order. */
export interface ForecastTask {
  readonly training: ForecastExamples;
  readonly validation?: ForecastExamples;
  readonly test: ForecastExamples;
  readonly inputs: readonly Variable[];
  readonly target: Variable;
  /** Of the inputs, fitted on the training dates only. */
  readonly scaler: Scaler;
  /** Of the target, fitted on the training dates only. */
  readonly targetScaler: Scaler;
  /** Scaled outputs of a network → the target's own unit. */
  restore(outputs: Tensor): Float64Array;
  /**
   * A run of steps as one input sequence, for looking at: `x` scaled `[T, I]`, `values` in their
   * own units `[T, I]`, the dates, and the target of each step in its own unit (NaN where the table ends).
   */
  stretch(
    from: string,
    count: number
  ): {
    x: Tensor;
    values: Tensor;
    dates: readonly string[];
    truth: Float64Array;
  };
}

/**
 * Cuts a table into input sequences and targets.
 *
 * A target belongs to the part in which its own date lies; its input may reach back across the
 * border, because those days are past by then. The scalers see training dates only.
 *
 * @throws TypeError on a wrong option; RangeError on an unknown variable or when a part would be empty
 */
export function forecastTask(
  table: TimeTable,
  options: ForecastOptions
): ForecastTask {
  const who = `${table.name}.forecast`;
  requireKnown(who, options, [
    'inputs',
    'target',
    'steps',
    'ahead',
    'testFrom',
    'validationFrom'
  ]);
  const steps = requireInteger(who, 'steps', options.steps);
  const ahead = requireInteger(who, 'ahead', options.ahead ?? 1);
  const testFrom = isoDate(`${who}: testFrom`, options.testFrom);
  const validationFrom =
    options.validationFrom === undefined
      ? testFrom
      : isoDate(`${who}: validationFrom`, options.validationFrom);
  if (validationFrom > testFrom) {
    throw new RangeError(
      `${who}: validationFrom (${validationFrom}) must not be after testFrom (${testFrom})`
    );
  }

  const names = options.inputs ?? table.variables.map(({ name }) => name);
  const columns = names.map(name => table.column(name));
  const features = columns.length;
  if (features === 0) {
    throw new RangeError(`${who}: inputs must name at least one variable`);
  }
  const target = table.column(options.target);
  const variableOf = (name: string): Variable =>
    table.variables.find(variable => variable.name === name) ?? {
      name,
      label: name
    };

  const trainingSteps = table.dates.filter(
    date => date < validationFrom
  ).length;
  if (trainingSteps < steps + ahead) {
    throw new RangeError(
      `${who}: ${trainingSteps} ${table.step}s before ${validationFrom} are too few for sequences of ${steps} and a target ${ahead} later`
    );
  }
  const rows = (start: number, end: number): Tensor => {
    const values = new Float64Array((end - start) * features);
    for (let step = start; step < end; step++) {
      for (let feature = 0; feature < features; feature++) {
        values[(step - start) * features + feature] = columns[feature][step];
      }
    }
    return new Tensor(values, [end - start, features]);
  };
  const scaler = fitScaler(rows(0, trainingSteps));
  const targetScaler = fitScaler(
    new Tensor(target.slice(0, trainingSteps), [trainingSteps, 1])
  );
  const scaled = scaler.apply(rows(0, table.length)).values;

  /** Examples whose target's date is at least `from` and before `before`. */
  const examples = (
    part: string,
    from: string,
    before: string
  ): ForecastExamples => {
    const targets = table.dates.flatMap((date, index) =>
      date >= from && date < before && index - ahead - steps + 1 >= 0
        ? [index]
        : []
    );
    if (targets.length === 0) {
      throw new RangeError(
        `${who}: no target lies in the ${part} part; the table goes from ${table.dates[0]} to ${table.dates.at(-1)}`
      );
    }
    const x = new Float64Array(targets.length * steps * features);
    targets.forEach((index, example) => {
      const start = (index - ahead - steps + 1) * features;
      x.set(
        scaled.subarray(start, start + steps * features),
        example * steps * features
      );
    });
    const truth = Float64Array.from(targets, index => target[index]);
    return {
      x: new Tensor(x, [targets.length, steps, features]),
      y: targetScaler.apply(new Tensor(truth, [truth.length, 1])),
      dates: targets.map(index => table.dates[index]),
      truth,
      last: Float64Array.from(targets, index => target[index - ahead])
    };
  };

  const always = '9999-12-31';
  return {
    training: examples('training', '', validationFrom),
    ...(validationFrom < testFrom
      ? { validation: examples('validation', validationFrom, testFrom) }
      : {}),
    test: examples('test', testFrom, always),
    inputs: names.map(variableOf),
    target: variableOf(options.target),
    scaler,
    targetScaler,
    restore(outputs) {
      const column = outputs.reshape([outputs.size, 1]);
      return Float64Array.from(targetScaler.invert(column).values);
    },
    stretch(from, count) {
      const start = table.dates.indexOf(isoDate(`${who}.stretch: from`, from));
      const length = requireInteger(`${who}.stretch`, 'count', count);
      if (start < 0 || start + length > table.length) {
        throw new RangeError(
          `${who}.stretch: ${length} ${table.step}s from ${from} are not in the table, which goes from ${table.dates[0]} to ${table.dates.at(-1)}`
        );
      }
      const values = rows(start, start + length);
      return {
        x: scaler.apply(values),
        values,
        dates: table.dates.slice(start, start + length),
        truth: Float64Array.from(
          { length },
          (_, step) => target[start + step + ahead] ?? NaN
        )
      };
    }
  };
}
