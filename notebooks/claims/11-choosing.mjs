// What lesson 11 claims of the luck in choosing, and the sweep over which it was tried.

import { mean, pairedAbove } from '../../scripts/claims/verdicts.mjs';

const ROWS = [
  'the first four weeks',
  'four other weeks in one piece',
  '28 days, drawn by lot',
  '28 days, spread over the year',
  'the whole year'
];
const TRIED = [5, 10, 20];
/** Twenty trainings answer for every row: each search is run once. */
const searches = new Map();

export const sweeps = {
  chosen: {
    title:
      'The best setting of so many, chosen by days of 2012, in the fresh year 2013',
    cells: [
      'imports',
      { id: 'years-data', until: 'table(' },
      { id: 'pipeline-code', until: 'console.log' },
      'search-code',
      { id: 'search-train', until: 'show(' },
      { id: 'lead-days', until: 'table(' }
    ],
    knobs: {
      draws: [
        'for (const seed of [1, 2, 3]) {',
        'for (const seed of [] as number[]) {'
      ]
    },
    takes: [
      'STRETCHES',
      'apart',
      'byLot',
      'daysOf2012',
      'found',
      'leftBy',
      'places',
      'stretch',
      'twenty'
    ],
    rows: ROWS,
    seeds: Array.from({ length: 20 }, (_, at) => at + 1),
    budgetName: 'settings tried',
    budgets: TRIED,
    measure: 'of the lead where it was chosen, left in 2013, %',
    drawsRates: true,
    small: { row: 'the whole year' },
    async train(own, { row, seed }) {
      const { found, leftBy, places } = own;
      if (!searches.has(seed)) {
        searches.set(seed, await own.twenty(seed));
      }
      const { errors } = searches.get(seed);
      const mean = values =>
        values.reduce((sum, each) => sum + each, 0) / values.length;
      const left = {
        [ROWS[0]]: () => own.stretch(0),
        [ROWS[1]]: () => mean(places(1, own.STRETCHES).map(own.stretch)),
        [ROWS[2]]: () => mean(places(0, 20).map(own.byLot)),
        [ROWS[3]]: () => mean(places(0, own.STRETCHES).map(own.apart)),
        [ROWS[4]]: () => leftBy(own.daysOf2012)
      };
      return TRIED.map(count => {
        found.splice(0, found.length, { errors: errors.slice(0, count) });
        return left[row]();
      });
    }
  }
};

const [FIRST, OTHERS, BY_LOT, SPREAD, YEAR] = ROWS;

export const claims = [
  {
    id: 'any-28-days',
    sentence: 'With any 28 days, less is left than with a whole year',
    sweep: 'chosen',
    opens: { budget: 20 },
    told: ({ [YEAR]: year, ...others }) => {
      const most = Object.values(others).reduce((one, other) =>
        mean(one) > mean(other) ? one : other
      );
      return pairedAbove(
        year,
        most,
        (whole, some) =>
          `of a lead ${whole.toFixed(0)} % are left by the year, at most ${some.toFixed(0)} by 28 days`
      );
    },
    range:
      'the best of five settings, of ten and of twenty, over twenty searches, each beside itself: chosen by the whole year about all of the lead is left in 2013. 28 days spread over the year leave 65 to 72 % of it, other four weeks in one piece or 28 days drawn by lot 55 to 63 %.',
    holds: sweep =>
      TRIED.every(budget => {
        const year = sweep.at({ row: YEAR, budget });
        return [FIRST, OTHERS, BY_LOT, SPREAD].every(
          row =>
            pairedAbove(year, sweep.at({ row, budget }), () => '').verdict ===
            'holds'
        );
      })
  },
  {
    id: 'first-weeks',
    sentence:
      'But the first four weeks of the year are an especially bad choice: other weeks leave more, and so do days drawn by lot.',
    sweep: 'chosen',
    range:
      'twenty searches, of five, ten and twenty settings: the first four weeks leave 22, 7 and 10 % of a lead on average. Other weeks and days drawn by lot leave 55 to 63 %; the days are ahead of the weeks by 4 to 8 %, hardly more than chance.',
    holds: sweep =>
      TRIED.every(budget => {
        const of = row => sweep.at({ row, budget });
        const isAbove = (one, other) =>
          pairedAbove(of(one), of(other), () => '').verdict;
        return (
          isAbove(OTHERS, FIRST) === 'holds' &&
          isAbove(BY_LOT, FIRST) === 'holds' &&
          Math.abs(mean(of(BY_LOT)) - mean(of(OTHERS))) < 9
        );
      })
  },
  {
    id: 'spread',
    sentence: 'Days *spread* over the year leave a little more still.',
    sweep: 'chosen',
    range:
      'the mean of twenty searches, of ten and of twenty settings: 28 days spread evenly leave 4 to 9 % of a lead more than days drawn by lot, and 10 to 17 % more than weeks in one piece. Of five settings, and over ten searches, that is within chance.',
    holds: sweep =>
      TRIED.slice(1).every(budget =>
        [OTHERS, BY_LOT].every(
          row =>
            pairedAbove(
              sweep.at({ row: SPREAD, budget }),
              sweep.at({ row, budget }),
              () => ''
            ).verdict === 'holds'
        )
      )
  }
];
