// The browsers that the tests drive. On a machine that has none and has apt, they are installed.

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** What a browser is called on PATH, the variable that names another, and its package in Debian. */
const browsers = {
  Chromium: {
    variable: 'CHROMIUM_PATH',
    names: [
      'chromium',
      'chromium-browser',
      'google-chrome',
      'google-chrome-stable'
    ],
    package: 'chromium'
  },
  // The same version from the same source without a window's own parts, whose drawing takes more
  // than half of the processor time that a small page costs.
  'Chromium without a window': {
    variable: 'CHROMIUM_PATH',
    names: ['chromium-headless-shell'],
    package: 'chromium-headless-shell'
  },
  Firefox: {
    variable: 'FIREFOX_PATH',
    names: ['firefox-esr', 'firefox'],
    package: 'firefox-esr'
  }
};

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

/** Path of a Chromium: `CHROMIUM_PATH`, else on PATH, else installed with apt when this user may. */
export const findChromium = () => find('Chromium');

/** As `findChromium`, without the parts of a window where this machine has such a one or can get it. */
export function findWindowless() {
  try {
    return find('Chromium without a window');
  } catch {
    return findChromium();
  }
}

/** Path of a Firefox: `FIREFOX_PATH`, else on PATH, else installed with apt when this user may. */
export const findFirefox = () => find('Firefox');

/** Throws an Error that says what to do when there is none. */
function find(browser) {
  const { variable, names, package: debian } = browsers[browser];
  const given = process.env[variable];
  if (given) {
    if (!isExecutable(given)) {
      throw new Error(`${variable} is ${given}, which cannot be run`);
    }
    return given;
  }
  const found = () => names.map(onPath).find(file => file !== undefined);
  const present = found();
  if (present) {
    return present;
  }
  installWithApt(browser, debian);
  const installed = found();
  if (!installed) {
    throw new Error(
      `the browser tests need ${browser}: install the package ${debian}, or set ${variable}`
    );
  }
  return installed;
}

function installWithApt(browser, debian) {
  if (!onPath('apt-get')) {
    return;
  }
  const root = process.geteuid?.() === 0;
  if (!root && spawnSync('sudo', ['-n', 'true']).status !== 0) {
    return;
  }
  const run = (...words) =>
    spawnSync(root ? words[0] : 'sudo', root ? words.slice(1) : words, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    });
  // Another that installs is waited for, and a mirror that is busy is asked again.
  const apt = (...words) =>
    run(
      'apt-get',
      ...['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=5'],
      ...words
    );
  console.log(`Installing ${browser} with apt …`);
  // One that was cut short leaves packages half set up, and apt refuses all else until they are.
  run('dpkg', '--configure', '-a');
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--reinstall', '--no-install-recommends', debian);
}
