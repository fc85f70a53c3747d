// What passed once need not run again while all that it reads is the same: passes are kept outside of
// the checkout, each under a key made of the command, the tools and the content of every file that is
// read, so that a fresh clone on the same machine finds them.

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Of older passes nobody asks any more; about 150 bytes each. */
const MOST_PASSES = 20_000;
/** To be raised when a pass is another thing than before. */
const FORMAT = 1;

/** Where passes are kept. */
export function passesFile(env = process.env) {
  const cache = env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
  return path.join(cache, 'gatescope', 'passes', 'passes.jsonl');
}

/**
 * The key of one test file of a part, or of a part without test files.
 *
 * @param part as in suites.mjs
 * @param file the test file, or null
 * @param repository what reads.mjs says of the files
 * @param tools what else decides: versions, variables
 * @throws Error when what the part declares is not there
 */
export function keyOf(part, file, repository, tools) {
  const inputs = inputsOf(part, file, repository);
  return keyOfInputs(part, file, tools, inputs, repository.hash);
}

/** The same of inputs that are known, with what gives the hash of each. */
export function keyOfInputs(part, file, tools, inputs, hash) {
  return digest([
    FORMAT,
    part.name,
    file,
    // Without what a file of its own is called in.
    part.command(['FILE']),
    tools,
    inputs.map(each => [each, hash(each)])
  ]);
}

/** The files that a test file of a part reads, in order; with null those of a part without test files. */
export function inputsOf(part, file, repository) {
  const own = file === null ? [] : repository.closure([file]);
  const opened = part.opens?.({ repository, file, own }) ?? [];
  return [
    ...new Set([...own, ...repository.closure([...part.base, ...opened])])
  ].sort();
}

/** The passes that are kept: the numbers of tests by key. */
export function openPasses(file = passesFile()) {
  const read = () =>
    new Map(
      existsSync(file)
        ? readFileSync(file, 'utf8')
            .split('\n')
            .flatMap(line => {
              try {
                const { key, passed } = JSON.parse(line);
                return [[key, passed]];
              } catch {
                return []; // The last line of a write that was cut off.
              }
            })
        : []
    );
  const known = read();
  return {
    /** How many tests passed with this key, or undefined. */
    get: key => known.get(key),
    /** Keeps passes, and that they were asked for; drops what nobody asked for longest. */
    keep(passes) {
      const all = read();
      for (const [key, passed] of passes) {
        known.set(key, passed);
        all.delete(key);
        all.set(key, passed);
      }
      const lines = [...all]
        .slice(-MOST_PASSES)
        .map(([key, passed]) => JSON.stringify({ key, passed }));
      mkdirSync(path.dirname(file), { recursive: true });
      // Whole or not at all: another clone may be reading.
      const part = `${file}.${process.pid}`;
      writeFileSync(part, `${lines.join('\n')}\n`);
      renameSync(part, file);
    }
  };
}

function digest(value) {
  return createHash('sha256')
    .update(JSON.stringify(value))
    .digest('hex')
    .slice(0, 32);
}
