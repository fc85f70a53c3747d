// What lesson 08 claims of changes and levels, and the sweep over which it was tried.

import { every, mean } from '../../scripts/claims/verdicts.mjs';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const RATES = [0.003, 0.01, 0.03];
const EPOCHS = [20, 40, 80];
const KNOBS = {
  rate: ['adam({ learningRate: 0.01 })', 'adam({ learningRate: swept.rate })'],
  epochs: ['fit: { epochs: 20,', 'fit: { epochs: swept.epochs,']
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
  }
};
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
  }
];
