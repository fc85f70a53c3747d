import { requireInteger } from '../base/check';
import {
  anything,
  integer,
  list,
  oneOf,
  options as reader
} from '../base/options';
import { Tensor } from '../tensor/tensor';
import { isFrom, isoDate, isWithin } from './isoDate';
import { fitScaler, type Scaler } from './scaler';
import type { TimeRecords, TimeVariable } from './timeVariable';

export interface ForecastOptions {
  /** Names of the variables that the network sees; all by default. */
  inputs?: readonly string[];
  /** Name of the variable to forecast. */
  target: string;
  /** Length of each input sequence, in steps. */
  steps: number;
  /** How many steps after the last input the target lies. Default 1; 0 asks for a value of the same step. */
  ahead?: number;
  /**
   * `last` (default): one forecast after each sequence. `each`: a forecast after each step, so that
   * every step of a sequence teaches; for networks that end with `returnSequences`.
   */
  answer?: 'last' | 'each';
  /** From one training sequence to the next, in steps. Default 1. */
  stride?: number;
  /** First date of the held-out part; where the steps have times, also a time: `2024-01-31 13:00`. */
  testFrom: string;
  /** First date of a part between training and test, to choose settings by. None by default. */
  validationFrom?: string;
}

/** Input sequences and what follows each of them. */
export interface ForecastExamples {
  /** `[N, steps, I]`, scaled. With `answer: 'each'` a held-out part is one sequence that begins `steps` early. */
  readonly x: Tensor;
  /** `[N, 1]`, or `[N, steps, 1]` with `answer: 'each'`, scaled. */
  readonly y: Tensor;
  /** `[M]`: the date of each forecast that counts. Those of the early steps do not. */
  readonly dates: readonly string[];
  /** `[M]`: what came, in its own unit. */
  readonly truth: Float64Array;
  /** `[M]`: the target variable when the forecast was made: the forecast of someone who expects no change. */
  readonly last: Float64Array;
  /** Outputs of a network for `x` → `[M]` forecasts in the target's unit. @throws RangeError on another shape */
  forecasts(outputs: Tensor): Float64Array;
  /** Mean absolute error of `[M]` forecasts, in the target's unit. @throws RangeError unless there are M */
  error(forecasts: ArrayLike<number>): number;
}

/** A run of steps as one input sequence, for looking at. */
export interface Stretch {
  /** `[T, I]`, scaled. */
  readonly x: Tensor;
  /** `[T, I]` in their own units. */
  readonly values: Tensor;
  readonly dates: readonly string[];
  /** `[T]`: the target of each step in its own unit; NaN after the end of the table. */
  readonly truth: Float64Array;
  /** Options of `model.trace` that show it in its own units. */
  readonly traceOptions: {
    readonly scaler: Scaler;
    readonly targetScaler: Scaler;
    readonly labels: readonly string[];
    readonly stepName: string;
    readonly inputNames: readonly string[];
    readonly inputUnit?: string;
    readonly outputNames: readonly string[];
    readonly outputUnit?: string;
  };
}

/** A table cut into sequences, split in time order. */
export interface ForecastTask {
  readonly training: ForecastExamples;
  readonly validation?: ForecastExamples;
  readonly test: ForecastExamples;
  readonly inputs: readonly TimeVariable[];
  readonly target: TimeVariable;
  /** Of the inputs, fitted on the training dates only. */
  readonly scaler: Scaler;
  /** Of the target, fitted on the training dates only. */
  readonly targetScaler: Scaler;
  /**
   * The steps from a date on, as one input sequence. A date without a time begins with its day.
   *
   * @throws RangeError when the table does not hold them
   */
  stretch(from: string, count: number): Stretch;
}

const fields = {
  inputs: list<string>().optional(),
  target: anything<string>(),
  steps: integer(),
  ahead: integer(0).or(1),
  answer: oneOf(['last', 'each']).or('last'),
  stride: integer().or(1),
  testFrom: anything<string>(),
  validationFrom: anything<string | undefined>()
};

/**
 * Cuts a table into input sequences and targets.
 *
 * A target belongs to the part in which its own date lies; its input may reach back across the
 * border, because those days are past by then. The scalers see training dates only.
 *
 * @throws TypeError on a wrong option; RangeError on an unknown variable or when a part would be empty
 */
export function forecastTask(
  table: TimeRecords,
  options: ForecastOptions
): ForecastTask {
  const who = `${table.name}.forecast`;
  const { steps, ahead, stride, answer, ...given } = reader(
    who,
    fields
  )(options);
  const { testFrom, validationFrom } = bordersOf(who, given, table.dates);
  const names = given.inputs ?? table.variables.map(({ name }) => name);
  const variableOf = (name: string): TimeVariable =>
    table.variables.find(variable => variable.name === name) ?? {
      name,
      label: name
    };

  const rowFrom = (date: string): number => {
    const row = table.dates.findIndex(isFrom(date));
    return row < 0 ? table.length : row;
  };
  const training = rowFrom(validationFrom);
  const testing = rowFrom(testFrom);
  const columnOf = (name: string): Float64Array => {
    const values = table.column(name, [training, testing]);
    if (training > 0 && values.subarray(0, training).every(Number.isNaN)) {
      throw new RangeError(
        `${who}: '${name}' has no number before ${validationFrom}, so nothing can fill its gaps there. Begin later, or leave it out of inputs`
      );
    }
    return values;
  };
  const columns = names.map(columnOf);
  const features = columns.length;
  if (features === 0) {
    throw new RangeError(`${who}: inputs must name at least one variable`);
  }
  const target = columnOf(given.target);
  if (training < steps + ahead) {
    throw new RangeError(
      `${who}: ${training} ${table.step}s before ${validationFrom} are too few for sequences of ${steps} and a target ${ahead} later`
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
  const scaler = fitScaler(rows(0, training));
  const targetScaler = fitScaler(
    new Tensor(target.slice(0, training), [training, 1])
  );
  const scaled = scaler.apply(rows(0, table.length)).values;

  const each = answer === 'each';

  const examples = (
    starts: readonly number[],
    length: number,
    counted: number
  ): ForecastExamples =>
    examplesAt(
      { who, table, scaled, features, target, targetScaler, ahead, each },
      starts,
      length,
      counted
    );

  /** All targets from one row to another; inputs may lie before. */
  const heldOut = (part: string, from: number, to: number) => {
    if (from >= to) {
      throw new RangeError(
        `${who}: no target lies in the ${part} part; the table goes from ${table.dates[0]} to ${table.dates.at(-1)}`
      );
    }
    // The training lies before, and is long enough for the inputs of the first target.
    const count = to - from;
    if (each) {
      return examples([from - ahead - steps], steps + count, steps);
    }
    return examples(
      Array.from(
        { length: count },
        (_, index) => from + index - ahead - steps + 1
      ),
      steps,
      steps - 1
    );
  };
  const starts: number[] = [];
  for (let start = 0; start + steps + ahead <= training; start += stride) {
    starts.push(start);
  }
  const inputs = names.map(variableOf);
  const forecast = variableOf(given.target);

  return {
    training: examples(starts, steps, each ? 0 : steps - 1),
    ...(training < testing
      ? { validation: heldOut('validation', training, testing) }
      : {}),
    test: heldOut('test', testing, table.length),
    inputs,
    target: forecast,
    scaler,
    targetScaler,
    stretch(from, count) {
      const start = table.dates.findIndex(
        isWithin(isoDate(`${who}.stretch: from`, from, table.dates))
      );
      const length = requireInteger(`${who}.stretch`, 'count', count);
      if (start < 0 || start + length > table.length) {
        throw new RangeError(
          `${who}.stretch: ${length} ${table.step}s from ${from} are not in the table, which goes from ${table.dates[0]} to ${table.dates.at(-1)}`
        );
      }
      const values = rows(start, start + length);
      const dates = table.dates.slice(start, start + length);
      const outputName =
        ahead === 0
          ? forecast.label
          : `${forecast.label} ${ahead} ${table.step}${ahead === 1 ? '' : 's'} ahead`;
      const sameUnit = inputs.every(({ unit }) => unit === inputs[0].unit);
      return {
        x: scaler.apply(values),
        values,
        dates,
        truth: Float64Array.from(
          { length },
          (_, step) => target[start + step + ahead] ?? NaN
        ),
        traceOptions: {
          scaler,
          targetScaler,
          labels: dates,
          stepName: table.step,
          // Quantities of several units carry their own.
          inputNames: inputs.map(({ label, unit }) =>
            sameUnit || !unit ? label : `${label}, ${unit}`
          ),
          ...(sameUnit && inputs[0].unit ? { inputUnit: inputs[0].unit } : {}),
          outputNames: [outputName],
          ...(forecast.unit ? { outputUnit: forecast.unit } : {})
        }
      };
    }
  };
}

/** What examples are cut from. */
interface Sources {
  readonly who: string;
  readonly table: TimeRecords;
  /** All inputs, scaled, `[steps, features]`. */
  readonly scaled: ArrayLike<number> & {
    subarray(from: number, to: number): ArrayLike<number>;
  };
  readonly features: number;
  readonly target: ArrayLike<number>;
  readonly targetScaler: Scaler;
  readonly ahead: number;
  /** Whether each step of a sequence has a forecast. */
  readonly each: boolean;
}

/**
 * The examples that begin at these rows.
 *
 * @param counted forecasts of the steps before this one do not count
 */
function examplesAt(
  { who, table, scaled, features, target, targetScaler, ahead, each }: Sources,
  starts: readonly number[],
  length: number,
  counted: number
): ForecastExamples {
  const perSequence = each ? length - counted : 1;
  const x = new Float64Array(starts.length * length * features);
  const y = new Float64Array(starts.length * (each ? length : 1));
  starts.forEach((start, example) => {
    const from = start * features;
    x.set(
      scaled.subarray(from, from + length * features),
      example * length * features
    );
    for (let step = each ? 0 : length - 1; step < length; step++) {
      y[each ? example * length + step : example] =
        target[start + step + ahead];
    }
  });
  /** The row at which each forecast that counts was made. */
  const made = starts.flatMap(start =>
    Array.from(
      { length: perSequence },
      (_, index) => start + length - perSequence + index
    )
  );
  const truth = Float64Array.from(made, row => target[row + ahead]);
  return {
    x: new Tensor(x, [starts.length, length, features]),
    y: targetScaler
      .apply(new Tensor(y, [y.length, 1]))
      .reshape(each ? [starts.length, length, 1] : [starts.length, 1]),
    dates: made.map(row => table.dates[row + ahead]),
    truth,
    last: Float64Array.from(made, row => target[row]),
    forecasts(outputs) {
      if (outputs.size !== y.length) {
        throw new RangeError(
          `${who}: forecasts takes the outputs for this part's x, ${y.length} numbers, got shape [${outputs.shape.join(', ')}]`
        );
      }
      const all = targetScaler.invert(outputs.reshape([y.length, 1])).values;
      const perOutput = y.length / starts.length;
      return Float64Array.from(
        all.filter((_, at) => at % perOutput >= perOutput - perSequence)
      );
    },
    error(forecasts) {
      if (forecasts.length !== truth.length) {
        throw new RangeError(
          `${who}: error takes ${truth.length} forecasts, got ${forecasts.length}`
        );
      }
      return (
        truth.reduce(
          (sum, value, at) => sum + Math.abs(value - forecasts[at]),
          0
        ) / truth.length
      );
    }
  };
}

/** The dates at which the validation and the test part begin. */
function bordersOf(
  who: string,
  given: { readonly testFrom: string; readonly validationFrom?: string },
  dates: readonly string[]
): { readonly testFrom: string; readonly validationFrom: string } {
  const testFrom = isoDate(`${who}: testFrom`, given.testFrom, dates);
  const validationFrom =
    given.validationFrom === undefined
      ? testFrom
      : isoDate(`${who}: validationFrom`, given.validationFrom, dates);
  if (!isFrom(validationFrom)(testFrom)) {
    throw new RangeError(
      `${who}: validationFrom (${validationFrom}) must not be after testFrom (${testFrom})`
    );
  }
  return { testFrom, validationFrom };
}
