// Runs parts of the suites and says what came of them: what passed before with all that it reads as it is
// now is kept, what needs to be built waits for make, the rest runs in lanes.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findChromium, findWindowless } from '../find-browser.mjs';
import { LONGEST, run, runInLanes } from './lanes.mjs';
import { keyOf, openPasses } from './passes.mjs';
import { repository } from './reads.mjs';
import { results, root, venv } from './kinds.mjs';

/** How many of the slowest tests are listed. */
const SLOWEST = 50;
/** Variables that name where and when tests run, and decide nothing. */
const UNIMPORTANT = /^GATESCOPE_(TEST_ENDS|TEST_PORT)$/;

/** What the programs say of their versions, each asked once. */
const versions = new Map();
function version(program) {
  if (!versions.has(program)) {
    const said = execFileSync(program, ['--version'], { cwd: root });
    versions.set(program, said.toString().trim());
  }
  return versions.get(program);
}

/** What decides besides files: versions and variables. */
function toolsOf(part) {
  return [
    process.platform,
    process.arch,
    process.version,
    part.hasPython && version(path.join(venv, 'python')),
    part.browser && version(part.browser()),
    Object.entries(process.env)
      .filter(
        ([name]) => name.startsWith('GATESCOPE_') && !UNIMPORTANT.test(name)
      )
      .sort()
  ];
}

/** The keys of a part's test files, or of a part without test files under its name. */
function keysOf(part) {
  if (part.isKeyless) {
    return new Map([[part.name, null]]);
  }
  const files = repository(root);
  const tools = toolsOf(part);
  return new Map(
    part.files === undefined
      ? [[part.name, keyOf(part, null, files, tools)]]
      : part
          .files([...files.files])
          .map(file => [file, keyOf(part, file, files, tools)])
  );
}

/**
 * Runs those test files of a part that are not kept.
 *
 * @param part as in suites.mjs; with `isKeyless` it is never kept
 */
async function runPart(part, { passes, isCold, ends }) {
  const { name } = part;
  const keys = keysOf(part);
  const kept = new Map(
    [...keys].filter(([, key]) => !isCold && passes.get(key) !== undefined)
  );
  const files = [...keys.keys()].filter(file => !kept.has(file));
  let keptTests = 0;
  for (const key of kept.values()) {
    keptTests += passes.get(key);
  }
  if (files.length === 0) {
    console.log(`\n── ${name}: kept`);
    return { name, passed: keptTests, failed: 0, kept: keptTests, seconds: 0 };
  }
  console.log(
    kept.size === 0
      ? `\n── ${name}`
      : `\n── ${name}: ${kept.size} of ${keys.size} files kept`
  );
  const begun = performance.now();
  let counts = { files: {} };
  let code = null;
  try {
    code = await run(part.command(part.files === undefined ? [] : files), {
      root,
      ends,
      env: await part.env?.(),
      ...(part.lanes === 1 && { name })
    });
    const report = part.report && path.join(root, part.report);
    // What was stopped may have written none.
    if (code !== null || (report && existsSync(report))) {
      counts = part.count({ code, name, root, report });
    }
  } catch (error) {
    console.error(`${name}: no result (${error.message})`);
    counts = { files: { [name]: { passed: 0, failed: 1 } } };
  }
  const sum = key =>
    Object.values(counts.files).reduce((total, each) => total + each[key], 0);
  const passed = sum('passed') + keptTests;
  let failed = sum('failed');
  const isStopped = code === null;
  // Ended as if something had failed, and says of no test that it has.
  const isUnexplained = !isStopped && code !== 0 && failed === 0;
  if (!part.isKeyless && !isUnexplained) {
    // Only what has come to its end and is still as it was when the part began.
    const now = keysOf(part);
    const whole = files.filter(file => {
      const count = counts.files[file];
      return (
        count?.failed === 0 &&
        !count.isUnsteady &&
        !count.isCut &&
        now.get(file) === keys.get(file)
      );
    });
    passes.keep([
      ...[...kept.values()].map(key => [key, passes.get(key)]),
      ...whole.map(file => [keys.get(file), counts.files[file].passed])
    ]);
  }
  if (isStopped || isUnexplained || passed + failed === 0) {
    console.error(
      isStopped
        ? `${name}: stopped, since it took longer than ${LONGEST} minutes or past GATESCOPE_TEST_ENDS`
        : passed === 0
          ? `${name}: ran no test`
          : `${name}: ended with code ${code}`
    );
    failed += 1;
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  return { ...counts, name, passed, failed, kept: keptTests, seconds };
}

/** What make installs and builds for the parts that need it, beside those that do not. */
async function prepare(parts, ends) {
  const targets = [...new Set(parts.flatMap(({ needs }) => needs ?? []))];
  if (targets.length === 0) {
    return 0;
  }
  const begun = performance.now();
  // Of the make that started this, nothing: it has no second job to give.
  const code = await run(['make', '--no-print-directory', ...targets], {
    root,
    ends,
    name: 'prepare',
    env: { MAKEFLAGS: '', MAKELEVEL: '' }
  });
  const seconds = Math.round((performance.now() - begun) / 1000);
  console.log(`\n── prepared in ${seconds} s`);
  return code;
}

function broken({ name }, because) {
  const failures = [`${name}: ${because}`];
  return { name, passed: 0, failed: 1, kept: 0, seconds: 0, failures };
}

/**
 * Runs parts and gives for each, in their order, its counts: `passed` (with `kept`), `failed`, `seconds`,
 * and the names in `failures`, `skipped`, `unsteady` and `times`.
 *
 * @param parts as in suites.mjs
 * @param options `isCold` runs what would be kept, too; `ends` is when all is to have ended, in ms since
 *   1970
 */
export async function runParts(parts, { isCold = false, ends = Infinity }) {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  if (parts.some(({ browser }) => browser !== undefined)) {
    // Before any part drives one: apt may bring the other to the same version.
    findChromium();
    findWindowless();
  }
  await run(['npm', 'run', '--silent', 'generate'], { root });
  const passes = openPasses();
  const prepared = prepare(parts, ends);
  return runInLanes(parts, {
    ends,
    prepared,
    runPart: async part => {
      const isReady = part.needs === undefined || (await prepared) === 0;
      return isReady
        ? runPart(part, { passes, isCold, ends }).catch(error =>
            broken(part, error.message)
          )
        : broken(part, 'what it needs could not be made');
    }
  });
}

/** How often each of these texts stands there. */
function counted(texts) {
  const counts = new Map();
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

/** Prints what came of each part, writes the slowest tests and the sums; whether nothing failed. */
export function report(done) {
  console.log();
  for (const { name, passed, failed, kept, seconds, isLeftOut } of done) {
    console.log(
      isLeftOut
        ? `LEFT OUT ${name}: with it all would end after GATESCOPE_TEST_ENDS`
        : `${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(28)}${String(passed).padStart(6)} passed${String(failed).padStart(5)} failed${String(kept).padStart(6)} kept${String(seconds).padStart(6)} s`
    );
  }
  const all = key => done.flatMap(part => part[key] ?? []);
  const slowest = all('times')
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, SLOWEST)
    .map(
      ({ title, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${title}`
    );
  writeFileSync(path.join(results, 'slowest.txt'), `${slowest.join('\n')}\n`);
  // Last, so that the end of a long log says what to look at.
  for (const title of all('unsteady')) {
    console.log(`passed at the second try  ${title}`);
  }
  for (const title of all('failures')) {
    console.log(`FAILED  ${title}`);
  }
  for (const [because, times] of counted(all('skipped'))) {
    console.log(`skipped ${String(times).padStart(4)}  ${because}`);
  }
  const sum = key => done.reduce((total, part) => total + (part[key] ?? 0), 0);
  if (sum('kept') > 0) {
    console.log(
      `${sum('kept')} of these passed before with all that they read as it is now, and were kept; COLD=1 runs them`
    );
  }
  const summary = `${sum('passed')} passed, ${sum('failed')} failed`;
  writeFileSync(path.join(results, 'summary.txt'), summary + '\n');
  console.log(summary);
  return sum('failed') === 0;
}
