// What lesson 16 claims of two looks and of a state, and the sweeps over which it was tried.

import { above, mean, none } from '../../scripts/claims/verdicts.mjs';

const AGAIN = [10, 20, 40];
const COIN = [15, 30, 60];
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const RATES = [0.003, 0.01, 0.03, 0.06];
const TOSSES = ['10 tosses', '40 tosses'];
const LSTM = 'LSTM, 32 units';
const ONE = 'one layer of attention';
const TWO = 'two layers';
const HEADS = ['1 head', '2 heads', '4 heads'];
const LETTERS_AGO = [15, 30];
const COINS = ['LSTM, 6 units', 'Transformer, two blocks'];
/** Rows are a network and the sequences that it learns from. */
const [TWO_200, LSTM_200, LSTM_1600] = [
  `${TWO}, 200 sequences`,
  `${LSTM}, 200 sequences`,
  `${LSTM}, 1600 sequences`
];
const DATA_RATES = [0.001, 0.003, 0.01, 0.03, 0.06];
const UPDATES = [250, 500];
const BATCH = 32;

/** Goes on to each budget in turn, and measures there. */
async function throughBudgets(model, { x, y }, budgets, measured) {
  const found = [];
  let initialEpoch = 0;
  for (const epochs of budgets) {
    await model.fit(x, y, {
      initialEpoch,
      epochs,
      batchSize: BATCH,
      verbose: 0
    });
    initialEpoch = epochs;
    found.push(...measured(model));
  }
  return found;
}

/** A network that reads the rounds, ready to learn. */
function reader(lesson, kind, learningRate, seed) {
  const { LETTERS, WIDTH, kinds, layers, optimizers } = lesson;
  const model = lesson.sequential(
    [
      layers.embedding({ inputDim: LETTERS.length, outputDim: WIDTH }),
      ...kinds[kind](),
      layers.dense({ units: LETTERS.length, activation: 'softmax' })
    ],
    { seed, dtype: 'f32' }
  );
  model.compile({
    optimizer: optimizers.adam({ learningRate, globalClipNorm: 1 }),
    loss: 'sparseCategoricalCrossentropy'
  });
  return model;
}

export const sweeps = {
  rounds: {
    title: 'A pattern that comes again: letters after the first round',
    cells: [
      'imports',
      'block-code',
      { id: 'delay-train', until: 'const SIX' },
      'again-data',
      'kinds',
      { id: 'again-train', until: 'async function learn' }
    ],
    takes: [
      ...['LETTERS', 'WIDTH', 'kinds', 'layers', 'optimizers'],
      ...['scoresOf', 'sequential', 'test', 'training']
    ],
    rows: [LSTM, ONE, TWO],
    rates: RATES,
    seeds: SEEDS,
    budgets: AGAIN,
    measure: 'letters right, %',
    small: { row: LSTM, rate: 0.01 },
    async train(lesson, { row, rate, seed }) {
      return throughBudgets(
        reader(lesson, row, rate, seed),
        lesson.training,
        AGAIN,
        trained => lesson.scoresOf(trained, lesson.test).slice(0, 1)
      );
    }
  },
  data: {
    title: 'A pattern that comes again, by the sequences to learn from',
    cells: [
      'imports',
      'block-code',
      { id: 'delay-train', until: 'const SIX' },
      'again-data',
      'kinds',
      { id: 'again-train', until: 'async function learn' }
    ],
    takes: [
      ...['LETTERS', 'WIDTH', 'kinds', 'layers', 'optimizers', 'rounds'],
      ...['scoresOf', 'sequential', 'test']
    ],
    rows: [TWO_200, LSTM_200, LSTM_1600],
    rates: DATA_RATES,
    seeds: SEEDS,
    budgets: UPDATES,
    budgetName: 'updates',
    measure: 'letters right, %',
    small: { row: LSTM_200, rate: 0.01 },
    async train(lesson, { row, rate, seed }) {
      const [, kind, count] = /^(.*), (\d+) sequences$/.exec(row);
      const from = lesson.rounds(Number(count), 1);
      const epochs = UPDATES.map(updates =>
        Math.round((updates * BATCH) / Number(count))
      );
      return throughBudgets(
        reader(lesson, kind, rate, seed),
        from,
        epochs,
        trained => lesson.scoresOf(trained, lesson.test).slice(0, 1)
      );
    }
  },
  heads: {
    title: 'Two letters of the past, by the number of heads',
    cells: [
      'imports',
      'block-code',
      { id: 'delay-train', until: 'async function namer' },
      { id: 'heads-train', until: 'const byHeads' }
    ],
    takes: [
      ...['SIX', 'TWO_BACK', 'WIDTH', 'layers', 'lettersAgo', 'look'],
      ...['named', 'optimizers', 'sequential']
    ],
    rows: HEADS,
    rates: [0.005, 0.01, 0.02, 0.04],
    seeds: SEEDS,
    budgets: LETTERS_AGO,
    measure: 'both letters right, %',
    small: { row: HEADS[0], rate: 0.02 },
    async train(lesson, { row, rate, seed }) {
      const { SIX, TWO_BACK, WIDTH, layers, lettersAgo, look, named } = lesson;
      const heads = Number(row.split(' ')[0]);
      const model = lesson.sequential(
        [
          layers.embedding({ inputDim: SIX, outputDim: WIDTH }),
          look({ heads, rotary: true }),
          layers.dense({ units: SIX * TWO_BACK.length })
        ],
        { seed, dtype: 'f32' }
      );
      model.compile({
        optimizer: lesson.optimizers.adam({
          learningRate: rate,
          globalClipNorm: 1
        }),
        loss: 'meanSquaredError'
      });
      const training = lettersAgo(400, 12, 1, TWO_BACK);
      const { x } = lettersAgo(100, 12, 2, TWO_BACK);
      return throughBudgets(model, training, LETTERS_AGO, trained => [
        named(trained, x, TWO_BACK)
      ]);
    }
  },
  coin: {
    title: 'Heads, an odd number of times: after the last toss',
    cells: [
      'imports',
      'block-code',
      { id: 'delay-train', until: 'const SIX' },
      { id: 'parity-train', until: 'const counted' }
    ],
    takes: [
      ...['WIDTH', 'counters', 'layers', 'mean', 'optimizers'],
      ...['sequential', 'tossed']
    ],
    rows: COINS,
    rates: [0.001, 0.003, 0.01],
    seeds: SEEDS,
    budgets: COIN,
    measures: TOSSES,
    measure: 'right, %',
    small: { row: COINS[0], rate: 0.01 },
    async train(lesson, { row, rate, seed }) {
      const { WIDTH, counters, layers, mean, optimizers, tossed } = lesson;
      const model = lesson.sequential(
        [
          layers.embedding({ inputDim: 2, outputDim: WIDTH }),
          ...counters[row](),
          layers.dense({ units: 1, activation: 'sigmoid' })
        ],
        { seed, dtype: 'f32' }
      );
      model.compile({
        optimizer: optimizers.adam({ learningRate: rate, globalClipNorm: 1 }),
        loss: 'binaryCrossentropy'
      });
      const [training, ...tests] = tossed;
      return throughBudgets(model, training, COIN, trained =>
        tests.map(({ x, y }) => {
          const last = trained
            .predict(x)
            .toArray()
            .map(rows => Math.round(rows.at(-1)[0]));
          return (
            100 * mean(last.map((each, at) => Number(each === y[at].at(-1)[0])))
          );
        })
      );
    }
  }
};

const points = (one, other) =>
  above(one, other, (high, low) => `${Math.round(high - low)} points`);

export const claims = [
  {
    id: 'again',
    sentence:
      'Two layers get more letters right than the LSTM, which has more than twice as many weights.',
    sweep: 'rounds',
    rows: [TWO, LSTM, ONE],
    opens: { rate: 0.01, budget: 20 },
    told: rows => points(rows[TWO], rows[LSTM]),
    range:
      'after 20 and 40 epochs, each at its own best rate from 0.003 to 0.06: in the mean of ten seeds two layers get at least 3 points more than the LSTM, and one layer at least 20 fewer.',
    holds: sweep =>
      [20, 40].every(budget => {
        const [two, one, lstm] = [TWO, ONE, LSTM].map(
          row => sweep.best({ row, budget }).mean
        );
        return two > lstm + 3 && one < lstm - 20;
      })
  },
  {
    id: 'data',
    sentence:
      'From 200 sequences of the pattern, two layers get far fewer letters wrong than the LSTM.',
    sweep: 'data',
    rows: [TWO_200, LSTM_200, LSTM_1600],
    opens: { rate: 0.01, budget: 500 },
    told: rows => points(rows[TWO_200], rows[LSTM_200]),
    range:
      'each at its own best rate from 0.001 to 0.06, in the mean of ten seeds: two layers are ahead by at least 15 points after 250 updates, and by at least 25 after 500. From 1,600 sequences the LSTM comes within 3 points of them after 500 updates, and is ahead of them after 250. At 0.01 and 0.03 two layers are ahead at both budgets; at 0.001 and 0.06 they are behind at both, at 0.003 after 250 updates alone.',
    holds(sweep) {
      const [early, late] = UPDATES.map(budget =>
        [TWO_200, LSTM_200, LSTM_1600].map(
          row => sweep.best({ row, budget }).mean
        )
      );
      /** The rates at which two layers are ahead. */
      const [aheadEarly, aheadLate] = UPDATES.map(budget =>
        DATA_RATES.filter(rate => {
          const [two, lstm] = [TWO_200, LSTM_200].map(row =>
            mean(sweep.at({ row, rate, budget }))
          );
          return two > lstm;
        })
      );
      return (
        early[0] > early[1] + 15 &&
        late[0] > late[1] + 25 &&
        Math.abs(late[0] - late[2]) < 3 &&
        early[2] > early[0] &&
        String(aheadEarly) === '0.01,0.03' &&
        String(aheadLate) === '0.003,0.01,0.03'
      );
    }
  },
  {
    id: 'heads',
    sentence:
      'One head is too few for two looks; two are enough, but training does not find both places from every seed.',
    sweep: 'heads',
    rows: HEADS,
    opens: { rate: 0.02, budget: 30 },
    told(rows) {
      const found = rows[HEADS[1]].filter(right => right > 90).length;
      const isOneLost = rows[HEADS[0]].every(right => right < 30);
      const isTrue = isOneLost && found > 0 && found < 10;
      return {
        verdict: isTrue ? 'holds' : isOneLost && found > 0 ? 'partly' : 'fails',
        words: `${found} of 10 seeds of two heads above 90 %`
      };
    },
    range:
      'after 15 and 30 epochs, at each rate from 0.005 to 0.04: one head gets fewer than 30 % right from each of ten seeds; with two heads at least one seed gets more than 90 %, and at least one fewer than 40 %. Four heads, each at its own best rate, are ahead of two in the mean.',
    holds: sweep =>
      [15, 30].every(
        budget =>
          [0.005, 0.01, 0.02, 0.04].every(rate => {
            const [one, two] = HEADS.map(row =>
              sweep.at({ row, rate, budget })
            );
            return (
              Math.max(...one) < 30 &&
              Math.max(...two) > 90 &&
              Math.min(...two) < 40
            );
          }) &&
          sweep.best({ row: HEADS[2], budget }).mean >
            sweep.best({ row: HEADS[1], budget }).mean
      )
  },
  {
    id: 'tracks',
    sentence:
      'After 40 tosses no Transformer is much better than a coin, and each LSTM is nearly always right.',
    sweep: 'coin',
    measure: TOSSES[1],
    rows: COINS,
    opens: { rate: 0.003, budget: 30 },
    told: rows =>
      none(rows[COINS[1]], right => right > 65, 'Transformers above 65 %'),
    range:
      'after 30 and 60 epochs: no Transformer of ten seeds, at any rate from 0.001 to 0.01, is right after more than 65 % of rows of 40 tosses; the LSTM at its own best rate is right after at least 95 % of them in the mean.',
    holds: sweep =>
      [30, 60].every(
        budget =>
          sweep.best({ row: COINS[0], measure: TOSSES[1], budget }).mean > 95 &&
          [0.001, 0.003, 0.01].every(rate =>
            sweep
              .at({ row: COINS[1], measure: TOSSES[1], rate, budget })
              .every(right => right < 65)
          )
      )
  }
];
