import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fitScaler } from '../../../../src/engine/data/scaler';
import type { TimeTable } from '../../../../src/engine/data/timeTable';
import { weather } from '../../../../src/engine/data/weather';
import { setHost } from '../../../../src/engine/base/host';

const folder = join(__dirname, '../../../../gatescope/data');
let days: TimeTable;

beforeAll(async () => {
  setHost({ readData: name => readFile(join(folder, name)) });
  days = await weather();
});

describe('the weather table', () => {
  it('has every day of four years', () => {
    expect(days.length).toBe(1461);
    expect(days.dates[0]).toBe('2012-01-01');
    expect(days.dates.at(-1)).toBe('2015-12-31');
    expect(days.column('high')[0]).toBe(12.8);
    expect(days.column('precipitation')[1]).toBe(10.9);
  });

  it('gives copies, so that nobody changes it', () => {
    days.column('high')[0] = 99;
    expect(days.column('high')[0]).toBe(12.8);
  });

  it('cuts between two dates, both included', () => {
    const march = days.between('2014-03-01', '2014-03-31');
    expect(march.length).toBe(31);
    expect(march.dates[0]).toBe('2014-03-01');
    expect(march.column('low')).toEqual(days.column('low').slice(790, 821));
  });

  it('takes one more variable, and asks for it at the same step when told so', () => {
    const warm = days.with(
      { name: 'warm', label: 'warm day' },
      Array.from(days.column('high'), high => Number(high > 20))
    );
    expect(warm.variables.at(-1)?.name).toBe('warm');
    expect(days.variables.map(({ name }) => name)).not.toContain('warm');
    const { test } = warm.forecast({
      inputs: ['high'],
      target: 'warm',
      ahead: 0,
      steps: 5,
      answer: 'each',
      testFrom: '2015-01-01'
    });
    expect(test.dates[0]).toBe('2015-01-01');
    expect(Array.from(test.truth)).toEqual(
      Array.from(warm.column('warm').slice(-365))
    );
    expect(() => days.with({ name: 'high', label: '' }, [])).toThrow(
      'weather.with: high must have one number for each day (1461), got 0'
    );
    expect(() =>
      days.with({ name: 'high', label: '' }, days.column('low'))
    ).toThrow("weather.with: there is a variable 'high' already");
  });

  it('says what is wrong with a name or a date', () => {
    expect(() => days.column('hihg')).toThrow(
      "weather.column: there is no variable 'hihg' (did you mean 'high'?)"
    );
    expect(() => days.between('1999-01-01', '1999-12-31')).toThrow(
      'weather.between: no day from 1999-01-01 to 1999-12-31; the table goes from 2012-01-01 to 2015-12-31'
    );
    expect(() => days.between('March', '2014-01-01')).toThrow(
      "from: expected a date such as '2015-01-31', got the string 'March'"
    );
    // Date.parse takes it for the third of March.
    expect(() => days.between('2015-02-31', '2015-04-01')).toThrow(
      "from: expected a date such as '2015-01-31', got the string '2015-02-31'"
    );
  });

  it('says which number is missing', async () => {
    setHost({
      readData: () =>
        Promise.resolve(
          new TextEncoder().encode('date,high,low\n2012-01-01,,3\n')
        )
    });
    await expect(weather()).rejects.toThrow(
      'weather.csv, line 2: column high is empty there'
    );
  });
});

describe('a forecast task', () => {
  const make = (options = {}) =>
    days.forecast({
      inputs: ['high', 'low'],
      target: 'high',
      steps: 5,
      validationFrom: '2014-07-01',
      testFrom: '2015-01-01',
      ...options
    });

  it('is split in time order by the date of the target', () => {
    const { training, validation, test } = make();
    expect(training.dates[0]).toBe('2012-01-06');
    expect(training.dates.at(-1)).toBe('2014-06-30');
    expect(validation?.dates[0]).toBe('2014-07-01');
    expect(validation?.dates.at(-1)).toBe('2014-12-31');
    expect(test.dates[0]).toBe('2015-01-01');
    expect(test.dates).toHaveLength(365);
    expect(training.x.shape).toEqual([training.dates.length, 5, 2]);
  });

  it('puts before each target exactly the days before it', () => {
    const { test, scaler } = make();
    const input = scaler.invert(test.x.at(0)).toArray<number[][]>();
    const start = days.dates.indexOf('2014-12-27');
    input.forEach(([high, low], step) => {
      expect(high).toBeCloseTo(days.column('high')[start + step], 10);
      expect(low).toBeCloseTo(days.column('low')[start + step], 10);
    });
    expect(test.truth[0]).toBe(days.column('high')[start + 5]);
    expect(test.last[0]).toBe(days.column('high')[start + 4]);
  });

  it('looks further ahead when asked', () => {
    const { test, scaler } = make({ ahead: 7 });
    const last = days.dates.indexOf('2015-01-01') - 7;
    expect(test.truth[0]).toBe(days.column('high')[last + 7]);
    expect(test.last[0]).toBe(days.column('high')[last]);
    expect(scaler.invert(test.x.at(0)).at(4).toArray()[0]).toBeCloseTo(
      days.column('high')[last],
      10
    );
  });

  it('fits its scalers on training days only', () => {
    const { scaler, targetScaler } = make();
    const training = days.between('2012-01-01', '2014-06-30');
    const alone = fitScaler(
      Array.from({ length: training.length }, (_, day) => [
        training.column('high')[day],
        training.column('low')[day]
      ])
    );
    expect(scaler.mean).toEqual(alone.mean);
    expect(scaler.deviation).toEqual(alone.deviation);
    expect(targetScaler.mean[0]).toBe(alone.mean[0]);
  });

  it('turns outputs into forecasts in the unit of the target', () => {
    const { test } = make();
    test
      .forecasts(test.y)
      .forEach((value, index) =>
        expect(value).toBeCloseTo(test.truth[index], 10)
      );
    expect(test.error(test.truth)).toBe(0);
    // Of 2015, computed apart from this code: mean |high[t] − high[t−1]|.
    expect(test.error(test.last)).toBeCloseTo(2.2397, 4);
    expect(() => test.forecasts(test.y.at(0))).toThrow(
      "forecasts takes the outputs for this part's x, 365 numbers, got shape [1]"
    );
    expect(() => test.error([1])).toThrow('error takes 365 forecasts, got 1');
  });

  it('may ask for a forecast after each step', () => {
    const { training, test } = make({ answer: 'each', stride: 5 });
    const high = days.column('high');
    expect(training.y.shape).toEqual([training.x.shape[0], 5, 1]);
    expect(training.truth).toHaveLength(training.y.size);
    expect(training.error(training.forecasts(training.y))).toBeCloseTo(0, 10);
    expect(Array.from(training.truth.slice(0, 6))).toEqual(
      Array.from(high.slice(1, 7))
    );
    // One sequence over the whole year, begun five days early.
    expect(test.x.shape).toEqual([1, 370, 2]);
    expect(test.dates[0]).toBe('2015-01-01');
    expect(test.dates).toHaveLength(365);
    const forecasts = test.forecasts(test.y);
    expect(forecasts).toHaveLength(365);
    expect(test.error(forecasts)).toBeCloseTo(0, 10);
    expect(test.error(test.last)).toBeCloseTo(2.2397, 4);
  });

  it('cuts training sequences so far apart as asked', () => {
    const close = make().training.x.shape[0];
    const apart = make({ stride: 5 }).training;
    expect(apart.x.shape[0]).toBe(Math.ceil(close / 5));
    expect(apart.x.at(1).toArray()).toEqual(make().training.x.at(5).toArray());
  });

  it('gives a stretch of days for looking at, with the target of each', () => {
    const { x, values, dates, truth, traceOptions } = make().stretch(
      '2015-12-29',
      3
    );
    expect(dates).toEqual(['2015-12-29', '2015-12-30', '2015-12-31']);
    expect(x.shape).toEqual([3, 2]);
    expect(x.values).toHaveLength(6);
    expect(values.at(0).toArray()).toEqual([7.2, 0.6]);
    expect(Array.from(truth)).toEqual([
      days.column('high')[1459],
      days.column('high')[1460],
      NaN
    ]);
    expect(traceOptions).toMatchObject({
      labels: dates,
      inputNames: ['highest temperature', 'lowest temperature'],
      inputUnit: '°C',
      outputNames: ['highest temperature 1 day ahead']
    });
  });

  it.each([
    [{ target: 'rain' }, "there is no variable 'rain'"],
    [
      { steps: 0 },
      'steps must be a whole number of at least 1, got the number 0'
    ],
    [{ stepps: 3 }, "there is no option 'stepps' (did you mean 'steps'?)"],
    [
      { testFrom: '2015' },
      "expected a date such as '2015-01-31', got the string '2015'"
    ],
    [{ testFrom: '2019-01-01' }, 'no target lies in the test part'],
    [
      { validationFrom: '2015-06-01' },
      'validationFrom (2015-06-01) must not be after testFrom (2015-01-01)'
    ],
    [{ validationFrom: '2012-01-03' }, '2 days before 2012-01-03 are too few']
  ])('refuses %j', (options, message) => {
    expect(() => make(options)).toThrow(message);
  });
});

describe('a scaler', () => {
  it('leaves a feature that never changes finite', () => {
    const scaler = fitScaler([
      [5, 1],
      [5, 3]
    ]);
    expect(scaler.apply([5, 2]).toArray()).toEqual([0, 0]);
    expect(scaler.deviation).toEqual([1, 1]);
  });

  it('says how many features it knows', () => {
    expect(() => fitScaler([[1, 2]]).apply([[1]])).toThrow(
      'scaler.apply: the last axis must hold 2 features, got shape [1, 1]'
    );
  });
});
