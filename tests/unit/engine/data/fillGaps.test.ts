import { linearForecast, random, readCsv } from '../../../../src/engine';

const day = (at: number): string =>
  new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);

/** Numbers with gaps, also right before and behind each border. */
function fieldsOf(seed: number, length: number): string[] {
  const draws = random(seed);
  return Array.from({ length }, (_, at) =>
    at > 0 && (at % 10 > 7 || draws.uniform() < 0.3)
      ? ''
      : String(Math.round(100 * draws.normal()) / 100)
  );
}

const tableOf = (
  fields: readonly string[],
  missing: 'previous' | 'interpolate'
) =>
  readCsv(
    `date,v,w\n${fields.map((field, at) => `${day(at)},${field},${at}\n`).join('')}`,
    { missing }
  );

it.each(['previous', 'interpolate'] as const)(
  'what fills a gap (%s) looks at nothing behind a split',
  async missing => {
    for (let seed = 1; seed <= 5; seed++) {
      const before = fieldsOf(seed, 50);
      // The held-out parts differ: from day 30 on, or from day 40.
      for (const [part, border] of [
        ['validation', 30],
        ['test', 40]
      ] as const) {
        const [one, other] = await Promise.all(
          [7, 70].map(more =>
            tableOf(
              [
                ...before.slice(0, border),
                ...fieldsOf(more * seed, 50 - border)
              ],
              missing
            )
          )
        );
        const options = {
          target: 'v',
          steps: 4,
          testFrom: day(40),
          ...(part === 'validation' ? { validationFrom: day(30) } : {})
        };
        const seen = (table: typeof one) => {
          const { training, scaler, targetScaler } = table.forecast(options);
          const { mean, deviation } = scaler;
          return {
            x: training.x.toArray(),
            y: training.y.toArray(),
            scales: [
              mean,
              deviation,
              targetScaler.mean,
              targetScaler.deviation
            ],
            before: [...table.between(day(0), day(border - 1)).column('v')],
            // The first forecast reads, and is fitted on, what lies before.
            linear: linearForecast(table, {
              target: 'v',
              lags: 2,
              testFrom: day(border)
            }).forecasts[0]
          };
        };
        expect(seen(one)).toEqual(seen(other));
      }
    }
  }
);

it('the mean that scales is that of what was known: a gap before the split holds the last number', async () => {
  const table = await readCsv(
    'date,v\n2024-01-01,-1\n2024-01-02,1\n2024-01-03,0\n2024-01-04,\n2024-01-05,100\n2024-01-06,100\n',
    { missing: 'interpolate' }
  );
  expect([...table.column('v')]).toEqual([-1, 1, 0, 50, 100, 100]);
  const task = table.forecast({
    target: 'v',
    steps: 1,
    testFrom: '2024-01-05'
  });
  expect(task.scaler.mean).toEqual([0]);
  // Cut again, it still knows what was a gap.
  expect([...table.between('2024-01-01', '2024-01-04').column('v')]).toEqual([
    -1, 1, 0, 0
  ]);
  expect([...table.between('2024-01-04', '2024-01-06').column('v')]).toEqual([
    50, 100, 100
  ]);
});

it('a part without a number before it is refused by its name', async () => {
  const table = await readCsv(
    'date,v,w\n2024-01-01,,1\n2024-01-02,,2\n2024-01-03,,1\n2024-01-04,4,1\n',
    { missing: 'interpolate' }
  );
  expect(() =>
    table.forecast({ target: 'v', steps: 1, testFrom: '2024-01-04' })
  ).toThrow(
    "table.forecast: 'v' has no number before 2024-01-04, so nothing can fill its gaps there. Begin later, or leave it out of inputs"
  );
});
