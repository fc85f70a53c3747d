// What the stored rows say of each claim.

import { cellsOf } from './program.mjs';
import { resultsOf } from './ledger.mjs';

/** A sweep's results at each row's best rate: of each measure a table, a line a row and size. */
function tablesOf(sweep, results) {
  const { rows, sizes = [null], budgets, measures = [null] } = sweep;
  const places = rows.flatMap(row => sizes.map(size => ({ row, size })));
  return measures.map(measure => ({
    measure,
    lines: places.map(place => ({
      ...place,
      cells: budgets.map(budget => {
        const where = wherever({ ...place, budget, measure });
        const { rate, values, mean } = results.best(where);
        const atEdge = results.atEdge(where);
        return { budget, rate, mean, values, atEdge };
      })
    }))
  }));
}

/** Without what a sweep does not turn. */
const wherever = place =>
  Object.fromEntries(
    Object.entries(place).filter(([, value]) => value !== null)
  );

function judgedSweep(sweep, stored) {
  const results = resultsOf(sweep, stored);
  const {
    title,
    measure,
    seeds,
    rates = [],
    sizeName,
    budgetName = 'epochs',
    drawsRates = false
  } = sweep;
  const told = {
    ...{ title, measure, seeds, rates, drawsRates },
    ...{ sizeName, budgetName }
  };
  const complete = results.missing.length === 0;
  return {
    ...told,
    budgets: sweep.budgets,
    made: stored?.made,
    missing: results.missing.length,
    tables: complete ? tablesOf(sweep, results) : [],
    results
  };
}

/** Each lesson's sweeps and claims: whether a claim holds on its rows, and whether the lesson says it. */
export function judged(ledger) {
  return ledger.map(({ lesson, claims, sweeps, stored }) => {
    const told = Object.fromEntries(
      Object.entries(sweeps).map(([name, sweep]) => [
        name,
        judgedSweep(sweep, stored[name])
      ])
    );
    const text = [...cellsOf(lesson).values()].join('\n');
    return {
      lesson,
      sweeps: told,
      claims: claims.map(({ id, sentence, sweep, range, holds }) => ({
        ...{ id, sentence, sweep, range },
        isSaid: text.includes(sentence),
        holds: told[sweep].missing === 0 && holds(told[sweep].results)
      }))
    };
  });
}
