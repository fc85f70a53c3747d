// Runs the gate, or with --all every test: installs, builds and tests in two lanes. The last line is
// `N passed, N failed`.
//
//   node scripts/run-tests.mjs [--all] [suite …]
//
// What a job says is in build/test-results/NAME.log, and here when it fails.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, runInLanes } from './tests/queue.mjs';
import { allSuites, gateSuites, jobsOf } from './tests/suites.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const results = path.join(root, 'build', 'test-results');
/** How much of what a job said is shown when it fails, in lines; how many of the slowest are listed. */
const [SHOWN, SLOWEST] = [80, 50];

process.chdir(root);
const isAll = process.argv.includes('--all');
const suites = isAll ? allSuites : gateSuites;
const wanted = process.argv.slice(2).filter(word => word !== '--all');
const unknown = wanted.filter(name => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(
    `run-tests: no suite ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`
  );
  process.exit(2);
}
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const begun = performance.now();
const seconds = since => Math.round((performance.now() - since) / 1000);
const sum = numbers => numbers.reduce((total, each) => total + each, 0);

async function runJob(job) {
  const since = performance.now();
  const log = path.join(results, `${job.name.replaceAll(' ', '-')}.log`);
  const at = seconds(begun);
  const env = typeof job.env === 'function' ? await job.env() : job.env;
  const code = await run(job.command, {
    cwd: root,
    env,
    log,
    longest: isAll ? 180 : 12
  });
  let counts = { files: {} };
  if (job.count) {
    try {
      counts = job.count({
        root,
        code,
        name: job.name,
        report: path.join(root, job.report)
      });
    } catch (error) {
      counts.failures = [`${job.name}: no result (${error.message})`];
    }
  }
  const files = Object.values(counts.files);
  const passed = job.isSetUp
    ? 0
    : job.count
      ? sum(files.map(each => each.passed))
      : Number(code === 0);
  let failed = sum(files.map(each => each.failed));
  if (
    failed === 0 &&
    (code !== 0 || (job.count && passed < (job.least ?? 1)))
  ) {
    failed = 1;
    (counts.failures ??= []).push(
      `${job.name}: ended with code ${code}, ${passed} passed${job.least ? ` of at least ${job.least}` : ''}`
    );
  }
  const took = seconds(since);
  if (failed > 0) {
    console.log(readFileSync(log, 'utf8').split('\n').slice(-SHOWN).join('\n'));
  }
  console.log(
    `${failed === 0 ? 'ok  ' : 'FAIL'} ${job.name.padEnd(28)}${String(passed).padStart(6)} passed${String(failed).padStart(5)} failed${String(took).padStart(6)} s, from ${at} s`
  );
  return { ...counts, name: job.name, passed, failed, took };
}

const jobs = jobsOf(suites, wanted);
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
for (const title of all('unsteady')) {
  console.log(`passed at the second try  ${title}`);
}
for (const title of all('skipped')) {
  console.log(`skipped  ${title}`);
}
for (const title of all('failures')) {
  console.log(`FAILED  ${title}`);
}
for (const { name } of notRun) {
  console.log(`FAILED  ${name}: not run, since something before it failed`);
}
const total = key => sum([...done.values()].map(part => part[key]));
const summary = `${total('passed')} passed, ${total('failed') + notRun.length} failed`;
writeFileSync(path.join(results, 'summary.txt'), `${summary}\n`);
console.log(`in ${(seconds(begun) / 60).toFixed(1)} minutes`);
console.log(summary);
process.exitCode = total('failed') + notRun.length === 0 ? 0 : 1;
