// What lesson 01 claims of how much a state holds, and the sweep over which it was tried.

import { every } from '../../scripts/claims/verdicts.mjs';

const UNITS = { '1 unit': 1, '2 units': 2, '4 units': 4, '6 units': 6 };
const EPOCHS = [25, 50, 100];

export const sweeps = {
  bottleneck: {
    title: 'Did it rain today, yesterday, … five days ago?',
    cells: [
      'imports',
      'counting-data',
      { id: 'bottleneck-train', until: 'const sizes' }
    ],
    knobs: {
      rate: [
        "learningRate: 0.02 }), loss: 'binaryCrossentropy'",
        "learningRate: swept.rate }), loss: 'binaryCrossentropy'"
      ],
      seed: ['{ seed: 1 }', '{ seed: swept.seed }'],
      epochs: ['epochs: 25', 'epochs: swept.epochs']
    },
    takes: ['rememberWith'],
    rows: Object.keys(UNITS),
    rates: [0.005, 0.02, 0.08, 0.2],
    seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    budgets: EPOCHS,
    measures: ['yesterday', '3 days ago', '5 days ago'],
    measure: 'right on days of 2015, %',
    small: { row: '1 unit', rate: 0.02 },
    async train({ rememberWith, swept }, { row, seed }) {
      const found = [];
      for (const epochs of EPOCHS) {
        Object.assign(swept, { seed, epochs });
        const rights = await rememberWith(UNITS[row]);
        found.push(rights[1], rights[3], rights[5]);
      }
      return found;
    }
  }
};

/** At its own best rate: right about so long ago, after so many epochs. */
const right = (sweep, row, measure, budget) =>
  sweep.best({ row, measure, budget }).mean;

export const claims = [
  {
    id: 'a-day-a-unit',
    sentence:
      'Each extra unit buys the network roughly one more day of certainty.',
    sweep: 'bottleneck',
    measure: '5 days ago',
    opens: { rate: 0.02, budget: 25 },
    told({ '4 units': four, '6 units': six }) {
      const early = four.filter(share => share >= 95).length;
      return early > 0
        ? { verdict: 'fails', words: `${early} with 4 units` }
        : every(six, share => share >= 95, 'with 6 units');
    },
    range:
      '1 to 6 units, 25 to 100 epochs, each at its own rate: right in nine of ten about yesterday from 2 units on, about three days ago from 4, about five days ago with 6. At a rate of 0.2 networks of 6 units fail from some seeds.',
    holds: sweep =>
      EPOCHS.every(
        budget =>
          right(sweep, '1 unit', 'yesterday', budget) < 88 &&
          right(sweep, '2 units', 'yesterday', budget) > 90 &&
          right(sweep, '2 units', '3 days ago', budget) < 85 &&
          right(sweep, '4 units', '3 days ago', budget) > 94 &&
          right(sweep, '4 units', '5 days ago', budget) < 81 &&
          right(sweep, '6 units', '5 days ago', budget) > 99
      )
  }
];
