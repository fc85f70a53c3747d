// What lesson 04 claims of counting further than was learned, and the sweep over which it was tried.

import { errorsApart } from '../../scripts/claims/verdicts.mjs';

const BUDGETS = [400, 800];
/** So many a's are asked for; at most ten were learned from. */
const ASKED = 40;

export const sweeps = {
  counting: {
    title: 'More a’s than b’s so far? Learned from up to 10 a’s, asked for 40',
    cells: [
      'imports',
      { id: 'births-train', until: 'const onBirths' },
      { id: 'count-train', until: 'const counted' }
    ],
    takes: ['compare', 'network', 'short'],
    rows: ['GRU, 2 units', 'GRU, 4 units', 'GRU, 8 units', 'LSTM, 2 units'],
    rates: [0.01, 0.03, 0.1, 0.3],
    seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    budgets: BUDGETS,
    measure: 'steps between the right place and the answer’s turn',
    lowerIsBetter: true,
    small: { row: 'LSTM, 2 units', rate: 0.03 },
    async train({ compare, network, short }, { row, rate, seed }) {
      const [, kind, units] = /^(\w+), (\d) units$/.exec(row);
      const model = network(kind, {
        units: Number(units),
        returnSequences: true,
        rate,
        activation: 'sigmoid'
      })(seed);
      const found = [];
      let initialEpoch = 0;
      for (const epochs of BUDGETS) {
        await model.fit(short.x, short.y, {
          initialEpoch,
          epochs,
          batchSize: 10,
          verbose: 0
        });
        initialEpoch = epochs;
        const says = model.predict(compare([ASKED], 3 * ASKED + 10).x).values;
        const turns = says.findIndex((value, t) => t >= ASKED && value < 0.5);
        const at = turns < 0 ? says.length : turns;
        found.push(Math.abs(at - (2 * ASKED - 1)));
      }
      return found;
    }
  }
};

const GRUS = ['GRU, 2 units', 'GRU, 4 units', 'GRU, 8 units'];

export const claims = [
  {
    id: 'parameters',
    sentence:
      "More parameters do not help the GRU: the row with four units has more than the LSTM's two.",
    sweep: 'counting',
    opens: { budget: 400 },
    told(scores) {
      const [smallest, ...larger] = GRUS.map(row => scores[row]);
      const ahead = larger.filter(each => errorsApart(smallest, each) > 2);
      return ahead.length === 0
        ? { verdict: 'holds', words: 'none is ahead' }
        : {
            verdict: ahead.length === larger.length ? 'fails' : 'partly',
            words: `${ahead.length} of ${larger.length} larger ahead`
          };
    },
    range:
      'after 400 and 800 epochs, each row at its own rate: GRUs of 2, 4 and 8 units turn 15 to 21 steps from the right place on average, and among them is no difference beyond chance; the LSTM of 2 units turns 2 to 3 steps from it, with one seed of ten 20 steps off at a rate of 0.3. At 0.01 and 0.03, where all are worse than at their own rates, larger GRUs turn some steps sooner.',
    holds: sweep =>
      BUDGETS.every(budget => {
        const lstm = sweep.best({ row: 'LSTM, 2 units', budget }).mean;
        const grus = GRUS.map(row => sweep.best({ row, budget }).mean);
        return Math.min(...grus) > 15 && lstm < 4;
      })
  }
];
