// Runs commands and parts: as many beside each other as there are lanes, the long ones first.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export const MINUTE = 60_000;
/** How long a part may take: twice and more what it takes on two cores that nobody else uses. */
export const LONGEST = 45;
/** By how much a part may be late that was thought to end in time. */
const GRACE = 10 * MINUTE;
/** How long a part that is stopped has to write what it has come to. */
const LAST_WORDS = MINUTE / 2;
/**
 * How many parts run at once. Those that keep about one core busy run in pairs; those that have
 * workers of their own run alone.
 */
const LANES = 2;

/** A port that nothing listens on, so that two clones can be tested at once. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/**
 * Runs a command with its output streaming, each line behind the name of its part when another part
 * runs beside it; its exit code, or null when it took too long.
 */
export function run(command, { root, ends = Infinity, env, name }) {
  return new Promise(resolve => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      stdio: name === undefined ? 'inherit' : ['inherit', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, ...env }
    });
    if (name !== undefined) {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', line =>
          console.log(`${name.padEnd(10)} │ ${line}`)
        );
      }
    }
    let late = false;
    let timer = setTimeout(
      () => {
        late = true;
        // Asked by the key that people stop them with, pytest and Playwright report what has run.
        child.kill('SIGINT');
        timer = setTimeout(
          () => process.kill(-child.pid, 'SIGKILL'),
          LAST_WORDS
        );
      },
      Math.max(MINUTE, Math.min(LONGEST * MINUTE, ends + GRACE - Date.now()))
    );
    const stop = () => {
      process.kill(-child.pid, 'SIGTERM');
      // When what runs beside it is stopped, too.
      setImmediate(() => process.exit(1));
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    child.on('error', error => {
      console.error(error.message);
      finish(1);
    });
    child.on(name === undefined ? 'exit' : 'close', code =>
      finish(late ? null : code)
    );
    function finish(code) {
      clearTimeout(timer);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve(code);
    }
  });
}

/** How many times as long as planned the parts have taken that are done and were run whole. */
export function slowness(parts, done) {
  const known = parts
    .map(({ minutes }, at) => ({ minutes, ...done[at] }))
    .filter(
      ({ minutes, seconds, kept }) =>
        [minutes, seconds].every(Number.isFinite) && kept === 0
    );
  const sum = key => known.reduce((total, each) => total + each[key], 0);
  return known.length === 0 ? 1 : sum('seconds') / 60 / sum('minutes');
}

/** When all parts will have ended at the pace so far, in ms since 1970. */
function endOf(parts, done, begun) {
  const pace = slowness(parts, done) * MINUTE;
  const left = parts.map(({ minutes = 0 }, at) =>
    done[at] ? 0 : minutes * pace - (begun[at] ? Date.now() - begun[at] : 0)
  );
  const sum = left.reduce((total, each) => total + Math.max(0, each), 0);
  // A part is in one lane, however free the other is.
  return Date.now() + Math.max(sum / LANES, ...left);
}

/**
 * Runs parts, as many beside each other as there are lanes; what came of each, in their order. The
 * quick ones run first, then the long ones with the longest before the others: a long one that began
 * last would leave the other lane empty. Parts that need what is prepared wait for it, and let others
 * pass meanwhile. What repeats others comes last, and is left out where all would end too late.
 *
 * @param prepared settles when parts with `needs` may begin
 */
export async function runInLanes(parts, { runPart, prepared, ends }) {
  const done = [];
  const begun = [];
  const running = new Set();
  let free = LANES;
  let isPrepared = false;
  const waiting = prepared.then(() => {
    isPrepared = true;
  });
  const turns = [...parts.entries()].sort(
    ([, one], [, other]) =>
      Number(one.isRepeated ?? false) - Number(other.isRepeated ?? false) ||
      (other.minutes ?? Infinity) - (one.minutes ?? Infinity) ||
      0
  );
  while (turns.length > 0) {
    const next = turns.findIndex(([, { needs }]) => isPrepared || !needs);
    const [at, part] = turns[next] ?? [];
    if (part === undefined || free < (part.lanes ?? LANES)) {
      await Promise.race(isPrepared ? running : [...running, waiting]);
      continue;
    }
    turns.splice(next, 1);
    if (part.isRepeated && endOf(parts, done, begun) > ends) {
      done[at] = { name: part.name, isLeftOut: true };
      continue;
    }
    const needed = part.lanes ?? LANES;
    free -= needed;
    begun[at] = Date.now();
    const task = runPart(part).then(result => {
      done[at] = result;
      free += needed;
      running.delete(task);
    });
    running.add(task);
  }
  await Promise.all(running);
  return done;
}
