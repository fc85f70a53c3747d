// `npm ci`, unless node_modules already holds exactly what the lock file names. No package's install
// script runs: none is needed, as all that we use come with their binaries.
//
// When two packages bring a command of the same name, npm links that of the package whose path sorts
// first: tslab's TypeScript instead of ours. Commands of the packages that package.json names are
// linked again, so that `npx tsc` is the compiler that checks our types. Where two of them bring a
// command of one name, the one that package.json names last has it. package.json asks for the same
// after an `npm ci` by hand.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The packages of a lock file, by their place under node_modules. */
function readPackages(file) {
  const { packages } = readJson(file);
  delete packages[''];
  return packages;
}

/** The first package that is missing or of another version, or null. */
export function findDifference(folder) {
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) {
    return 'node_modules is not there';
  }
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  const present = readPackages(installed);
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    // Packages for other platforms are optional and absent.
    if (
      present[name] === undefined
        ? !optional
        : present[name].version !== version
    ) {
      return `${name} is ${present[name]?.version ?? 'missing'}, the lock file says ${version}`;
    }
  }
  return null;
}

/**
 * The packages that package.json names of which a command in node_modules/.bin is another package's.
 */
export function findUnlinked(folder) {
  const modules = path.join(folder, 'node_modules');
  const { dependencies, devDependencies } = readJson(
    path.join(folder, 'package.json')
  );
  const commands = new Map();
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const { bin = {} } = readJson(path.join(modules, name, 'package.json'));
    const own = typeof bin === 'string' ? { [path.basename(name)]: bin } : bin;
    for (const [command, file] of Object.entries(own)) {
      commands.delete(command);
      commands.set(command, { name, file });
    }
  }
  // Windows has scripts of its own in place of links; there npm is asked each time.
  const unlinked = [...commands].filter(([command, { name, file }]) => {
    const link = path.join(modules, '.bin', command);
    return (
      !existsSync(link) ||
      realpathSync(link) !== realpathSync(path.join(modules, name, file))
    );
  });
  return [...new Set(unlinked.map(([, { name }]) => name))];
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function npm(folder, ...words) {
  const { status } = spawnSync('npm', words, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32'
  });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const linksOnly = process.argv.includes('--links');
  const folder = path.resolve(
    process.argv.slice(2).find(word => !word.startsWith('--')) ?? '.'
  );
  const difference = linksOnly ? null : findDifference(folder);
  if (difference !== null) {
    console.log(
      `npm ci in ${path.relative('.', folder) || '.'} (${difference})`
    );
    npm(folder, 'ci', '--ignore-scripts', '--no-audit', '--no-fund');
  }
  // One after the other, so that the last has what two of them bring. Without --force npm leaves a command
  // alone that is another package's.
  for (const name of findUnlinked(folder)) {
    const quietly = ['--force', '--ignore-scripts', '--loglevel=error'];
    npm(folder, 'rebuild', name, ...quietly);
  }
}
