// What a user downloads: the parts of the extension that the lab loads at its start, all of the
// extension, the wheel, and how long pip takes to install the wheel beside a JupyterLab.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { report } from './results.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'gatescope', 'labextension', 'static');

const gzipped = files =>
  files
    .map(file => gzipSync(readFileSync(path.join(folder, file))).length)
    .reduce((sum, size) => sum + size, 0) / 1000;

/** The files that the lab loads before a view is asked for: entry, plugins and style. */
function startFiles(scripts) {
  const entry = scripts.find(file => file.startsWith('remoteEntry.'));
  const text = readFileSync(path.join(folder, entry), 'utf8');
  const chunks = ['./extension', './style'].flatMap(name => {
    const start = text.indexOf(`"${name}":()=>`);
    if (start === -1) {
      throw new Error(`${entry} exposes no ${name}`);
    }
    const end = text.indexOf('.then(', start);
    const loads = text.slice(start, end).matchAll(/\.e\("?([\w-]+)"?\)/g);
    return [...loads].map(([, id]) => {
      const file = scripts.find(script => script.startsWith(`${id}.`));
      if (file === undefined) {
        throw new Error(`${entry} loads chunk ${id}, which is not there`);
      }
      return file;
    });
  });
  return [...new Set([entry, ...chunks])];
}

const scripts = readdirSync(folder).filter(file => file.endsWith('.js'));
report({
  name: 'extension, loaded at start',
  value: gzipped(startFiles(scripts)),
  unit: 'kB gzip'
});
report({
  name: 'extension, with every view',
  value: gzipped(scripts),
  unit: 'kB gzip'
});

const dist = path.join(root, 'dist');
const wheel = readdirSync(dist).find(file => /^gatescope-.*\.whl$/.test(file));
report({
  name: 'wheel, without Node',
  value: readFileSync(path.join(dist, wheel)).length / 1e6,
  unit: 'MB'
});

const target = mkdtempSync(path.join(tmpdir(), 'gatescope-bench-'));
try {
  const python = path.join(root, '.venv', 'bin', 'python');
  const begun = performance.now();
  const { status } = spawnSync(
    python,
    [
      ...['-m', 'pip', 'install', '--quiet', '--no-deps', '--no-index'],
      ...['--disable-pip-version-check', '--target', target],
      path.join(dist, wheel)
    ],
    { stdio: 'inherit' }
  );
  if (status !== 0) {
    throw new Error(`pip ended with ${status}`);
  }
  report({
    name: 'wheel, installed by pip beside a JupyterLab',
    value: (performance.now() - begun) / 1000,
    unit: 's'
  });
} finally {
  rmSync(target, { recursive: true });
}
