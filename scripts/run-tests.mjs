// Runs the suites one after another and sums what they report. A suite that fails does not stop
// the others; a suite that ran no test has failed. The last line is `N passed, N failed`.
//
//   node scripts/run-tests.mjs [suite …]
//
// GATESCOPE_TEST_ENDS is the time at which all is to have ended, in seconds since 1970: of what other
// hosts of the same kernel repeat, a part that would make it later is left out, and named.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { findChromium, findFirefox, findWindowless } from './find-browser.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const results = path.join(root, 'build', 'test-results');
const venv = path.join(root, '.venv', 'bin');
const tsc = ['node', 'node_modules/typescript/bin/tsc'];
const MINUTE = 60_000;
/** How much of a reason stands behind the name of a test that failed, in characters. */
const LONGEST_REASON = 160;
/** How long a part may take: twice and more what it takes on two cores that nobody else uses. */
const LONGEST = 45;

/**
 * How many parts run at once. Those that keep about one core busy run in pairs; those that have
 * workers of their own run alone.
 */
const LANES = 2;

/** When the whole run is to have ended, in ms since 1970; a run by hand has all the time it needs. */
const ENDS = Number(process.env.GATESCOPE_TEST_ENDS ?? Infinity) * 1000;
/** By how much a part may be late that was thought to end in time. */
const GRACE = 10 * MINUTE;

/** A check without tests of its own: passes or fails as a whole. */
const check = (name, command) => ({
  name,
  command,
  lanes: 1,
  count: countExit
});

const jest = (name, folder) => ({
  name,
  command: [
    'node',
    'node_modules/jest/bin/jest.js',
    folder,
    '--maxWorkers=2',
    '--json',
    `--outputFile=${resultFile(name, 'json')}`
  ],
  count: countJest
});

/** `minutes` is about how long a part takes beside another. */
const pytest = (name, minutes, ...what) => ({
  name,
  lanes: 1,
  minutes,
  command: [
    path.join(venv, 'python'),
    '-m',
    'pytest',
    ...what,
    `--junitxml=${resultFile(name, 'xml')}`
  ],
  count: countJunit
});

/** The kernel's tests, run against the one in a page. */
const inPage = (name, minutes, browser, ...what) => ({
  ...pytest(name, minutes, `--host=${browser}`, ...what),
  env: async () =>
    browser === 'firefox'
      ? { FIREFOX_PATH: findFirefox() }
      : { CHROMIUM_PATH: findChromium() }
});

/** Lessons and errors on a second host, after Node: where the time allows. */
const repeated = part => ({ ...part, isRepeated: true });

/** The tests of a folder in a browser. */
const playwright = (name, minutes, folder, browser, env) => ({
  name,
  lanes: 1,
  minutes,
  command: [
    'node',
    'node_modules/@playwright/test/cli.js',
    'test',
    `--config=tests/${folder}/playwright.config.ts`,
    '--reporter=list,json'
  ],
  env: async () => ({
    ...env,
    CHROMIUM_PATH: browser(),
    GATESCOPE_TEST_PORT: String(await freePort()),
    PLAYWRIGHT_JSON_OUTPUT_FILE: resultFile(name, 'json')
  }),
  count: countPlaywright
});

/** Whole classes marked; in a part of its own, since each part has its limit of time. */
const marking = [
  'fault_cases_checked',
  'mark',
  'mark_dask',
  'marking',
  'nbgrader_course',
  'nbgrader_exchange',
  'value_faults'
].map(name => `tests/lessons/test_${name}.py`);

/**
 * What pages say of the lessons, beside what Node said of them: after the lessons' own, which begin
 * when the lab has run the lessons. Each of them would run a lesson that has not yet run.
 */
const lessonsInPages = 'tests/kernel/test_lessons_in_pages.py';

/** Every suite, the quickest answers first. */
const suites = {
  lint: [
    check('eslint', ['node', 'node_modules/eslint/bin/eslint.js', '.']),
    check('prettier', [
      'node',
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--log-level=warn',
      '.'
    ]),
    check('stylelint', [
      'node',
      'node_modules/stylelint/bin/stylelint.mjs',
      'style/**/*.css'
    ]),
    check('ruff check', [path.join(venv, 'ruff'), 'check', '.']),
    check('ruff format', [path.join(venv, 'ruff'), 'format', '--check', '.'])
  ],
  types: [
    check('types of src', [...tsc, '--noEmit', '-p', 'tsconfig.json']),
    check('types without DOM and Node', [...tsc, '-p', 'tsconfig.pure.json']),
    check('types of tests', [...tsc, '-p', 'tests/tsconfig.json'])
  ],
  unit: [jest('unit', 'tests/unit')],
  parity: [jest('parity', 'tests/parity')],
  python: [pytest('python', 2, 'tests/python')],
  models: [
    pytest('models', 5, 'tests/models'),
    check('types of Python', [
      path.join(venv, 'mypy'),
      '--strict',
      'gatescope/tracing'
    ])
  ],
  kernel: [pytest('kernel', 5, 'tests/kernel')],
  lessons: [
    pytest(
      'lessons',
      8,
      'tests/lessons',
      ...marking.map(file => `--ignore=${file}`)
    ),
    pytest('marking', 11, ...marking),
    pytest('hub', 1, 'tests/hub')
  ],
  browser: [
    // With two workers of its own.
    {
      ...playwright('gallery', undefined, 'browser', findWindowless, {
        GATESCOPE_BROWSER_PART: 'gallery'
      }),
      lanes: LANES
    },
    playwright('lab', 16, 'browser', findWindowless, {
      GATESCOPE_BROWSER_PART: 'lab'
    })
  ],
  site: [
    playwright('site', 4, 'site', findChromium),
    inPage(
      'page kernel',
      2,
      'chromium',
      'tests/kernel',
      `--ignore=${lessonsInPages}`
    ),
    repeated(inPage('lessons in a page', 5, 'chromium', lessonsInPages)),
    repeated(
      inPage(
        'in Firefox',
        0.5,
        'firefox',
        ...['errors', 'lessons_in_pages', 'page'].map(
          name => `tests/kernel/test_${name}.py`
        )
      )
    )
  ]
};

function resultFile(name, extension) {
  return path.join(results, `${name}.${extension}`);
}

function countExit(code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function countJest(_code, name) {
  const report = readJson(resultFile(name, 'json'));
  return {
    passed: report.numPassedTests,
    // A file that does not load has no tests and counts as one failure.
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    failures: report.testResults.flatMap(
      ({ name: file, status, assertionResults }) => {
        const failed = assertionResults.filter(
          test => test.status === 'failed'
        );
        const where = `${name}: ${path.relative(root, file)}`;
        return status === 'failed' && failed.length === 0
          ? [where]
          : failed.map(
              ({ fullName, failureMessages }) =>
                `${where} › ${fullName}${because(failureMessages[0])}`
            );
      }
    )
  };
}

function countJunit(_code, name) {
  const xml = readFileSync(resultFile(name, 'xml'), 'utf8');
  const suite = /<testsuite [^>]*>/.exec(xml)[0];
  const number = key => Number(new RegExp(` ${key}="(\\d+)"`).exec(suite)[1]);
  const failed = number('failures') + number('errors');
  const cases =
    /<testcase classname="([^"]*)" name="([^"]*)"[^>]*>\s*<(?:failure|error) message="([^"]*)"/g;
  return {
    passed: number('tests') - number('skipped') - failed,
    failed,
    failures: [...xml.matchAll(cases)].map(
      ([, file, test, message]) =>
        `${name}: ${file} › ${test}${because(message.replaceAll('&#10;', '\n'))}`
    )
  };
}

function countPlaywright(_code, name) {
  const { stats, errors, suites: files } = readJson(resultFile(name, 'json'));
  const ending = status =>
    endedSo(files, status).map(text => `${name}: ${text}`);
  // A slow machine can miss one frame: what passed at the second try counts, and is named.
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    failures: [
      ...ending('unexpected'),
      ...errors.map(({ message }) => `${name}: ${message.split('\n')[0]}`)
    ],
    unsteady: ending('flaky')
  };
}

/** The titles, files first, of the tests that ended so, each with why its first try failed. */
function endedSo(parts, status, before = []) {
  return parts.flatMap(({ title, specs = [], suites: inner = [] }) => [
    ...specs.flatMap(spec => {
      const test = spec.tests.find(each => each.status === status);
      const titles = [...before, title, spec.title].join(' › ');
      const error = test?.results[0]?.error?.message;
      return test ? [`${titles}${because(error)}`] : [];
    }),
    ...endedSo(inner, status, [...before, title])
  ]);
}

/** The first line of what a test that failed says, for the line that names it. */
function because(message = '') {
  const [first] = stripVTControlCharacters(message).trim().split('\n');
  return first === '' ? '' : ` (${first.slice(0, LONGEST_REASON)})`;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** A port that nothing listens on, so that two clones can be tested at once. */
async function freePort() {
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
function run(command, { env, name } = {}) {
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
    const timer = setTimeout(
      () => {
        late = true;
        process.kill(-child.pid, 'SIGKILL');
      },
      Math.max(MINUTE, Math.min(LONGEST * MINUTE, ENDS + GRACE - Date.now()))
    );
    const stop = () => process.kill(-child.pid, 'SIGTERM');
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

async function runPart({ name, command, env, count, lanes }) {
  console.log(`\n── ${name}`);
  const begun = performance.now();
  let counts;
  let code = null;
  try {
    code = await run(command, {
      env: await env?.(),
      ...(lanes === 1 && { name })
    });
    counts = count(code, name);
  } catch (error) {
    console.error(`${name}: no result (${error.message})`);
    counts = { passed: 0, failed: 1 };
  }
  if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) {
    console.error(
      code === null
        ? `${name}: stopped after ${LONGEST} minutes`
        : counts.passed === 0
          ? `${name}: ran no test`
          : `${name}: ended with code ${code}`
    );
    counts.failed = 1;
  }
  const seconds = Math.round((performance.now() - begun) / 1000);
  return { name, ...counts, seconds };
}

/** How many times as long as planned the parts have taken that are done. */
function slowness(parts, done) {
  const known = parts
    .map(({ minutes }, at) => ({ minutes, seconds: done[at]?.seconds }))
    .filter(each => Object.values(each).every(Number.isFinite));
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
  return Date.now() + sum / LANES;
}

/**
 * Runs parts, as many beside each other as there are lanes; what came of each, in their order. The
 * quick ones run first, then the long ones with the longest before the others: a long one that began
 * last would leave the other lane empty. What repeats others is left out where all would end too late.
 */
async function runInLanes(parts) {
  const results = [];
  const begun = [];
  const running = new Set();
  let free = LANES;
  const turns = [...parts.entries()].sort(
    ([, one], [, other]) =>
      (other.minutes ?? Infinity) - (one.minutes ?? Infinity) || 0
  );
  for (const [at, part] of turns) {
    const needed = part.lanes ?? LANES;
    while (free < needed) {
      await Promise.race(running);
    }
    if (part.isRepeated && endOf(parts, results, begun) > ENDS) {
      results[at] = { name: part.name, passed: 0, failed: 0, isLeftOut: true };
      continue;
    }
    free -= needed;
    begun[at] = Date.now();
    const task = runPart(part).then(result => {
      results[at] = result;
      free += needed;
      running.delete(task);
    });
    running.add(task);
  }
  await Promise.all(running);
  return results;
}

if (Number.isNaN(ENDS)) {
  console.error(
    `run-tests: GATESCOPE_TEST_ENDS: expected seconds since 1970, got '${process.env.GATESCOPE_TEST_ENDS}'`
  );
  process.exit(2);
}
const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(
    `run-tests: no suite ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`
  );
  process.exit(2);
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
if (wanted.length === 0 || wanted.includes('browser')) {
  // Before any part drives one: apt may bring the other to the same version.
  findChromium();
  findWindowless();
}
await run(['npm', 'run', '--silent', 'generate']);

const parts = Object.entries(suites)
  .filter(([name]) => wanted.length === 0 || wanted.includes(name))
  .flatMap(([, list]) => list);
const done = await runInLanes(parts);

console.log();
for (const { name, passed, failed, seconds, isLeftOut } of done) {
  if (isLeftOut) {
    console.log(
      `LEFT OUT ${name}: with it all would end after GATESCOPE_TEST_ENDS`
    );
    continue;
  }
  console.log(
    `${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(28)}${String(passed).padStart(6)} passed${String(failed).padStart(5)} failed${String(seconds).padStart(6)} s`
  );
}
// Last, so that the end of a long log says what to look at.
const named = key => done.flatMap(part => part[key] ?? []);
for (const title of named('unsteady')) {
  console.log(`passed at the second try  ${title}`);
}
for (const title of named('failures')) {
  console.log(`FAILED  ${title}`);
}
const sum = key => done.reduce((total, part) => total + part[key], 0);
const summary = `${sum('passed')} passed, ${sum('failed')} failed`;
writeFileSync(path.join(results, 'summary.txt'), summary + '\n');
console.log(summary);
process.exitCode = sum('failed') === 0 ? 0 : 1;
