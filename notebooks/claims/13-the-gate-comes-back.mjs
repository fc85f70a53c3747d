// What lesson 13 claims of gates and their sign, and the sweep over which it was tried.

import { every } from '../../scripts/claims/verdicts.mjs';

export const sweeps = {
  parity: {
    title: 'Heads an odd number of times? Trained on 10 tosses',
    cells: ['imports', { id: 'parity-train', until: 'const parities' }],
    takes: ['layers', 'oneBit', 'optimizers', 'sequential', 'tosses'],
    rows: ['LSTM', 'keep between 0 and 1', 'keep between −1 and 1'],
    rates: [0.003, 0.01, 0.03, 0.1],
    seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    budgets: [40, 80],
    measure: 'right after the last of 10 tosses, %',
    small: { row: 'LSTM', rate: 0.03 },
    async train(
      { layers, oneBit, optimizers, sequential, tosses },
      { row, rate, seed }
    ) {
      const [learned, test] = [tosses(200, 10, 1), tosses(200, 10, 2)];
      const model = sequential(
        [oneBit[row](seed), layers.dense({ units: 1, activation: 'sigmoid' })],
        { seed }
      );
      model.compile({
        optimizer: optimizers.adam({ learningRate: rate, globalClipNorm: 1 }),
        loss: 'binaryCrossentropy'
      });
      const found = [];
      for (const epochs of [40, 80]) {
        await model.fit(learned.x, learned.y, {
          initialEpoch: epochs - 40,
          epochs,
          batchSize: 32,
          verbose: 0
        });
        const last = model
          .predict(test.x)
          .toArray()
          .map(row => Math.round(row.at(-1)[0]));
        const right = last.filter(
          (answer, at) => answer === test.y[at].at(-1)[0]
        );
        found.push((100 * right.length) / last.length);
      }
      return found;
    }
  }
};
const everySeed = (sweep, row, budget) =>
  [0.003, 0.01, 0.03, 0.1].flatMap(rate => sweep.at({ row, rate, budget }));

export const claims = [
  {
    id: 'sign',
    sentence:
      'With a keep between 0 and 1 the cell guesses; with a keep between −1 and 1 it is right, at 40 tosses as well.',
    sweep: 'parity',
    opens: { rate: 0.03, budget: 40 },
    told({ 'keep between 0 and 1': share, 'keep between −1 and 1': signed }) {
      const beats = share.filter(right => right > 62).length;
      return beats > 0
        ? { verdict: 'fails', words: `${beats} right without a sign` }
        : every(signed, right => right > 97, 'right');
    },
    range:
      'one plain cell of 6 units whose gate reads the input alone, at 10 tosses: between 0 and 1 no seed of ten beats 62 % at any rate, after 80 epochs either; between −1 and 1, at its best rate, all ten are right. (40 tosses: three seeds, in the lesson.)',
    holds: sweep =>
      [40, 80].every(
        budget =>
          Math.max(...everySeed(sweep, 'keep between 0 and 1', budget)) < 62 &&
          Math.min(
            ...sweep.best({ row: 'keep between −1 and 1', budget }).values
          ) > 97
      )
  }
];
