// The ledger as it is kept: what lessons claim (notebooks/claims/*.mjs) and what was measured (.json beside).

import { createHash } from 'node:crypto';
import {
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './program.mjs';
import { mean, standardError } from './verdicts.mjs';

const folder = path.join(root, 'notebooks', 'claims');

/** What decides the last digits: the same build of the kernels gives the same ones. */
export function madeBy() {
  const kernels = createHash('sha256');
  const [builds] = /\{[^}]*\}/.exec(
    readFileSync(
      path.join(root, 'src/engine/kernels/generated/binaries.ts'),
      'utf8'
    )
  );
  kernels.update(builds);
  const { version } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8')
  );
  return {
    gatescope: version,
    node: process.versions.node,
    kernels: kernels.digest('hex').slice(0, 12)
  };
}

/** All trainings of a sweep, in their order. */
export function jobsOf({ rows, sizes = [null], rates = [null], seeds }) {
  return rows.flatMap(row =>
    sizes.flatMap(size =>
      rates.flatMap(rate => seeds.map(seed => ({ row, size, rate, seed })))
    )
  );
}

/** What a training gives: a number for each budget, or for each budget one of each measure. */
export const columnsOf = ({ budgets, measures = [null] }) =>
  budgets.flatMap(budget =>
    measures.map(measure =>
      measure === null ? `${budget}` : `${budget}, ${measure}`
    )
  );

export const keyOf = ({ row, size, rate, seed }) =>
  JSON.stringify([row, size, rate, seed]);

/** Every lesson of the ledger: its sweeps, its claims, and what is stored. */
export async function readLedger() {
  const files = readdirSync(folder).filter(file => file.endsWith('.mjs'));
  const lessons = [];
  for (const file of files.sort()) {
    const lesson = path.basename(file, '.mjs');
    const { claims, sweeps } = await import(
      pathToFileURL(path.join(folder, file)).href
    );
    lessons.push({ lesson, claims, sweeps, stored: readStored(lesson) });
  }
  return lessons;
}

export function readStored(lesson) {
  const file = path.join(folder, `${lesson}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** One line a training, so that a change shows as what it is. */
export function writeStored(lesson, stored) {
  const file = path.join(folder, `${lesson}.json`);
  const texts = Object.entries(stored).map(
    ([name, { rows, ...rest }]) =>
      `${JSON.stringify(name)}: {${JSON.stringify(rest).slice(1, -1)}, "rows": [\n${rows
        .map(row => JSON.stringify(row))
        .join(',\n')}\n]}`
  );
  writeFileSync(`${file}.part`, `{\n${texts.join(',\n')}\n}\n`);
  renameSync(`${file}.part`, file);
}

/** A sweep with its stored results, as predicates ask for them. */
export function resultsOf(sweep, stored) {
  const { sizes = [null], rates = [null], lowerIsBetter } = sweep;
  const { budgets, measures = [null] } = sweep;
  /** Of all measures, or of those that it lists. */
  const isLowerBetter = measure =>
    Array.isArray(lowerIsBetter)
      ? lowerIsBetter.includes(measure)
      : lowerIsBetter === true;
  // Of a sweep that got another budget, the rows from before it are too short.
  const found = new Map(
    (stored?.rows ?? [])
      .filter(row => row.length === 4 + columnsOf(sweep).length)
      .map(([row, size, rate, seed, ...values]) => [
        keyOf({ row, size, rate, seed }),
        values
      ])
  );
  /** One number a seed. */
  const at = ({
    row,
    size = sizes[0],
    rate = rates[0],
    budget,
    measure = measures[0]
  }) => {
    const [more, of] = [budgets.indexOf(budget), measures.indexOf(measure)];
    if (more < 0 || of < 0) {
      throw new Error(
        `no result of ${budget}, ${measure}; only of ${columnsOf(sweep).join('; ')}`
      );
    }
    const place = more * measures.length + of;
    return sweep.seeds.map(seed => {
      const values = found.get(keyOf({ row, size, rate, seed }));
      if (values === undefined) {
        throw new Error(`not stored: ${keyOf({ row, size, rate, seed })}`);
      }
      return values[place];
    });
  };
  /** Each rate that was tried, the best first. */
  const ranked = where =>
    rates
      .map(rate => ({ rate, values: at({ ...where, rate }) }))
      .map(each => ({ ...each, mean: mean(each.values) }))
      .sort((a, b) =>
        isLowerBetter(where.measure ?? measures[0])
          ? a.mean - b.mean
          : b.mean - a.mean
      );
  /** At its own best rate: its mean, and one number a seed. */
  const best = where => ranked(where)[0];
  /** Is the best rate at the end of the grid, and better than the best inside by more than chance? */
  const atEdge = where => {
    const [first, ...others] = ranked(where);
    const inner = others.find(({ rate }) => !isEnd(rates, rate));
    if (!isEnd(rates, first.rate) || inner === undefined) {
      return false;
    }
    const apart = Math.abs(first.mean - inner.mean);
    const error = Math.hypot(
      standardError(first.values),
      standardError(inner.values)
    );
    return apart > 2 * error;
  };
  const missing = jobsOf(sweep).filter(job => !found.has(keyOf(job)));
  return { at, atEdge, best, missing, ranked };
}

const isEnd = (rates, rate) =>
  rates.indexOf(rate) === 0 || rates.indexOf(rate) === rates.length - 1;
