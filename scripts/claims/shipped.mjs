// gatescope/data/claims.json: what a notebook shows of a claim, with the trainings over which it was tried.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { resultsOf } from './ledger.mjs';
import { root } from './program.mjs';

/** Under this name a notebook asks for it: \`02 delayed\`. */
export const nameOf = (lesson, { id }) => `${numberOf(lesson)} ${id}`;
export const numberOf = lesson => /^[^-]+/.exec(lesson)[0];

/** One place: each row's seeds, and whether the sentence is true of them. */
function placeOf({ told }, rows, scoresAt) {
  const found = rows.map(scoresAt);
  const scores = found.map(({ values }) => values);
  const judged = told(
    Object.fromEntries(rows.map(({ name }, at) => [name, scores[at]]))
  );
  const rates = found.map(({ rate }) => rate);
  return { scores, ...judged, ...(rates[0] !== undefined && { rates }) };
}

/** A claim as src/trace/schema/claim.json has it, with lists in place of arrays. */
function shipped(claim, sweep, stored) {
  const { sentence, range, compares, measure } = claim;
  const { seeds, budgets, rates = [], sizes, sizeName, reference } = sweep;
  const { budgetName = 'epochs' } = sweep;
  const results = resultsOf(sweep, stored);
  const turned = compares === undefined && sizes !== undefined;
  const rows =
    compares ?? (claim.rows ?? sweep.rows).map(row => ({ name: row, row }));
  const places = [];
  for (const size of turned ? sizes : [undefined]) {
    for (const rate of [null, ...rates]) {
      for (const budget of budgets) {
        const scoresAt = ({ row, size: own = size }) => {
          const where = defined({ row, size: own, budget, measure });
          const { rate: best, values } =
            rate === null
              ? results.best(where)
              : { values: results.at({ ...where, rate }) };
          return { values, ...(rates.length > 0 && { rate: best }) };
        };
        places.push(placeOf(claim, rows, scoresAt));
      }
    }
  }
  const { size, rate, budget } = claim.opens ?? {};
  const from = (list, value) => Math.max(0, list.indexOf(value));
  return {
    sentence: sentence.replace(/\s+/g, ' ').replaceAll('*', ''),
    range,
    measure: sweep.measures
      ? `${measure ?? sweep.measures[0]}: ${sweep.measure}`
      : sweep.measure,
    rows: rows.map(({ name }) => name),
    ...{ seeds, rates, budgetName, budgets },
    ...(turned && { sizeName, sizes }),
    ...(reference && { reference }),
    places,
    opens: {
      size: turned ? from(sizes, size) : 0,
      rate: rate === undefined ? 0 : 1 + from(rates, rate),
      budget: from(budgets, budget)
    }
  };
}

const defined = entries =>
  Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined)
  );

/** Every claim that says of each place whether it is true there, one a line. */
export function shippedText(ledger) {
  const all = ledger.flatMap(({ lesson, claims, sweeps, stored }) =>
    claims
      .filter(({ told }) => told !== undefined)
      .map(claim => [
        nameOf(lesson, claim),
        shipped(claim, sweeps[claim.sweep], stored[claim.sweep])
      ])
  );
  const lines = all.map(
    ([name, claim]) => `${JSON.stringify(name)}: ${JSON.stringify(claim)}`
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

export const writeShipped = ledger =>
  writeFileSync(
    path.join(root, 'gatescope', 'data', 'claims.json'),
    shippedText(ledger)
  );
