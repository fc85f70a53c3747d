// Tries what a change touches and nothing else: the working tree and the commits since it left the main
// branch, or since another commit.
//
//   node scripts/check.mjs [--since commit] [--list]
//
// --list only says what would be tried.

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { check, root, venv } from './tests/kinds.mjs';
import { repository } from './tests/reads.mjs';
import { report, runParts } from './tests/running.mjs';
import { suites } from './tests/suites.mjs';
import { touchedParts } from './tests/touched.mjs';

const { values: asked } = parseArgs({
  options: { since: { type: 'string' }, list: { type: 'boolean' } }
});

function git(...words) {
  const { stdout, status } = spawnSync('git', words, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26
  });
  return status === 0 ? stdout : null;
}

/** Where this branch left another: of the names that a main branch has, the first that is there. */
function base() {
  if (asked.since !== undefined) {
    const found = git('merge-base', asked.since, 'HEAD');
    if (found === null) {
      console.error(`check: SINCE: expected a commit, got '${asked.since}'`);
      process.exit(2);
    }
    return found.trim();
  }
  const heads = ['origin/HEAD', 'origin/main', 'main', 'origin/master'];
  const found = heads
    .map(name => git('merge-base', name, 'HEAD'))
    .find(each => each !== null);
  return found?.trim() ?? 'HEAD';
}

const lines = text => (text ?? '').split('\0').filter(name => name !== '');
const changed = [
  ...new Set([
    ...lines(git('diff', '--name-only', '--no-renames', '-z', base())),
    ...lines(git('ls-files', '--others', '--exclude-standard', '-z'))
  ])
].sort();
const files = repository(root);
const present = changed.filter(file => files.files.has(file));

/** A tool on the changed files alone, with what it keeps of the last time. */
const onChanged = (name, pattern, command, more) => {
  const own = present.filter(file => pattern.test(file));
  return own.length === 0
    ? []
    : [{ ...check(name, [], [...command, ...own], more), isKeyless: true }];
};
const isTyped = changed.some(file =>
  /^(src|tests|scripts|bench)\/.*\.(ts|json)$|tsconfig/.test(file)
);
const parts = [
  ...onChanged('eslint', /\.(ts|mjs)$/, [
    'node',
    'node_modules/eslint/bin/eslint.js',
    ...['--cache', '--cache-location=build/lint/eslint'],
    ...['--cache-strategy=content', '--no-warn-ignored']
  ]),
  ...onChanged('prettier', /./, [
    'node',
    'node_modules/prettier/bin/prettier.cjs',
    ...['--check', '--log-level=warn', '--ignore-unknown']
  ]),
  ...onChanged('stylelint', /\.css$/, [
    'node',
    'node_modules/stylelint/bin/stylelint.mjs'
  ]),
  ...['check', 'format'].flatMap(word =>
    onChanged(
      `ruff ${word}`,
      /\.py$/,
      [
        path.join(venv, 'ruff'),
        ...(word === 'format' ? ['format', '--check'] : ['check']),
        '--force-exclude'
      ],
      { needs: ['build/stamps/test'] }
    )
  ),
  ...(isTyped ? suites.types : []),
  ...touchedParts(changed, files, suites)
];

console.log(`${changed.length} files changed since ${base().slice(0, 10)}`);
for (const part of parts) {
  const tried = part.files?.([...files.files]) ?? [];
  console.log(
    `  ${part.name}${tried.length > 0 ? `: ${tried.join(' ')}` : ''}`
  );
}
if (parts.length === 0) {
  console.log('0 passed, 0 failed');
} else if (!asked.list) {
  const done = await runParts(parts, {});
  process.exitCode = report(done) ? 0 : 1;
}
