import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { data, linearForecast } from '../../../../src/engine';
import { timeTable } from '../../../../src/engine/data/timeTable';
import type { LinearForecastOptions } from '../../../../src/engine';
import { setHost } from '../../../../src/engine/base/host';

interface Case {
  readonly data: 'births' | 'weather';
  readonly between: readonly [string, string];
  readonly options: LinearForecastOptions;
  readonly error: number;
  readonly forecasts: readonly number[];
}

const { cases } = JSON.parse(
  readFileSync(join(__dirname, '../../../fixtures/sklearn/linear.json'), 'utf8')
) as { cases: Case[] };

/** 100 days on which each value is the sum of the two before it, minus one. */
function recurrence() {
  const values = Float64Array.from({ length: 100 });
  values.set([3, 4]);
  for (let step = 2; step < 100; step += 1) {
    values[step] = values[step - 1] - 0.9 * values[step - 2] + 1;
  }
  return timeTable({
    name: 'rule',
    step: 'day',
    dates: Array.from({ length: 100 }, (_, day) =>
      new Date(Date.UTC(2001, 0, 1 + day)).toISOString().slice(0, 10)
    ),
    variables: [{ name: 'value', label: 'value' }],
    columns: { value: values }
  });
}

const folder = join(__dirname, '../../../../gatescope/data');
beforeAll(() => setHost({ readData: name => readFile(join(folder, name)) }));

describe('linearForecast', () => {
  it.each(cases.map(each => [each.data, each.options.lags, each] as const))(
    'forecasts %s from %i days as scikit-learn does',
    async (name, _, { between, options, error, forecasts }) => {
      const table = (await data[name]()).between(...between);
      const found = linearForecast(table, options);
      expect(found.error).toBeCloseTo(error, 6);
      forecasts.forEach((value, index) =>
        expect(found.forecasts[index]).toBeCloseTo(value, 5)
      );
    }
  );

  it('finds a linear rule exactly, also from more lags than it needs', () => {
    for (const lags of [2, 5]) {
      const { error, parameters } = linearForecast(recurrence(), {
        target: 'value',
        lags,
        testFrom: '2001-03-01'
      });
      expect(error).toBeLessThan(1e-9);
      expect(parameters).toBe(lags + 1);
    }
  });

  it('forecasts before a gap, or anything else, in the held-out part as without it', () => {
    const options = { target: 'value', lags: 2, testFrom: '2001-03-01' };
    const whole = recurrence();
    const { forecasts } = linearForecast(whole, options);
    const first = whole.length - forecasts.length;
    fc.assert(
      fc.property(
        fc.nat(forecasts.length - 1),
        fc.constantFrom(NaN, 1e6, -1e12),
        (gap, value) => {
          const values = whole.column('value');
          values[first + gap] = value;
          const { name, step, dates, variables } = whole;
          const found = linearForecast(
            timeTable({
              name,
              step,
              dates,
              variables,
              columns: { value: values }
            }),
            options
          ).forecasts;
          // The forecast of that step reads the steps before it.
          expect(found.slice(0, gap + 1)).toEqual(forecasts.slice(0, gap + 1));
          expect(found.slice(gap + 3)).toEqual(forecasts.slice(gap + 3));
        }
      )
    );
  });

  it('reads the last input before the held-out part for the first forecast alone', () => {
    const whole = recurrence();
    const options = {
      target: 'value',
      inputs: ['rain'],
      lags: 1,
      testFrom: '2001-03-01'
    };
    const found = (gap: boolean) => {
      const rain = Float64Array.from(whole.column('value'), Math.abs);
      const { forecasts } = linearForecast(tableOf(rain), options);
      const first = whole.length - forecasts.length;
      rain[first - 1] = gap ? NaN : rain[first - 1];
      return linearForecast(tableOf(rain), options);
    };
    const tableOf = (rain: Float64Array) =>
      timeTable({
        name: 'rule',
        step: 'day',
        dates: whole.dates,
        variables: [
          { name: 'value', label: 'value' },
          { name: 'rain', label: 'rain' }
        ],
        columns: { value: whole.column('value'), rain }
      });
    const { forecasts, error } = found(true);
    expect(forecasts[0]).toBeNaN();
    expect(forecasts.slice(1)).toEqual(found(false).forecasts.slice(1));
    expect(error).toBeNaN();
  });

  it.each([
    ['target', 58, NaN],
    ['target', 2, Infinity],
    ['rain', 0, NaN],
    ['rain', 57, NaN]
  ])('refuses %s at row %i of what is fitted as %d', (name, row, none) => {
    const whole = recurrence();
    const columns = {
      target: whole.column('value'),
      rain: Float64Array.from(whole.column('value'), value => value ** 2)
    };
    columns[name as 'rain'][row] = none;
    expect(() =>
      linearForecast(
        timeTable({
          name: 'rule',
          step: 'day',
          dates: whole.dates,
          variables: ['target', 'rain'].map(each => ({
            name: each,
            label: each
          })),
          columns
        }),
        {
          target: 'target',
          inputs: ['rain'],
          lags: 2,
          testFrom: '2001-03-01'
        }
      )
    ).toThrow(
      new RangeError(
        `linearForecast: ${name === 'target' ? 'target' : 'inputs'}: '${name}' is ${none} at ${whole.dates[row]} (row ${row}), before the held-out part, where all is fitted. Begin the table after it with between, or fill it: readCsv does so with { missing: 'interpolate' }`
      )
    );
  });

  it('says what it cannot do', () => {
    const from = (options: Partial<LinearForecastOptions>) => () =>
      linearForecast(recurrence(), {
        target: 'value',
        lags: 2,
        testFrom: '2001-03-01',
        ...options
      });
    expect(from({ lags: 60 })).toThrow(
      'linearForecast: 61 numbers need as many steps before 2001-03-01, after the first 60; there are 0'
    );
    expect(from({ testFrom: '2031-03-01' })).toThrow(
      'linearForecast: there is no step from 2031-03-01 on'
    );
    expect(from({ season: 0 })).toThrow('season must be a number of steps');
    expect(from({ target: 'rain' })).toThrow('rain');
    expect(from({ lags: 1.5 })).toThrow('lags');
  });
});
