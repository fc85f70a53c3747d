import { anything, integer, options as reader } from '../base/options';
import { isFrom, isoDate } from '../data/isoDate';
import { momentsOf } from '../data/moments';
import type { TimeTable } from '../data/timeTable';
import { described } from '../base/described';
import { dot, leastSquares } from './leastSquares';

export interface LinearForecastOptions {
  /** The variable that is forecast, one step ahead. */
  target: string;
  /** How many past steps of each input it reads. */
  lags: number;
  /** Variables that it reads; the target alone by default. */
  inputs?: readonly string[];
  /** Steps of one turn of the season, for a sine and a cosine of it: 365.25 for days. None by default. */
  season?: number;
  /** First date of the held-out part; all before it is for fitting. */
  testFrom: string;
}

/** A forecast that a network has to beat before it is worth its parameters. */
export interface LinearForecast {
  /** `[M]`: one for each held-out step, in the target's unit. */
  readonly forecasts: Float64Array;
  /** Mean absolute error over them, in the target's unit. */
  readonly error: number;
  /** How many numbers were fitted: lags × inputs, the season's two, and one to add. */
  readonly parameters: number;
}

const read = reader('linearForecast', {
  target: anything<string>(),
  lags: integer(),
  inputs: anything<readonly string[] | undefined>(),
  season: anything<number | undefined>(),
  testFrom: anything<string>()
});

/**
 * The best linear forecast from past values, by least squares: a baseline that is hard to beat.
 * (scikit-learn's `LinearRegression` on lagged columns.) A gap (NaN) in the held-out part is felt by those
 * forecasts alone that read it, and by `error`, which is then NaN; before that part there may be none, as
 * for `LinearRegression`.
 *
 * @throws TypeError on a wrong or unknown option; RangeError on an unknown variable, when a part is too
 *   short, or on a gap in what is fitted
 * @example
 * ```ts
 * const days = (await data.births()).between('2009-01-01', '2014-12-31');
 * const { error } = linearForecast(days, { target: 'births', lags: 28, testFrom: '2014-01-01' });
 * Math.round(error); // 376
 * ```
 */
export function linearForecast(
  table: TimeTable,
  options: LinearForecastOptions
): LinearForecast {
  const who = 'linearForecast';
  if (typeof table?.column !== 'function' || !Array.isArray(table.dates)) {
    throw new TypeError(
      `${who}: table must be a table such as data.births() gives, got ${described(table)}`
    );
  }
  const { lags, season, ...settled } = read(options);
  if (season !== undefined && !(Number.isFinite(season) && season > 0)) {
    throw new TypeError(
      `${who}: season must be a number of steps above 0, got ${described(season)}`
    );
  }
  const testFrom = isoDate(`${who}: testFrom`, settled.testFrom, table.dates);
  const inputs = settled.inputs ?? [settled.target];
  if (!Array.isArray(inputs) || inputs.length === 0) {
    throw new TypeError(
      `${who}: inputs must be a list of variables, got ${described(inputs)}`
    );
  }
  const found = table.dates.findIndex(isFrom(testFrom));
  const first = found < 0 ? table.length : found;
  const truth = columnOf(table, 'target', settled.target, first);
  const past = Array.from(inputs, (name: unknown) =>
    columnOf(table, 'inputs', name, first)
  );
  const parameters = 1 + past.length * lags + (season === undefined ? 0 : 2);
  if (first - lags < parameters) {
    throw new RangeError(
      `${who}: ${parameters} numbers need as many steps before ${testFrom}, after the first ${lags}; there are ${Math.max(0, first - lags)}`
    );
  }
  if (first === table.length) {
    throw new RangeError(`${who}: there is no step from ${testFrom} on`);
  }
  // The target of the first steps is not fitted, since they have no past that could be read, and the last
  // input before the held-out part is read by a forecast alone.
  requireFitted(table, 'target', settled.target, truth, [lags, first]);
  inputs.forEach((name: string, at) =>
    requireFitted(table, 'inputs', name, past[at], [0, first - 1])
  );
  const columns = past.map(values => scaled(values, first - 1));

  const reads = (step: number): number[] => [
    1,
    ...columns.flatMap(column =>
      Array.from({ length: lags }, (_, lag) => column[step - 1 - lag])
    ),
    ...(season === undefined
      ? []
      : [
          Math.cos((2 * Math.PI * step) / season),
          Math.sin((2 * Math.PI * step) / season)
        ])
  ];
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, index) => from + index);
  const known = range(lags, first);
  const weights = leastSquares(
    known.map(reads),
    known.map(step => truth[step])
  );
  const forecasts = Float64Array.from(range(first, table.length), step =>
    dot(reads(step), weights)
  );
  const error =
    forecasts.reduce(
      (sum, value, index) => sum + Math.abs(value - truth[first + index]),
      0
    ) / forecasts.length;
  return { forecasts, error, parameters };
}

/** A variable's values, gaps before the held-out part filled without it; refused by the option's name. */
function columnOf(
  table: TimeTable,
  option: string,
  name: unknown,
  first: number
): Float64Array {
  const names = table.variables.map(variable => variable.name);
  if (typeof name !== 'string' || !names.includes(name)) {
    throw new RangeError(
      `linearForecast: ${option} must be of the variables ${names.join(', ')}, got ${described(name)}`
    );
  }
  return table.column(name, [first]);
}

/** Throws where a number of what is fitted is none: one of them would make NaN of all weights. */
function requireFitted(
  { dates }: TimeTable,
  option: string,
  name: string,
  values: Float64Array,
  [from, to]: readonly [number, number]
): void {
  const row = values
    .subarray(0, to)
    .findIndex((value, at) => at >= from && !Number.isFinite(value));
  if (row >= 0) {
    throw new RangeError(
      `linearForecast: ${option}: '${name}' is ${values[row]} at ${dates[row]} (row ${row}), before the held-out part, where all is fitted. Begin the table after it with between, or fill it: readCsv does so with { missing: 'interpolate' }`
    );
  }
}

/**
 * Mean 0 and spread 1 over what is fitted, so that the equations are well conditioned; a least-squares
 * forecast is the same. What comes after has no part in it: a gap there is felt by those forecasts alone
 * that read it.
 */
function scaled(values: Float64Array, fitted: number): Float64Array {
  const { mean, deviation, constant } = momentsOf(values.subarray(0, fitted));
  return values.map(value => (constant ? 0 : (value - mean) / deviation));
}
