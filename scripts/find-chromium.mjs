// The Chromium that the browser tests drive. On a machine that has none and has apt, it is installed.

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable'
];

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map(folder => path.join(folder, name))
    .find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Path of a Chromium: `CHROMIUM_PATH`, else on PATH, else installed with apt when this user may.
 * Throws an Error that says what to do when there is none.
 */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (!isExecutable(given)) {
      throw new Error(`CHROMIUM_PATH is ${given}, which cannot be run`);
    }
    return given;
  }
  const found = () => names.map(onPath).find(file => file !== undefined);
  const present = found();
  if (present) {
    return present;
  }
  installWithApt();
  const installed = found();
  if (!installed) {
    throw new Error(
      'the browser tests need Chromium: install the package chromium, or set CHROMIUM_PATH'
    );
  }
  return installed;
}

function installWithApt() {
  if (!onPath('apt-get')) {
    return;
  }
  const root = process.geteuid?.() === 0;
  if (!root && spawnSync('sudo', ['-n', 'true']).status !== 0) {
    return;
  }
  const apt = (...words) =>
    spawnSync(root ? 'apt-get' : 'sudo', root ? words : ['apt-get', ...words], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    });
  console.log('Installing Chromium with apt …');
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
}
