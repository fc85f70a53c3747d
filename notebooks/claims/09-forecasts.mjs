// What lesson 09 claims of changes, levels and more variables, and the sweeps over which it was tried.

import {
  every,
  mean,
  none,
  pairedAbove
} from '../../scripts/claims/verdicts.mjs';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const RATES = [0.003, 0.01, 0.03];
const VARIABLE_RATES = [0.001, ...RATES];
const EPOCHS = [20, 40, 80];
const KNOBS = {
  rate: ['adam({ learningRate: 0.01 })', 'adam({ learningRate: swept.rate })'],
  epochs: ['fit: { epochs: 20,', 'fit: { epochs: swept.epochs,']
};
const PRICE_EPOCHS = [20, 40];
const [ON_PRICES, PERSISTENCE, LINE_ON_PRICES] = [
  'network on prices',
  'as the day before',
  'linear, 20 days'
];
/** Forecasts that know neither seeds nor rates nor epochs: each is made once. */
const simple = new Map();
const INPUTS = {
  alone: () => [],
  'and highest': ({ high }) => [high],
  'and dice': ({ dice, low }) => [low.map(() => dice.normal())],
  'and highest of another day': ({ mixed }) => [mixed]
};

export const sweeps = {
  levels: {
    title:
      'Carbon dioxide one month ahead, learned from the months before 2001',
    cells: [
      'imports',
      'co2-data',
      'made-code',
      { id: 'changes-train', until: 'const onChanges' }
    ],
    knobs: KNOBS,
    takes: ['START', 'co2', 'made', 'monthly', 'pipeline', 'ridge'],
    rows: [
      'network on changes',
      'network on levels',
      'network on levels of all years',
      'linear on changes'
    ],
    rates: [...RATES, 0.06],
    seeds: SEEDS,
    budgets: EPOCHS,
    measure: 'mean error from 2001 to 2020, ppm',
    lowerIsBetter: true,
    small: { row: 'network on changes', rate: 0.03 },
    async train(
      { START, co2, made, monthly, pipeline, ridge, swept },
      { row, seed }
    ) {
      const kind = row.includes('changes') ? 'changes' : 'levels';
      const end = row.endsWith('all years') ? co2.length : START;
      const found = [];
      for (const epochs of EPOCHS) {
        swept.epochs = epochs;
        const model = row.startsWith('linear')
          ? pipeline({ model: ridge({ alpha: 0 }) })
          : made(seed);
        const said = await monthly(model, kind, end);
        found.push(
          mean(
            co2
              .slice(START)
              .map((value, at) => Math.abs(value - said[START + at]))
          )
        );
      }
      return found;
    }
  },
  variables: {
    title:
      'Tomorrow’s lowest temperature, from a week of it and of one more variable',
    cells: [
      'imports',
      { id: 'co2-data', until: 'const months' },
      'made-code',
      { id: 'changes-train', until: 'const onChanges' },
      { id: 'twelve-train', until: 'const carbon' },
      { id: 'variables-table', until: 'table(' }
    ],
    knobs: {
      ...KNOBS,
      seeds: ['...SEEDS.map(seed => made(seed))]', '...[made(swept.seed)]]'],
      months: [
        'function made(',
        'const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;\nconst co2: number[] = [];\nfunction made('
      ]
    },
    takes: ['dice', 'high', 'low', 'mixed', 'tomorrow'],
    rows: Object.keys(INPUTS),
    rates: VARIABLE_RATES,
    seeds: SEEDS,
    budgets: EPOCHS,
    measure: 'mean error in 2015, °C',
    lowerIsBetter: true,
    small: { row: 'alone', rate: 0.03 },
    async train(own, { row, seed }) {
      const found = [];
      for (const epochs of EPOCHS) {
        Object.assign(own.swept, { epochs, seed });
        const told = await own.tomorrow(row, own.low, INPUTS[row](own));
        found.push(told['networks, mean']);
      }
      return found;
    }
  },
  week: {
    title: 'Births of twelve days, forecast from the 28 days before them',
    cells: [
      'imports',
      { id: 'co2-data', until: 'const years' },
      'made-code',
      { id: 'changes-train', until: 'const onChanges' },
      { id: 'twelve-train', until: 'const warmth' }
    ],
    knobs: {
      ...KNOBS,
      seeds: [
        'for (const seed of SEEDS) {',
        'for (const seed of [swept.seed]) {'
      ],
      series: ['const carbon = await forecastsOf({', 'const carbonTask = ({'],
      births: ['const births = await forecastsOf({', 'const birthTask = ({']
    },
    takes: ['birthTask', 'forecastsOf', 'sizes'],
    rows: ['network', 'linear', 'as yesterday', 'as on the same day last week'],
    rates: [...RATES, 0.06],
    seeds: SEEDS,
    budgets: EPOCHS,
    measures: ['1 day ahead', '12 days ahead'],
    measure: 'mean error in 2014, births',
    lowerIsBetter: true,
    small: { row: 'network', rate: 0.03 },
    async train({ birthTask, forecastsOf, sizes, swept }, { row, seed }) {
      if (simple.has(row)) {
        return simple.get(row);
      }
      const found = [];
      for (const epochs of EPOCHS) {
        Object.assign(swept, { epochs, seed });
        const { networks, line, season, unchanged } =
          await forecastsOf(birthTask);
        const errors = sizes(
          {
            network: networks[0],
            linear: line,
            'as yesterday': unchanged,
            'as on the same day last week': season
          }[row].test
        );
        found.push(errors[0], errors[11]);
      }
      if (row !== 'network') {
        simple.set(row, found);
      }
      return found;
    }
  },
  price: {
    title: 'What a euro costs on the next trading day, from 20 days',
    cells: [
      'imports',
      { id: 'co2-data', until: 'const years' },
      'made-code',
      { id: 'changes-train', until: 'const onChanges' },
      { id: 'price-train', until: 'const pricesSaid' }
    ],
    knobs: KNOBS,
    takes: [
      'PRICE_TEST',
      'made',
      'mean',
      'pipeline',
      'prices',
      'pricesBy',
      'ridge'
    ],
    rows: [ON_PRICES, PERSISTENCE, LINE_ON_PRICES],
    rates: [0.001, 0.003, 0.01, 0.03],
    seeds: SEEDS,
    budgets: PRICE_EPOCHS,
    measure:
      'mean error on the last fifth of the days, thousandths of a dollar',
    lowerIsBetter: true,
    small: { row: LINE_ON_PRICES, rate: 0.01 },
    async train(own, { row, seed }) {
      const { PRICE_TEST, mean, prices } = own;
      const found = [];
      for (const epochs of PRICE_EPOCHS) {
        own.swept.epochs = epochs;
        const said =
          row === PERSISTENCE
            ? prices.slice(PRICE_TEST - 1, -1)
            : await own.pricesBy(
                row === ON_PRICES
                  ? own.made(seed)
                  : own.pipeline({ model: own.ridge({ alpha: 0 }) }),
                row === ON_PRICES ? { verbose: 0 } : {}
              );
        found.push(
          1000 *
            mean(
              said.map((value, at) => Math.abs(value - prices[PRICE_TEST + at]))
            )
        );
      }
      return found;
    }
  }
};
/** Of ten seeds, those still ahead where both networks have learned too much by heart. */
const byHeart = { '0.01, 80': 8, '0.03, 40': 6, '0.03, 80': 3 };

export const claims = [
  {
    id: 'linear-ahead',
    sentence:
      'The linear model on the same changes is better still, for every seed',
    sweep: 'levels',
    opens: { rate: 0.01, budget: 20 },
    told: ({ 'network on changes': networks, 'linear on changes': [line] }) =>
      every(networks, error => error > line, 'behind the linear model'),
    range:
      'after the lesson’s 20 epochs, at rates of 0.003 to 0.06, all ten seeds. Trained two or four times as long, at their own best rate, the networks are level with it on average, and some seeds are ahead.',
    holds(sweep) {
      const row = 'network on changes';
      const [line] = sweep.at({ row: 'linear on changes', budget: 20 });
      const early = sweep.ranked({ row, budget: 20 });
      return (
        early.every(({ values }) => Math.min(...values) > line) &&
        [40, 80].every(budget => {
          const { mean: error, values } = sweep.best({ row, budget });
          return Math.abs(error - line) < 0.005 && Math.min(...values) < line;
        })
      );
    }
  },
  {
    id: 'highest-helps',
    sentence: 'The highest temperature helps, for every seed',
    sweep: 'variables',
    opens: { rate: 0.01, budget: 20 },
    told: ({ alone, 'and highest': helped }) =>
      every(
        helped,
        (error, at) => error < alone[at],
        'ahead of the same seed without it'
      ),
    range:
      'ten seeds, at rates of 0.001 to 0.03, after the lesson’s 20 epochs: by 0.05 to 0.07 °C on average, and every seed is ahead. Up to 0.003 it is the same after 40 and after 80 epochs, and so it is at 0.01 after 40. Where both have learned too much by heart, less of it is left: eight of ten at 0.01 after 80 epochs; at 0.03 six of ten after 40 and three after 80, when the mean is no longer ahead.',
    holds: sweep =>
      VARIABLE_RATES.every(rate =>
        EPOCHS.every(budget => {
          const alone = sweep.at({ row: 'alone', rate, budget });
          const helped = sweep.at({ row: 'and highest', rate, budget });
          const ahead = alone.filter((error, at) => helped[at] < error).length;
          return ahead === (byHeart[`${rate}, ${budget}`] ?? 10);
        })
      )
  },
  {
    id: 'controls-do-not-help',
    sentence:
      'dice, and the highest temperature of *another* day, do not help like that.',
    sweep: 'variables',
    range:
      'ten seeds, at rates of 0.001 to 0.03, after 20, 40 and 80 epochs: the mean error is larger with either of them than without, by 0.01 to 0.17 °C. A number that says nothing is one more thing to learn by heart.',
    holds: sweep =>
      VARIABLE_RATES.every(rate =>
        EPOCHS.every(budget =>
          ['and dice', 'and highest of another day'].every(
            row =>
              pairedAbove(
                sweep.at({ row, rate, budget }),
                sweep.at({ row: 'alone', rate, budget }),
                () => ''
              ).verdict === 'holds'
          )
        )
      )
  },
  {
    id: 'week-carries',
    sentence:
      'The error hardly grows. The week carries the forecast: repeating yesterday ignores it and is off by thousands; repeating last week is not.',
    sweep: 'week',
    range:
      'networks at their own best rate, after 20, 40 and 80 epochs, ten seeds: from 385 to 402 births one day ahead to 423 to 429 twelve days ahead, a growth of 7 to 11 %. Repeating last week goes from 401 to 448, repeating yesterday from 1,619 to 2,737. The linear model, with 361 and 413, is ahead of all of them. At rates of 0.03 and 0.06 the network’s error grows more.',
    holds: sweep =>
      EPOCHS.every(budget => {
        const of = (row, measure) => sweep.best({ row, budget, measure }).mean;
        const [near, far] = ['1 day ahead', '12 days ahead'].map(
          measure => row => of(row, measure)
        );
        return (
          far('network') < 1.2 * near('network') &&
          near('as yesterday') > 1500 &&
          far('as yesterday') > 2500 &&
          far('as on the same day last week') < 1000 &&
          far('network') < far('as on the same day last week')
        );
      })
  },
  {
    id: 'persistence',
    sentence:
      '*as the day before*, also called **persistence**, reads one price, learns nothing, and none of the three is ahead of it.',
    sweep: 'price',
    opens: { rate: 0.01, budget: 20 },
    told: ({ [ON_PRICES]: networks, [PERSISTENCE]: [still] }) =>
      none(networks, error => error < still, 'ahead of the day before'),
    range:
      'ten seeds, at rates of 0.001 to 0.03, after 20 and after 40 epochs: the mean of the networks is behind at every rate, by 5 % at its best. Single seeds are ahead by up to 1.4 %. The linear model is level with it.',
    holds: sweep =>
      PRICE_EPOCHS.every(budget => {
        const [still] = sweep.best({ row: PERSISTENCE, budget }).values;
        return [0.001, 0.003, 0.01, 0.03].every(rate => {
          const networks = sweep.at({ row: ON_PRICES, rate, budget });
          return (
            mean(networks) > 1.04 * still &&
            Math.min(...networks) > 0.985 * still
          );
        });
      })
  }
];
