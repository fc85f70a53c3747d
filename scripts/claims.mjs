// The ledger of what lessons claim: each with the sweep over which it was tried.
//
//   node scripts/claims.mjs [ONLY=words]   trains what sweeps still lack, on all cores, and writes docs/claims.md
//   node scripts/claims.mjs --page         writes docs/claims.md from what is stored
//   node scripts/claims.mjs --page-text    prints it
//   node scripts/claims.mjs --shipped-text  prints gatescope/data/claims.json, which is written with the page
//   node scripts/claims.mjs --judge        says of each claim, as JSON, what its stored rows say
//   node scripts/claims.mjs --again        trains one small cell of each sweep anew, and says so as JSON
//
// CORES=1 leaves the others free.

import os from 'node:os';
import { judged } from './claims/judge.mjs';
import { madeBy, readLedger, resultsOf } from './claims/ledger.mjs';
import { pageText, writePage } from './claims/page.mjs';
import { runSweep, train } from './claims/run.mjs';
import { shippedText, writeShipped } from './claims/shipped.mjs';

const option = process.argv.find(word => word.startsWith('--'));
const only = process.env.ONLY ?? '';
const cores = Number(process.env.CORES ?? os.availableParallelism());
const ledger = await readLedger();
const sweepsOf = ({ lesson, sweeps }) =>
  Object.entries(sweeps).filter(([name]) => `${lesson} ${name}`.includes(only));

/** Node 22 fuses multiplications and additions where Node 20 rounds between them. */
const roundsAlike = (one, other) =>
  one.kernels === other.kernels &&
  one.node.split('.')[0] === other.node.split('.')[0];

async function again() {
  const told = [];
  for (const each of ledger) {
    for (const [name, sweep] of sweepsOf(each)) {
      const { lesson, stored } = each;
      const where = { ...sweep.small, seed: sweep.seeds[0] };
      const jobs = [{ size: null, rate: null, ...where }];
      await train({
        ...{ lesson, name, sweep, jobs, cores: 1 },
        keep: (job, values) => {
          const results = resultsOf(sweep, stored[name]);
          const { budgets, measures = [undefined] } = sweep;
          const kept = budgets.flatMap(budget =>
            measures.map(measure => results.at({ ...job, budget, measure }))
          );
          told.push({
            sweep: `${lesson} ${name}`,
            sameKernels: roundsAlike(stored[name].made, madeBy()),
            values,
            kept: kept.map(([first]) => first),
            lowest: kept.map(seeds => Math.min(...seeds)),
            highest: kept.map(seeds => Math.max(...seeds))
          });
        }
      });
    }
  }
  return told;
}

if (option === '--judge') {
  process.stdout.write(JSON.stringify(judged(ledger)));
} else if (option === '--page-text') {
  process.stdout.write(await pageText(judged(ledger)));
} else if (option === '--shipped-text') {
  process.stdout.write(shippedText(ledger));
} else if (option === '--again') {
  process.stdout.write(JSON.stringify(await again()));
} else {
  if (option !== '--page') {
    for (const each of ledger) {
      for (const [name, sweep] of sweepsOf(each)) {
        await runSweep({ lesson: each.lesson, name, sweep, cores });
      }
    }
  }
  const now = await readLedger();
  if (await writePage(judged(now))) {
    writeShipped(now);
  }
}
