// Tries what a change touches: the working tree and the commits since it left the main branch, or since
// another commit.
//
//   node scripts/check.mjs [--since commit] [--night]
//
// --night runs nothing: it prints the suites of the night that the change touches, as JSON.

import { execFileSync, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { suiteNames } from './tests/suites.mjs';

const { since, night } = parseArgs({
  options: {
    since: { type: 'string', default: 'origin/HEAD' },
    night: { type: 'boolean', default: false }
  }
}).values;

/** What a change of these files asks for besides jest, which finds its own tests. */
const TOUCHED = [
  [/^(src\/(kernel|engine)|tests\/kernel)\//, 'kernel'],
  [/^(src\/exercises|notebooks|tests\/lessons)\//, 'lessons'],
  [/^(gatescope\/grading|src\/exercises|src\/kernel\/node)\//, 'marking'],
  [/^(gatescope|tests\/python|docs|scripts)\//, 'python'],
  [/^(gatescope\/(tracing|health|sampling)|tests\/models)\//, 'models'],
  [/^(gatescope\/(grading|lab)|tests\/hub)\//, 'hub'],
  [/^(src\/(widgets|page|anywhere)|style|tests\/browser)\//, 'gallery'],
  [/^(src\/(lab|kernel)|gatescope\/lab|schema|tests\/browser)\//, 'lab'],
  [/^(src\/(play|page)|tests\/play)\//, 'play'],
  [/^(src\/(read|site|kernel\/browser)|tests\/site)\//, 'site']
];
const git = (...words) =>
  execFileSync('git', words, { encoding: 'utf8' }).split('\n').filter(Boolean);
const changed = [
  ...git('diff', '--name-only', '--diff-filter=d', since),
  ...git('ls-files', '--others', '--exclude-standard')
];
const of = pattern => changed.filter(file => pattern.test(file));
const suites = TOUCHED.filter(([pattern]) => of(pattern).length > 0).map(
  ([, suite]) => suite
);
if (night) {
  // Marking is a part of lessons there.
  const names = suites.map(name => (name === 'marking' ? 'lessons' : name));
  console.log(
    JSON.stringify(
      suiteNames.filter(name => name === 'unit' || names.includes(name))
    )
  );
  process.exit();
}
const run = (...words) => {
  const { status } = spawnSync(words[0], words.slice(1), { stdio: 'inherit' });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
};
const commands = [
  [of(/\.(ts|mjs)$/), 'node_modules/.bin/eslint', '--no-warn-ignored'],
  [changed, 'node_modules/.bin/prettier', '--check', '--ignore-unknown'],
  [of(/\.py$/), '.venv/bin/ruff', 'check', '--force-exclude'],
  [
    of(/\.(ts|mjs)$/),
    'node_modules/.bin/jest',
    '--findRelatedTests',
    '--passWithNoTests'
  ]
];
for (const [files, ...words] of commands) {
  if (files.length > 0) {
    run(...words, ...files);
  }
}
const here = suites.filter(name => name !== 'hub');
if (here.length > 0) {
  run('node', 'scripts/run-tests.mjs', ...here);
}
