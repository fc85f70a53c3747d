// Tries what a change touches: the working tree and the commits since it left the main branch, or since
// another commit.
//
//   node scripts/check.mjs [--since commit]

import { execFileSync, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { since = 'origin/HEAD' } = parseArgs({
  options: { since: { type: 'string' } }
}).values;

/** The suites of the gate that a change of these files asks for; jest finds its own tests. */
const TOUCHED = [
  [/^(src\/kernel|tests\/kernel)\//, 'kernel'],
  [/^(src\/exercises|notebooks|tests\/lessons)\//, 'lessons'],
  [/^(gatescope\/grading|src\/exercises|src\/node)\//, 'marking'],
  [/^(gatescope|tests\/python|docs)\//, 'python'],
  [/^(gatescope\/(tracing|health|sampling)|tests\/models)\//, 'models'],
  [/^(src\/(widgets|page|lab|play|anywhere)|style|tests\/browser)\//, 'browser']
];
const git = (...words) =>
  execFileSync('git', words, { encoding: 'utf8' }).split('\n').filter(Boolean);
const changed = [
  ...git('diff', '--name-only', '--diff-filter=d', since),
  ...git('ls-files', '--others', '--exclude-standard')
];
const of = pattern => changed.filter(file => pattern.test(file));
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
].filter(([files]) => files.length > 0);
for (const [files, ...words] of commands) {
  const { status } = spawnSync(words[0], [...words.slice(1), ...files], {
    stdio: 'inherit'
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
const suites = TOUCHED.filter(([pattern]) => of(pattern).length > 0).map(
  ([, suite]) => suite
);
if (suites.length > 0) {
  process.exit(
    spawnSync('node', ['scripts/run-tests.mjs', ...new Set(suites)], {
      stdio: 'inherit'
    }).status ?? 1
  );
}
