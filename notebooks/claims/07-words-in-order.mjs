// What lesson 07 claims of the mask, and the sweep over which it was tried.

import { every, mean } from '../../scripts/claims/verdicts.mjs';

const PATIENCE = [2, 12];
const ROWS = ['with a mask', 'no mask, zeros behind'];
/** The strongest simple rival: it counts words, and has no seed and no rate. */
const BAG = 'bag of words';

export const sweeps = {
  mask: {
    title: 'Praise or blame, with zeros behind the words',
    cells: [
      'imports',
      { id: 'sentences-data', until: 'table(' },
      { id: 'bag-code', until: 'const logs' },
      'model'
    ],
    knobs: {
      rate: [
        'adam({ learningRate: 0.005 })',
        'adam({ learningRate: swept.rate })'
      ]
    },
    takes: [
      'bagRight',
      'callbacks',
      'ids',
      'maker',
      'share',
      'test',
      'training',
      'validation'
    ],
    rows: [...ROWS, BAG],
    rates: [0.0012, 0.0025, 0.005, 0.01],
    seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    budgetName: 'patience',
    budgets: PATIENCE,
    measure: 'of the test right, %',
    small: { row: 'with a mask', rate: 0.005 },
    async train(lesson, { row, seed }) {
      if (row === BAG) {
        return PATIENCE.map(() => lesson.bagRight);
      }
      const { callbacks, ids, maker, share, test, training, validation } =
        lesson;
      const [from, by, on] = [training, validation, test].map(
        ({ texts, y }) => ({
          x: ids(texts),
          y
        })
      );
      const found = [];
      for (const patience of PATIENCE) {
        const model = maker(seed, { maskZero: row === 'with a mask' });
        await model.fit(from.x, from.y, {
          epochs: patience === 2 ? 10 : 30,
          batchSize: 32,
          verbose: 0,
          validationData: [by.x, by.y],
          callbacks: [
            callbacks.earlyStopping({
              monitor: 'valLoss',
              patience,
              restoreBestWeights: true
            })
          ]
        });
        found.push(share(model.predict(on.x).values, on.y));
      }
      return found;
    }
  }
};
export const claims = [
  {
    id: 'mask-stopped',
    sentence:
      'A good part comes back, so the state can carry words over the zeros.',
    sweep: 'mask',
    rows: ROWS,
    opens: { budget: 12 },
    told: ({ 'no mask, zeros behind': zeros }) =>
      every(zeros, right => right > 60, 'above 60 %'),
    range:
      'after up to 30 epochs with a patience of 12: at the lesson’s rate of 0.005, at half and at twice it, half of the seeds or more gain ten points, and on average the mask stays ahead. Some trainings never leave one half. At a quarter of the lesson’s rate everything comes back: all ten seeds have 79 % or more, and on average they are level with the networks with a mask.',
    holds(sweep) {
      const of = (row, budget) => sweep.best({ row, budget }).mean;
      const [soon, later] = PATIENCE.map(budget =>
        of('no mask, zeros behind', budget)
      );
      const [masked, maskedLater] = PATIENCE.map(budget =>
        of('with a mask', budget)
      );
      const slow = sweep.at({
        row: 'no mask, zeros behind',
        rate: 0.0012,
        budget: 12
      });
      const isAhead = [0.0025, 0.005, 0.01].every(rate => {
        const [mask, none] = ['with a mask', 'no mask, zeros behind'].map(row =>
          mean(sweep.at({ row, rate, budget: 12 }))
        );
        return mask > none + 5;
      });
      return (
        later > soon + 5 &&
        isAhead &&
        Math.min(...slow) > 79 &&
        Math.abs(maskedLater - later) < 1 &&
        Math.abs(maskedLater - masked) < 2
      );
    }
  }
];
