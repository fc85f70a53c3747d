// What lesson 12 claims of its contenders, and the sweeps over which it was tried.

import {
  above,
  errorsApart,
  mean,
  none
} from '../../scripts/claims/verdicts.mjs';

const TAKES = ['classOf', 'errorLeft', 'keys', 'network', 'tasks', 'tensor'];
/** The strongest simple rival: it has no seed, no rate and no units. */
const LINEAR = 'linear';

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
const linearErrors = (own, task, budgets) => {
  const [{ test }] = own.linear(task).seeds;
  return budgets.map(() => test);
};
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

const WIND_EPOCHS = [30, 60, 120];

export const sweeps = {
  race: {
    ...common,
    title: 'More a’s than b’s, in words longer than those learned',
    rows: ['GRU', 'LSTM'],
    rates: [0.02, 0.05, 0.08, 0.15],
    budgets: [40, 80, 160],
    small: { row: 'LSTM', rate: 0.08 },
    train: (own, { row, ...job }) =>
      errorsAfter(own, row, taskOf(own.tasks, 'race'), job, [40, 80, 160])
  },
  key: {
    ...common,
    title: 'Eight keys with a number each; one key is asked for',
    rows: ['GRU'],
    sizeName: 'examples',
    sizes: [800, 6400],
    rates: [0.005, 0.02, 0.08, 0.2],
    budgets: [30, 60, 120],
    small: { row: 'GRU', size: 800, rate: 0.02 },
    train(own, { row, size, ...job }) {
      const task = { ...taskOf(own.tasks, 'key'), ...own.keys(8, size) };
      return errorsAfter(own, row, task, job, [30, 60, 120]);
    }
  },
  wind: {
    ...common,
    title: 'The wind on the last rainy day',
    takes: [...TAKES, 'linear'],
    rows: ['RNN', 'GRU', 'LSTM', 'attention', LINEAR],
    rates: [0.005, 0.02, 0.08, 0.2],
    budgets: WIND_EPOCHS,
    small: { row: 'GRU', rate: 0.02 },
    train(own, { row, ...job }) {
      const task = taskOf(own.tasks, 'wind');
      return row === LINEAR
        ? linearErrors(own, task, WIND_EPOCHS)
        : errorsAfter(own, row, task, job, WIND_EPOCHS);
    }
  }
};
/** How many seeds leave more than a tenth of the simple guess's error. */
const off = values => values.filter(error => error > 10).length;

export const claims = [
  {
    id: 'race-gru',
    sentence: 'on longer ones it fails from all five seeds.',
    sweep: 'race',
    opens: { rate: 0.08, budget: 40 },
    told: ({ GRU }) => none(GRU, error => error <= 10, 'near'),
    range:
      'GRUs of 8 units, all four rates: after 40 epochs no seed of ten is near. After 80, one of ten is, at a rate of 0.15; after 160, none.',
    holds: sweep =>
      [0.02, 0.05, 0.08, 0.15].every(
        rate =>
          off(sweep.at({ row: 'GRU', rate, budget: 40 })) === 10 &&
          off(sweep.at({ row: 'GRU', rate, budget: 80 })) >= 9 &&
          off(sweep.at({ row: 'GRU', rate, budget: 160 })) === 10
      )
  },
  {
    id: 'race-lstm',
    sentence:
      'of ten seeds, five leave more than a tenth of the simple guess’s error, and at a rate of 0.02 all ten do.',
    sweep: 'race',
    range:
      'LSTMs of 8 units after 40 epochs, at 0.08, the best rate. After 80 epochs and after 160, six of ten are within a tenth; at 0.15 some seeds are worse than the guess.',
    holds(sweep) {
      const seeds = (rate, budget) => sweep.at({ row: 'LSTM', rate, budget });
      return (
        off(seeds(0.08, 40)) === 5 &&
        off(seeds(0.02, 40)) === 10 &&
        off(seeds(0.08, 80)) === 4 &&
        off(seeds(0.08, 160)) === 4 &&
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
      'GRUs of 8 units, each at its own rate, after 30, 60 and 120 epochs: the worst of ten seeds with 6,400 examples is ahead of the best with 800.',
    holds: sweep =>
      [30, 60, 120].every(budget => {
        const few = sweep.best({ row: 'GRU', size: 800, budget });
        const many = sweep.best({ row: 'GRU', size: 6400, budget });
        return (
          many.mean < few.mean / 2 &&
          Math.max(...many.values) < Math.min(...few.values)
        );
      })
  },
  {
    id: 'wind-epochs',
    sentence:
      'Trained four times as long, attention is less than ten points behind the GRU on average.',
    sweep: 'wind',
    opens: { budget: 120 },
    told({ GRU: gru, attention }) {
      const behind = mean(attention) - mean(gru);
      return {
        verdict: behind < 10 ? 'holds' : 'fails',
        words: `${behind.toFixed(1)} points behind`
      };
    },
    range:
      'networks of 8 units, each at its own best rate from 0.005 to 0.2, ten seeds: attention is 16 points behind the GRU after the lesson’s 30 epochs, 5 after 60 and 4 after 120, each time by more than chance; after 120 epochs the worst seed is 8 points behind the GRU’s mean. The LSTM, too, stays behind. At 0.08 attention leaves more than half of the error.',
    holds: sweep =>
      WIND_EPOCHS.every((budget, at) => {
        const [gru, lstm, attention] = ['GRU', 'LSTM', 'attention'].map(row =>
          sweep.best({ row, budget })
        );
        const behind = attention.mean - gru.mean;
        const [most, fewest] = [
          [17, 15],
          [6, 5],
          [4, 3]
        ][at];
        return (
          behind < most &&
          behind > fewest &&
          [lstm, attention].every(
            ({ values }) => errorsApart(values, gru.values) > 2
          ) &&
          mean(sweep.at({ row: 'attention', rate: 0.08, budget })) > 50
        );
      })
  }
];
