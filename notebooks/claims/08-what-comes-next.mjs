// What lesson 08 claims of networks and counts, and the sweep over which it was tried.

import { every } from '../../scripts/claims/verdicts.mjs';

const EPOCHS = [15, 30, 60];
const COUNTS = {
  'counts of order 3': 3,
  'counts of order 5': 5,
  'counts of order 6': 6
};

export const sweeps = {
  names: {
    title: 'The next letter of names that no model has seen',
    cells: [
      'imports',
      { id: 'names-data', until: 'table(' },
      { id: 'counts-table', until: 'table(' },
      { id: 'maker-code', until: 'show(' },
      { id: 'train', until: 'interface Writer' }
    ],
    knobs: {
      rate: [
        'adam({ learningRate: 0.01 })',
        'adam({ learningRate: swept.rate })'
      ]
    },
    takes: [
      'counts',
      'dotted',
      'held',
      'maker',
      'material',
      'orders',
      'perplexity'
    ],
    rows: ['LSTM, 64 units', ...Object.keys(COUNTS)],
    rates: [0.003, 0.01, 0.03, 0.06],
    seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    budgets: EPOCHS,
    measure: 'perplexity on names that no model has seen',
    lowerIsBetter: true,
    small: { row: 'counts of order 5', rate: 0.01 },
    async train(
      { counts, dotted, held, maker, material, orders, perplexity },
      { row, seed }
    ) {
      if (row in COUNTS) {
        const told = counts[orders.indexOf(COUNTS[row])].perplexity(
          dotted(held)
        );
        return EPOCHS.map(() => told);
      }
      const model = maker(seed);
      const found = [];
      let initialEpoch = 0;
      for (const epochs of EPOCHS) {
        await model.fit(material.x, material.y, {
          initialEpoch,
          epochs,
          batchSize: 16,
          verbose: 0
        });
        initialEpoch = epochs;
        found.push(await perplexity(model, held));
      }
      return found;
    }
  }
};

const NETWORK = 'LSTM, 64 units';

export const claims = [
  {
    id: 'between-counts',
    sentence:
      'For every seed, the network is much better than counting two letters back, and worse than counting four or five.',
    sweep: 'names',
    opens: { rate: 0.01, budget: 15 },
    told: ({
      [NETWORK]: networks,
      'counts of order 3': [two],
      'counts of order 5': [four],
      'counts of order 6': [five]
    }) =>
      every(
        networks,
        each => each < two && each > four && each > five,
        'between counting two letters back and counting four'
      ),
    range:
      'rates of 0.003 to 0.06, ten seeds: perplexities of 7.7 to 8.6 after the lesson’s 15 epochs, beside 8.9 for two letters back and 7.1 for four or five. Trained two or four times as long, at its best rate, it gains nothing.',
    holds(sweep) {
      const [two, four, five] = [3, 5, 6].map(
        order => sweep.at({ row: `counts of order ${order}`, budget: 15 })[0]
      );
      return EPOCHS.every(budget =>
        sweep
          .ranked({ row: NETWORK, budget })
          .every(
            ({ values }) =>
              Math.max(...values) < two &&
              Math.min(...values) > Math.max(four, five) + 0.4
          )
      );
    }
  }
];
