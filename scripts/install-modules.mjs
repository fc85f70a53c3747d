// `npm ci`, unless node_modules already holds exactly what the lock file names. No package's install
// script runs: none is needed, as all that we use come with their binaries.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The packages of a lock file, by their place under node_modules. */
function readPackages(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = path.resolve(process.argv[2] ?? '.');
  const difference = findDifference(folder);
  if (difference !== null) {
    console.log(
      `npm ci in ${path.relative('.', folder) || '.'} (${difference})`
    );
    const { status } = spawnSync(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
      {
        cwd: folder,
        stdio: 'inherit',
        shell: process.platform === 'win32'
      }
    );
    process.exit(status ?? 1);
  }
}
