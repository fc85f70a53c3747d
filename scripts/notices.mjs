// The licences of other people's code that is bundled into ours must travel with it.

import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the npm package that a bundled file belongs to, or null for our own files. */
function packageOf(file) {
  const at = file.lastIndexOf('node_modules/');
  if (at === -1) {
    return null;
  }
  const base = at + 'node_modules/'.length;
  const words = file.slice(base).split('/');
  const name = words.slice(0, words[0].startsWith('@') ? 2 : 1).join('/');
  return file.slice(0, base) + name;
}

/** Packages whose code is already bundled into the files of another. */
const bundledInto = { jsfive: ['pako'] };

function inside(folder) {
  const into = path.basename(folder);
  return (bundledInto[into] ?? []).map(name =>
    path.join(path.dirname(folder), name)
  );
}

function licenceTexts(folder) {
  return readdirSync(folder)
    .filter(file => /^(licen[cs]e|copying|notice|third)/i.test(file))
    .filter(file => !/\.(js|ts|json)$/.test(file))
    .sort()
    .map(file => readFileSync(path.join(folder, file), 'utf8').trim());
}

/**
 * Writes one text file with name, version and licence of every npm package whose files were bundled
 * or copied.
 *
 * @param changed what was changed in packages whose text is not as it came, by name
 * @param files paths of those files (esbuild's `metafile.inputs`), relative to `root` or absolute
 * @throws Error that names a package without a licence text
 */
export function writeNotices(files, root, target, changed = {}) {
  const folders = [...files]
    .map(file => packageOf(file.replaceAll('\\', '/')))
    .filter(folder => folder !== null)
    .flatMap(folder => [folder, ...inside(folder)])
    .map(folder => path.resolve(root, folder));
  const notices = [...new Set(folders)].sort().map(folder => {
    const manifest = path.join(folder, 'package.json');
    const { name, version, license } = JSON.parse(
      readFileSync(manifest, 'utf8')
    );
    const texts = existsSync(folder) ? licenceTexts(folder) : [];
    if (texts.length === 0 && license === undefined) {
      throw new Error(`${name} ${version} names no licence`);
    }
    const title = `${name} ${version} (${license})`;
    const changes = changed[name] === undefined ? [] : [changed[name]];
    return [title, ...changes, ...texts].join('\n\n');
  });
  const rule = `\n\n${'─'.repeat(80)}\n\n`;
  writeFileSync(
    target,
    `What gatescope brings of other people's work, and under which terms.${rule}${notices.join(rule)}\n`
  );
}
