// A queue of lanes: of the jobs that can begin, the first by rank does, then the longest.

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** How many jobs run at once. */
const LANES = 2;
const MINUTE = 60_000;

/** A port that nothing listens on, so that two clones can be tested at once. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

const running = new Set();
const endAll = signal => {
  for (const { pid } of running) {
    try {
      process.kill(-pid, signal);
    } catch {
      // It has just ended.
    }
  }
};
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    endAll('SIGTERM');
    process.exit(1);
  });
}

/**
 * Runs a command, what it says in a file; its exit code, or null when it was ended, as one is that hangs
 * for longer than so many minutes.
 */
export function run(command, { cwd, env, log, longest }) {
  return new Promise(resolve => {
    const child = spawn(command[0], command.slice(1), {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, MAKEFLAGS: '', MAKELEVEL: '', ...env }
    });
    const file = createWriteStream(log);
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    running.add(child);
    const timer = setTimeout(() => {
      child.kill('SIGINT');
      setTimeout(() => endAll('SIGKILL'), MINUTE / 2).unref();
    }, longest * MINUTE);
    const end = code => {
      clearTimeout(timer);
      running.delete(child);
      file.end(() => resolve(code));
    };
    child.on('error', error => {
      file.write(`${error.message}\n`);
      end(1);
    });
    child.on('close', end);
  });
}

const rank = job => job.rank ?? 2;

/**
 * Runs jobs, as many beside each other as there are lanes, of those with the same lock one. What waits for
 * one that failed is not run, and nothing more begins once one that `isFirst` has failed.
 *
 * @param runJob gives what came of a job, with `failed`
 * @returns what came of each by name; of those that were not run nothing
 */
export async function runInLanes(jobs, runJob) {
  const done = new Map();
  const names = new Set(jobs.map(({ name }) => name));
  const waiting = [...jobs].sort(
    (one, other) => rank(one) - rank(other) || other.seconds - one.seconds
  );
  const busy = new Set();
  const locked = new Set();
  let isStopped = false;
  for (;;) {
    const isReady = ({ after = [], lock }) =>
      !locked.has(lock) &&
      after.every(name => !names.has(name) || done.get(name)?.failed === 0);
    const at = isStopped ? -1 : waiting.findIndex(isReady);
    if (at >= 0 && busy.size < LANES) {
      const [job] = waiting.splice(at, 1);
      if (job.lock) {
        locked.add(job.lock);
      }
      const task = runJob(job).then(result => {
        done.set(job.name, result);
        busy.delete(task);
        locked.delete(job.lock);
        if (job.isFirst && result.failed > 0) {
          isStopped = true;
          endAll('SIGTERM');
        }
      });
      busy.add(task);
    } else if (busy.size > 0) {
      await Promise.race(busy);
    } else {
      return done;
    }
  }
}
