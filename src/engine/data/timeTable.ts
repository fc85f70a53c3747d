import { requireName, requireObject, requireOnce } from '../base/check';
import { list, object, options as reader, text } from '../base/options';
import { described } from '../base/described';
import { dateTime, requireOrder, type DateTime } from './dateTime';
import {
  forecastTask,
  type ForecastOptions,
  type ForecastTask
} from './forecastTask';
import { fillGaps, type Filling } from './fillGaps';
import { isFrom, isoDate, isUpTo } from './isoDate';
import type { TimeRecords, TimeVariable } from './timeVariable';

/** Quantities recorded at equal steps of time, the earliest first. */
export interface TimeTable extends TimeRecords {
  /**
   * The steps between two dates, both included: a date without a time covers its whole day. Where
   * the steps have times, `2024-01-31 13:00` is taken too.
   *
   * @throws RangeError when there are none.
   */
  between(from: string, to: string): TimeTable;
  /**
   * The table with one more variable.
   *
   * @throws RangeError when there are not as many values as steps, one is no number, or the name is taken.
   */
  with(variable: TimeVariable, values: ArrayLike<number>): TimeTable;
  /**
   * A forecasting task: the table cut into input sequences and targets, in time order. A target
   * belongs to the part in which its own date lies; scalers see training dates only.
   *
   * @throws TypeError on a wrong option; RangeError on an unknown variable or when a part would be empty
   */
  forecast(options: ForecastOptions): ForecastTask;
  toString(): string;
}

const made = new WeakSet();

const read = reader('timeTable', {
  name: text,
  step: text,
  dates: list<string>(),
  columns: object<Readonly<Record<string, ArrayLike<number>>>>(),
  variables: list<TimeVariable>()
});

/**
 * Makes a table of columns of equal length.
 *
 * @param options `dates` as `2012-01-31`, or `2012-01-31 13:00`, one a `step`; a column of as many numbers for each variable
 * @throws TypeError on a wrong or unknown option, RangeError on what is no date, or when the lengths
 *   differ, the dates do not go up or two variables have one name
 * @example
 * ```ts
 * const table = timeTable({
 *   name: 'rain',
 *   step: 'day',
 *   dates: ['2001-01-01', '2001-01-02'],
 *   variables: [{ name: 'rain', label: 'rain', unit: 'mm' }],
 *   columns: { rain: [0, 3] }
 * });
 * table.length; // 2
 * ```
 */
export function timeTable(options: {
  name: string;
  step: string;
  dates: readonly string[];
  variables: readonly TimeVariable[];
  columns: Readonly<Record<string, ArrayLike<number>>>;
}): TimeTable {
  return filledTable(options);
}

/**
 * A table whose gaps (NaN) are filled when they are asked for: only then is it known which part of the table
 * must know nothing of another.
 *
 * @param fillings of the columns that have gaps
 */
export function filledTable(
  options: Parameters<typeof timeTable>[0],
  fillings: Readonly<Record<string, Filling>> = {}
): TimeTable {
  const who = 'timeTable';
  const { name, dates, step, variables, columns: given } = read(options);
  requireOrder(
    row => `${who}: dates[${row}]`,
    dates.map((date, at) => requireDate(`${who}: dates[${at}]`, date))
  );
  variables.forEach((variable, at) =>
    requireObject(who, `variables[${at}]`, variable)
  );
  const names = variables.map(variable => variable.name);
  requireOnce(who, 'the names of variables', names);
  const columns: Readonly<Record<string, Float64Array>> = Object.fromEntries(
    names.map(each => [
      each,
      numbers(
        `${who}: columns.${each}`,
        Object.hasOwn(given, each) ? given[each] : undefined,
        dates.length
      )
    ])
  );
  const column = (wanted: string, parts?: readonly number[]): Float64Array => {
    requireName(`${name}.column`, 'variable', wanted, names);
    return Object.hasOwn(fillings, wanted)
      ? fillGaps(columns[wanted], fillings[wanted], parts)
      : columns[wanted].slice();
  };
  /** The rows from one to another; a gap that they begin with is filled by what came before. */
  const rows = (wanted: string, start: number, end: number): Float64Array => {
    const values = columns[wanted].slice(start, end);
    const known = values.findIndex(value => !Number.isNaN(value));
    const gap = known < 0 ? values.length : known;
    values.set(column(wanted, [end]).subarray(start, start + gap));
    return values;
  };
  const table: TimeTable = {
    name,
    step,
    dates,
    variables,
    length: dates.length,
    column,
    between(from, to) {
      const start = dates.findIndex(
        isFrom(isoDate(`${name}.between: from`, from, dates))
      );
      const end =
        dates.findLastIndex(isUpTo(isoDate(`${name}.between: to`, to, dates))) +
        1;
      if (start < 0 || end <= start) {
        throw new RangeError(
          `${name}.between: no ${step} from ${from} to ${to}; the table goes from ${dates[0]} to ${dates.at(-1)}`
        );
      }
      return filledTable(
        {
          name,
          step,
          variables,
          dates: dates.slice(start, end),
          columns: Object.fromEntries(
            names.map(each => [each, rows(each, start, end)])
          )
        },
        fillings
      );
    },
    with(variable, values) {
      requireObject(`${name}.with`, 'variable', variable);
      const given = (values as ArrayLike<number> | null | undefined)?.length;
      if (given !== dates.length) {
        throw new RangeError(
          `${name}.with: ${variable.name} must have one number for each ${step} (${dates.length}), got ${given ?? described(values)}`
        );
      }
      if (Object.hasOwn(columns, variable.name)) {
        throw new RangeError(
          `${name}.with: there is a variable '${variable.name}' already`
        );
      }
      return filledTable(
        {
          name,
          step,
          dates,
          variables: [...variables, variable],
          columns: {
            ...columns,
            [variable.name]: numbers(
              `${name}.with: ${variable.name}`,
              Array.from(values),
              dates.length
            )
          }
        },
        fillings
      );
    },
    forecast: options => forecastTask(table, options),
    toString: () =>
      [
        `${name}: ${dates.length} ${step}s, ${dates[0]} to ${dates.at(-1)}`,
        ...variables.map(
          variable =>
            `  ${variable.name}: ${variable.label}${variable.unit ? `, ${variable.unit}` : ''}`
        )
      ].join('\n')
  };
  made.add(table);
  return table;
}

/** A date in the one way of writing it in which texts, too, are in the order of time. */
function requireDate(who: string, date: unknown): DateTime {
  if (typeof date !== 'string') {
    throw new TypeError(`${who} must be a text, got ${described(date)}`);
  }
  const read = dateTime(date);
  if (read?.text !== date) {
    throw new RangeError(
      `${who} must be a date such as 2015-01-31, or a time such as 2015-01-31 13:00, got ${described(date)}`
    );
  }
  return read;
}

/** One number for each date, as doubles. */
function numbers(who: string, values: unknown, count: number): Float64Array {
  const isList = values instanceof Float64Array || Array.isArray(values);
  if (!isList || values.length !== count) {
    throw new RangeError(
      `${who} must have ${count} numbers, one for each date, got ${
        isList ? values.length : described(values)
      }`
    );
  }
  const wrong = values.findIndex(value => typeof value !== 'number');
  if (wrong >= 0) {
    throw new RangeError(
      `${who}[${wrong}] must be a number, got ${described(values[wrong])}`
    );
  }
  return Float64Array.from(values);
}

/** Whether a value is a table that `timeTable`, `readCsv` or `data` made. */
export function isTimeTable(value: unknown): value is TimeTable {
  return typeof value === 'object' && value !== null && made.has(value);
}
