// What lesson 11 claims of its contenders, and the sweeps over which it was tried.

import { above, none } from '../../scripts/claims/verdicts.mjs';

const TAKES = ['classOf', 'errorLeft', 'keys', 'network', 'tasks', 'tensor'];

/** The error left on the test after each number of epochs, trained on from one to the next. */
async function errorsAfter(own, kind, task, { rate, seed }, budgets) {
  const { classOf, errorLeft, network, tensor } = own;
  const model = network(kind, task, rate, seed);
  const [x, y] = [tensor(task.training.x), tensor(task.training.y)];
  const errors = [];
  let initialEpoch = 0;
  for (const epochs of budgets) {
    await model.fit(x, y, { initialEpoch, epochs, batchSize: 32, verbose: 0 });
    initialEpoch = epochs;
    const rows = model.predict(task.test.x).toArray();
    const answers = rows.map(row => (task.classes ? classOf(row) : row[0]));
    errors.push(errorLeft(task, answers, task.test));
  }
  return errors;
}
const taskOf = (tasks, wanted) => tasks.find(({ name }) => name === wanted);

const common = {
  cells: [
    'imports',
    { id: 'tasks-data', until: 'table(' },
    'contenders-code',
    { id: 'train', until: 'const results' }
  ],
  takes: TAKES,
  seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  lowerIsBetter: true,
  measure: 'error left on the test, % of the simple guess'
};

export const sweeps = {
  race: {
    ...common,
    title: 'More a’s than b’s, in words longer than those learned',
    rows: ['GRU', 'LSTM'],
    rates: [0.02, 0.05, 0.08, 0.15],
    budgets: [40, 80],
    small: { row: 'LSTM', rate: 0.08 },
    train: (own, { row, ...job }) =>
      errorsAfter(own, row, taskOf(own.tasks, 'race'), job, [40, 80])
  },
  key: {
    ...common,
    title: 'Eight keys with a number each; one key is asked for',
    rows: ['GRU'],
    sizeName: 'examples',
    sizes: [800, 6400],
    rates: [0.005, 0.02, 0.08, 0.2],
    budgets: [30, 60],
    small: { row: 'GRU', size: 800, rate: 0.02 },
    train(own, { row, size, ...job }) {
      const task = { ...taskOf(own.tasks, 'key'), ...own.keys(8, size) };
      return errorsAfter(own, row, task, job, [30, 60]);
    }
  }
};
/** How many seeds leave more than a tenth of the simple guess's error. */
const off = values => values.filter(error => error > 10).length;

export const claims = [
  {
    id: 'race-gru',
    sentence: 'on longer ones it fails from all three seeds.',
    sweep: 'race',
    opens: { rate: 0.08, budget: 40 },
    told: ({ GRU }) => none(GRU, error => error <= 10, 'near'),
    range:
      'GRUs of 8 units, all four rates: after 40 epochs no seed of ten is near. After 80 one of ten is, at a rate of 0.08.',
    holds: sweep =>
      [0.02, 0.05, 0.08, 0.15].every(
        rate =>
          off(sweep.at({ row: 'GRU', rate, budget: 40 })) === 10 &&
          off(sweep.at({ row: 'GRU', rate, budget: 80 })) >= 9
      )
  },
  {
    id: 'race-lstm',
    sentence:
      'of ten seeds, five leave more than a tenth of the simple guess’s error, and at a rate of 0.02 all ten do.',
    sweep: 'race',
    range:
      'LSTMs of 8 units after 40 epochs, at 0.08, the best rate. After 80 epochs six of ten are within a tenth; at 0.15 some seeds are worse than the guess.',
    holds(sweep) {
      const seeds = (rate, budget) => sweep.at({ row: 'LSTM', rate, budget });
      return (
        off(seeds(0.08, 40)) === 5 &&
        off(seeds(0.02, 40)) === 10 &&
        off(seeds(0.08, 80)) === 4 &&
        Math.max(...seeds(0.15, 80)) > 100
      );
    }
  },
  {
    id: 'key-examples',
    sentence:
      'But the same eight units, given eight times as many examples, leave far less of the error.',
    sweep: 'key',
    compares: [
      { name: 'GRU, 800 examples', row: 'GRU', size: 800 },
      { name: 'GRU, 6,400 examples', row: 'GRU', size: 6400 }
    ],
    told: ({ 'GRU, 800 examples': few, 'GRU, 6,400 examples': many }) =>
      above(
        few,
        many,
        (error, less) => `${(error / less).toFixed(1)}× the error`
      ),
    range:
      'GRUs of 8 units, each at its own rate, after 30 and after 60 epochs: the worst of ten seeds with 6,400 examples is ahead of the best with 800.',
    holds: sweep =>
      [30, 60].every(budget => {
        const few = sweep.best({ row: 'GRU', size: 800, budget });
        const many = sweep.best({ row: 'GRU', size: 6400, budget });
        return (
          many.mean < few.mean / 2 &&
          Math.max(...many.values) < Math.min(...few.values)
        );
      })
  }
];
