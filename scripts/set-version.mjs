// Sets the version in every file that has one, and the day of the release in CHANGELOG.md and CITATION.cff.
//
//   node scripts/set-version.mjs 0.2.0            the version alone, while it is worked on
//   node scripts/set-version.mjs 0.2.0 --release  and today as its day
//   node scripts/set-version.mjs --check          says which file has another version than package.json
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const number = String.raw`\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?`;

/** Where the version stands, as #, between the words around it, in each file. */
const places = {
  'package.json': [/^( {2}"version": ")#(")/m],
  // Of this package, which stands first; others have theirs behind a name of their own.
  'package-lock.json': [
    /^(\{\n {2}"name": "gatescope",\n {2}"version": ")#(")/,
    /("packages": \{\n {4}"": \{\n {6}"name": "gatescope",\n {6}"version": ")#(")/
  ],
  'src/lab/version.ts': [/(VERSION = ')#(')/],
  'CITATION.cff': [/^(version: )#()$/m],
  'README.md': [/(gatescope-)#(-py3-none-any\.whl)/g],
  'docs/class/Dockerfile': [/(gatescope-)#(-py3-none-any\.whl)/g],
  'docs/npm.md': [/(gatescope-)#(\.tgz)/g],
  'docs/site.md': [/(gatescope-)#(\.vsix)/g]
};

const [first, ...flags] = process.argv.slice(2);
const current = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8')
).version;

if (first === '--check') {
  const wrong = Object.keys(places).flatMap(file =>
    versionsOf(file)
      .filter(version => version !== current)
      .map(version => `${file}: ${version}, package.json: ${current}`)
  );
  if (wrong.length > 0) {
    console.error(wrong.join('\n'));
    process.exit(1);
  }
} else if (!new RegExp(`^${number}$`).test(first ?? '')) {
  console.error(
    `set-version: the first word should be a version such as 0.2.0 or 0.2.0-rc.1, got ${first ?? 'nothing'}`
  );
  process.exit(2);
} else {
  for (const file of Object.keys(places)) {
    rewrite(file, text =>
      patternsOf(file).reduce(
        (changed, pattern) =>
          changed.replace(
            pattern,
            (_, before, after) => `${before}${first}${after}`
          ),
        text
      )
    );
  }
  if (flags.includes('--release')) {
    const day = new Date().toISOString().slice(0, 10);
    rewrite('CITATION.cff', text =>
      text
        .replace(/^date-released: .*\n/m, '')
        .replace(/^version: .*\n/m, line => `${line}date-released: ${day}\n`)
    );
    rewrite('CHANGELOG.md', text =>
      text.replace(/^## .* \(unreleased\)$/m, `## ${first} (${day})`)
    );
  }
  console.log(`${current} → ${first}`);
}

/** The patterns of a file; each must find something, so that none goes stale unseen. */
function patternsOf(file) {
  return places[file].map(
    ({ source, flags: how }) => new RegExp(source.replace('#', number), how)
  );
}

function versionsOf(file) {
  const text = readFileSync(path.join(root, file), 'utf8');
  return patternsOf(file).flatMap(pattern => {
    const every = new RegExp(
      pattern.source,
      pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`
    );
    const found = [...text.matchAll(every)];
    return found.length === 0
      ? ['no version where one should stand']
      : found.map(([whole]) => whole.match(new RegExp(number))[0]);
  });
}

function rewrite(file, change) {
  const at = path.join(root, file);
  writeFileSync(at, change(readFileSync(at, 'utf8')));
}
