// The kinds of parts that suites.mjs is made of: how each tool is called, which its test files are, and how
// its report is read.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  countExit,
  countJest,
  countJunit,
  countPlaywright
} from './counting.mjs';
import { freePort } from './lanes.mjs';

export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..'
);
export const results = path.join(root, 'build', 'test-results');
export const venv = path.join('.venv', 'bin');

const reportOf = (name, extension) =>
  path.join('build', 'test-results', `${name}.${extension}`);
/** What decides about any test: versions of packages. */
const PACKAGES = ['package.json', 'package-lock.json'];
export const PYTHON = [...PACKAGES, 'pyproject.toml', 'requirements'];
/** A check without tests of its own. */
export const check = (name, opens, command, more = {}) => ({
  name,
  command: () => command,
  base: PACKAGES,
  opens: () => opens,
  lanes: 1,
  count: countExit,
  ...more
});

/** Tests that open files or start programs; what these are is not looked for. */
const OPENS_FILES = /node:(fs|child_process|worker_threads)|from 'esbuild'/;

export const jest = (name, folder, opens) => ({
  name,
  command: files => [
    'node',
    'node_modules/jest/bin/jest.js',
    '--maxWorkers=2',
    '--json',
    `--outputFile=${reportOf(name, 'json')}`,
    '--runTestsByPath',
    ...files
  ],
  report: reportOf(name, 'json'),
  files: all =>
    all.filter(
      file => file.startsWith(`${folder}/`) && file.endsWith('.test.ts')
    ),
  base: [...PACKAGES, 'jest.config.mjs', 'tests/unit/empty.cjs'],
  opens: ({ repository, own }) =>
    own.some(
      file =>
        file.startsWith('tests/') && OPENS_FILES.test(repository.text(file))
    )
      ? opens
      : [],
  count: countJest
});

/** What `opens` says, with what depends on the test that opens it. */
const opened = (opens, read) =>
  opens.flatMap(each => (typeof each === 'function' ? each(read) : each));

/** A folder, for those tests alone whose own code has its name in a path. */
export const namedIn = folder => {
  const path = new RegExp(`["'/]${folder}["'/]`);
  return ({ repository, own }) =>
    own.some(
      file => file.startsWith('tests/') && path.test(repository.text(file))
    )
      ? [folder]
      : [];
};

/** Files beside the tests of a folder: any of them may open those. */
export const beside = folder =>
  new RegExp(`^${folder}/(?!(.*/)?test_[^/]*\\.py$)`);

export const pytest = ({
  name,
  minutes,
  folder,
  only,
  opens,
  words = [],
  ...more
}) => ({
  name,
  lanes: 1,
  minutes,
  needs: ['prepared'],
  hasPython: true,
  command: files => [
    path.join(venv, 'python'),
    '-m',
    'pytest',
    ...words,
    '-o',
    'junit_family=xunit1',
    `--junitxml=${reportOf(name, 'xml')}`,
    ...files
  ],
  report: reportOf(name, 'xml'),
  files: all =>
    all.filter(
      file =>
        file.startsWith(`${folder}/`) &&
        /\/test_[^/]*\.py$/.test(file) &&
        (only?.(path.basename(file, '.py').slice('test_'.length)) ?? true)
    ),
  base: PYTHON,
  opens: read => [beside(folder), ...opened(opens, read)],
  count: countJunit,
  ...more
});

/** The tests of a folder in a browser. */
export const playwright = ({
  name,
  minutes,
  config,
  folder,
  browser,
  opens,
  env,
  ...more
}) => ({
  name,
  lanes: 1,
  minutes,
  needs: ['prepared'],
  browser,
  command: files => [
    'node',
    'node_modules/@playwright/test/cli.js',
    'test',
    `--config=${config}`,
    '--reporter=list,json',
    // Each is a regular expression.
    ...files.map(file => file.replaceAll('.', '\\.'))
  ],
  env: async () => ({
    ...env,
    CHROMIUM_PATH: browser(),
    GATESCOPE_TEST_PORT: String(await freePort()),
    PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(root, reportOf(name, 'json'))
  }),
  report: reportOf(name, 'json'),
  files: all =>
    all.filter(
      file => file.startsWith(`${folder}/`) && file.endsWith('.spec.ts')
    ),
  base: [...PACKAGES, config],
  opens: read => [
    new RegExp(`^${folder}/(?!.*\\.spec\\.ts$)`),
    ...opened(opens, read)
  ],
  count: countPlaywright,
  ...more
});
