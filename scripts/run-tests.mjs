// Runs the gate, or with --all every test: installs, builds and tests in two lanes. The last line is
// `N passed, N failed`.
//
//   node scripts/run-tests.mjs [--all] [--built] [suite …]
//
// With --built all is installed and built: make and .venv need not be there.
// What a job says is in build/test-results/NAME.log, and here when it fails. Of the environment:
//
//   SHARD           3/8: the third of eight parts of the night
//   GATESCOPE_PYTHON  in place of that of .venv
//   GATESCOPE_SEED  what random tests draw from, in place of what they always do; the night draws a new one
//   GATESCOPE_NIGHT set by the night: a test that has more cases than the gate asks tries them all
//   RECORD          "a fresh clone": writes this run into the table of docs/contribute/tests.md, in that row

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { quarantine } from '../tests/quarantine.mjs';
import { run, runInLanes } from './tests/queue.mjs';
import { jobsOf } from './tests/suites.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const results = path.join(root, 'build', 'test-results');
/** How much of what a job said is shown when it fails, in lines; how many of the slowest are listed. */
const [SHOWN, SLOWEST] = [80, 50];
/** What hangs is ended after so many minutes. */
const LONGEST = { gate: 15, night: 45 };

process.chdir(root);
const words = process.argv.slice(2);
const isAll = words.includes('--all');
const { SHARD = '', RECORD } = process.env;
if (isAll) {
  process.env.GATESCOPE_NIGHT = '1';
  process.env.GATESCOPE_SEED ??= String(Math.floor(Math.random() * 2 ** 31));
}
let jobs;
try {
  jobs = jobsOf({
    isAll,
    isBuilt: words.includes('--built'),
    names: words.filter(word => !word.startsWith('--')),
    shard: SHARD || '1/1'
  });
} catch (error) {
  console.error(`run-tests: ${error.message}`);
  process.exit(2);
}
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
if (isAll) {
  console.log(
    `GATESCOPE_SEED=${process.env.GATESCOPE_SEED}${SHARD ? ` SHARD=${SHARD}` : ''}`
  );
}

const begun = performance.now();
const seconds = since => Math.round((performance.now() - since) / 1000);
const sum = numbers => numbers.reduce((total, each) => total + each, 0);
const isKnown = title => quarantine.some(({ test }) => title.includes(test));

async function runJob(job) {
  const since = performance.now();
  const log = path.join(results, `${job.name.replaceAll(' ', '-')}.log`);
  const at = seconds(begun);
  const env = typeof job.env === 'function' ? await job.env() : job.env;
  const code = await run(job.command, {
    cwd: root,
    env,
    log,
    longest: isAll ? LONGEST.night : LONGEST.gate
  });
  const counts = countsOf(job, code);
  const took = seconds(since);
  if (counts.failed > 0) {
    console.log(readFileSync(log, 'utf8').split('\n').slice(-SHOWN).join('\n'));
  }
  console.log(
    `${counts.failed === 0 ? 'ok  ' : 'FAIL'} ${job.name.padEnd(28)}${String(counts.passed).padStart(6)} passed${String(counts.failed).padStart(5)} failed${String(took).padStart(6)} s, from ${at} s`
  );
  if (counts.failed > 0 && job.suite) {
    console.log(
      `     alone: make ${isAll ? 'test-all' : 'test'} SUITES=${job.suite}, or ${job.command.join(' ')}`
    );
  }
  return { ...counts, name: job.name, took };
}

/** What came of a job: what its tool reports, or its exit code where it has no tests of its own. */
function countsOf(job, code) {
  if (!job.count) {
    const failed = Number(code !== 0);
    return {
      passed: job.isSetUp ? 0 : 1 - failed,
      failed,
      failures: failed ? [`${job.name}: ended with code ${code}`] : []
    };
  }
  let counts;
  try {
    counts = job.count({
      root,
      name: job.name,
      report: path.resolve(job.report)
    });
  } catch (error) {
    counts = {
      files: {},
      failures: [`${job.name}: no result (${error.message})`]
    };
  }
  const files = Object.values(counts.files);
  const passed = sum(files.map(each => each.passed));
  // The night counts what is in quarantine: it must be mended, or the list grows.
  const known = isAll ? [] : counts.failures.filter(isKnown);
  const failures = counts.failures.filter(title => !known.includes(title));
  let failed = sum(files.map(each => each.failed)) - known.length;
  const isShort = passed + known.length < (job.least ?? 1);
  if (failed === 0 && ((code !== 0 && known.length === 0) || isShort)) {
    failed = 1;
    failures.push(
      `${job.name}: ended with code ${code}, ${passed} passed${job.least ? ` of at least ${job.least}` : ''}`
    );
  }
  return { ...counts, passed, failed, failures, known };
}

const done = await runInLanes(jobs, runJob);
const all = key => [...done.values()].flatMap(part => part[key] ?? []);
const slowest = all('times')
  .sort((one, other) => other.seconds - one.seconds)
  .slice(0, SLOWEST)
  .map(
    ({ title, seconds: spent }) => `${spent.toFixed(1).padStart(7)} s  ${title}`
  );
writeFileSync(path.join(results, 'slowest.txt'), `${slowest.join('\n')}\n`);
const notRun = jobs.filter(({ name }) => !done.has(name));
const inQuarantine = isAll
  ? quarantine.map(
      ({ test, since, why }) => `in quarantine since ${since}: ${test} (${why})`
    )
  : [];
for (const title of all('known')) {
  console.log(`in quarantine  ${title}`);
}
for (const title of all('skipped')) {
  console.log(`skipped  ${title}`);
}
for (const title of [
  ...all('failures'),
  ...notRun.map(
    ({ name }) => `${name}: not run, since something before it failed`
  ),
  ...inQuarantine
]) {
  console.log(`FAILED  ${title}`);
}
const total = key => sum([...done.values()].map(part => part[key]));
const failed = total('failed') + notRun.length + inQuarantine.length;
const summary = `${total('passed')} passed, ${failed} failed`;
const minutes = (seconds(begun) / 60).toFixed(1);
if (RECORD) {
  // What it writes with is not there before the first job has installed it.
  const { record } = await import('./tests/record.mjs');
  await record(RECORD, { minutes, passed: total('passed'), failed });
}
writeFileSync(path.join(results, 'summary.txt'), `${summary}\n`);
console.log(`in ${minutes} minutes`);
console.log(summary);
process.exitCode = failed === 0 ? 0 : 1;
