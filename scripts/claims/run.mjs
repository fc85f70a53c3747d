// Runs what a sweep still lacks on all cores, and keeps each training as it ends: a run that is cut off goes on.

import { fork } from 'node:child_process';
import path from 'node:path';
import {
  columnsOf,
  jobsOf,
  keyOf,
  madeBy,
  readStored,
  writeStored
} from './ledger.mjs';
import { buildProgram, root } from './program.mjs';

/** Trains the jobs, and hands each result to \`keep\` as it comes. */
export async function train({ lesson, name, sweep, jobs, cores, keep }) {
  const program = await buildProgram(lesson, name, sweep);
  const waiting = [...jobs];
  const worker = path.join(root, 'scripts', 'claims', 'worker.mjs');
  const work = () =>
    new Promise((resolve, reject) => {
      const child = fork(worker, [lesson, name, program]);
      const next = () => {
        const job = waiting.shift();
        if (job === undefined) {
          child.kill();
          resolve();
        } else {
          child.send(job);
        }
      };
      child.on('message', ({ job, values, error }) => {
        if (error !== undefined) {
          child.kill();
          reject(new Error(`${lesson} ${name} ${keyOf(job)}: ${error}`));
          return;
        }
        if (values !== undefined) {
          keep(job, values);
        }
        next();
      });
      child.on('exit', code => {
        if (code) {
          reject(new Error(`${lesson} ${name}: a worker ended with ${code}`));
        }
      });
    });
  await Promise.all(Array.from({ length: cores }, work));
}

const minutes = seconds =>
  seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;

/** A line that tells how far a sweep is and how long it still takes. */
function bar(title, all) {
  const begun = Date.now();
  let done = 0;
  return () => {
    done += 1;
    const left = (((Date.now() - begun) / 1000) * (all - done)) / done;
    const filled = Math.round((24 * done) / all);
    const line = `${'█'.repeat(filled)}${'░'.repeat(24 - filled)} ${done}/${all} ${title}, ${minutes(left)} left`;
    process.stderr.write(
      process.stderr.isTTY ? `\r${line}\x1b[K` : done === all ? `${line}\n` : ''
    );
    if (process.stderr.isTTY && done === all) {
      process.stderr.write('\n');
    }
  };
}

export async function runSweep({ lesson, name, sweep, cores }) {
  const stored = readStored(lesson);
  const kept = new Map(
    (stored[name]?.rows ?? []).map(row => [
      JSON.stringify(row.slice(0, 4)),
      row
    ])
  );
  const wanted = jobsOf(sweep);
  const jobs = wanted.filter(
    job => kept.get(keyOf(job))?.length !== 4 + columnsOf(sweep).length
  );
  const save = () => {
    // Others may have written their own sweeps of the same lesson meanwhile.
    const rows = wanted.map(job => kept.get(keyOf(job))).filter(Boolean);
    const columns = ['row', 'size', 'rate', 'seed', ...columnsOf(sweep)];
    writeStored(lesson, {
      ...readStored(lesson),
      [name]: { made: madeBy(), columns, rows }
    });
  };
  if (jobs.length === 0) {
    return;
  }
  const tick = bar(`${lesson} ${name}`, jobs.length);
  let saved = Date.now();
  const keep = (job, values) => {
    kept.set(keyOf(job), [job.row, job.size, job.rate, job.seed, ...values]);
    tick();
    if (Date.now() - saved > 5000) {
      save();
      saved = Date.now();
    }
  };
  try {
    await train({ lesson, name, sweep, jobs, cores, keep });
  } finally {
    save();
  }
}
