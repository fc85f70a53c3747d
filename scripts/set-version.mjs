// Sets the version in every file that has one, and the day of the release in CHANGELOG.md and CITATION.cff.
// The addresses of CITATION.cff are those of package.json. The first release also says "released" there, and
// turns what pages have between <!-- until released --> and <!-- released: … --> into what stands behind.
//
//   node scripts/set-version.mjs 0.2.0            the version alone, while it is worked on: unreleased
//   node scripts/set-version.mjs 0.2.0 --release  and today as its day
//   node scripts/set-version.mjs --check          says which file has another version than package.json
//   node scripts/set-version.mjs --check --release  and whether it is ready, as what a tag names must be: a day,
//                                             words about it, pictures of the views as they are
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { outOfDate } from './readme-pictures.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const number = String.raw`\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?`;
/** How Python writes the same in the name of a wheel (PEP 440). */
const pythonNumber = String.raw`\d+\.\d+\.\d+(?:(?:a|b|rc|\.dev)\d+)?`;

/** `0.3.0-dev.0` is `0.3.0.dev0` to Python, and `0.3.0-rc.1` is `0.3.0rc1`. */
const inPython = version =>
  version.replace(/-([a-z]+)\.(\d+)$/, (_, word, count) =>
    word === 'dev'
      ? `.dev${count}`
      : `${{ alpha: 'a', beta: 'b' }[word] ?? word}${count}`
  );

/** Where the version stands, as # or as @ in Python's way, between the words around it, in each file. */
const places = {
  'package.json': [/^( {2}"version": ")#(")/m],
  // Of this package, which stands first; others have theirs behind a name of their own.
  'package-lock.json': [
    /^(\{\n {2}"name": "gatescope",\n {2}"version": ")#(")/,
    /("packages": \{\n {4}"": \{\n {6}"name": "gatescope",\n {6}"version": ")#(")/
  ],
  'src/lab/version.ts': [/(VERSION = ')#(')/],
  'CITATION.cff': [/^(version: )#()$/m],
  'README.md': [/(gatescope-)@(-py3-none-any\.whl)/g],
  'docs/class/Dockerfile': [/(gatescope-)@(-py3-none-any\.whl)/g],
  'docs/do/install.md': [
    /(gatescope-)@(-py3-none-any\.whl)/g,
    /(gatescope_views-)@(-py3-none-any\.whl)/g
  ],
  'docs/npm.md': [/(gatescope-)#(\.tgz)/g],
  'docs/site.md': [/(gatescope-)#(\.vsix)/g]
};

const [first, ...flags] = process.argv.slice(2);
const unknown = flags.find(flag => flag !== '--release');
if (unknown !== undefined) {
  console.error(`set-version: the one flag is --release, got ${unknown}`);
  process.exit(2);
}
const isRelease = flags.length > 0;
const manifest = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8')
);
const current = manifest.version;
const untilReleased = /<!-- until released -->[^]*?<!-- released: ([^]*?) -->/g;

if (first === '--check') {
  const wrong = Object.keys(places).flatMap(file =>
    versionsOf(file)
      .filter(version => version !== current && version !== inPython(current))
      .map(version => `${file}: ${version}, package.json: ${current}`)
  );
  const { title, section } = topOfChanges();
  const day = String.raw`\d{4}-\d\d-\d\d`;
  if (!new RegExp(`^## ${current} \\((unreleased|${day})\\)$`).test(title)) {
    wrong.push(`CHANGELOG.md begins with '${title}', package.json: ${current}`);
  } else if (isRelease && !new RegExp(day).test(title)) {
    wrong.push(
      `CHANGELOG.md: ${current} has no day yet; set it with --release`
    );
  } else if (isRelease && section.trim() === '') {
    wrong.push(`CHANGELOG.md: nothing is said of ${current}`);
  }
  const citation = readFileSync(path.join(root, 'CITATION.cff'), 'utf8');
  if (citation !== withAddresses(citation)) {
    wrong.push('CITATION.cff has other addresses than package.json');
  }
  if (isRelease) {
    wrong.push(
      ...outOfDate().map(
        picture =>
          `docs/images/${picture} shows other views than are here: make pictures ONLY=readme`
      )
    );
  }
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
            (_, before, after) =>
              `${before}${pattern.source.includes(pythonNumber) ? inPython(first) : first}${after}`
          ),
        text
      )
    );
  }
  const day = new Date().toISOString().slice(0, 10);
  rewrite('CITATION.cff', text =>
    withAddresses(text)
      .replace(/^date-released: .*\n/m, '')
      .replace(
        /^version: .*\n/m,
        line => `${line}${isRelease ? `date-released: ${day}\n` : ''}`
      )
  );
  if (isRelease) {
    rewrite('package.json', text =>
      text.replace('"released": false', '"released": true')
    );
    Object.keys(places).forEach(file =>
      rewrite(file, text => text.replaceAll(untilReleased, '$1'))
    );
  }
  const { title } = topOfChanges();
  const heading = `## ${first} (${isRelease ? day : 'unreleased'})`;
  rewrite('CHANGELOG.md', text =>
    text.replace(
      title,
      // What is out keeps its section; the next one begins above it.
      title.endsWith('(unreleased)') ? heading : `${heading}\n\n${title}`
    )
  );
  console.log(`${current} → ${first}`);
}

/** What CITATION.cff says with the addresses of package.json, where that has some. */
function withAddresses(text) {
  const { homepage, repository } = manifest;
  const place = /github(?:\.com)?[:/]([^/]+\/[^/]+?)(?:\.git)?$/.exec(
    repository?.url ?? repository ?? ''
  )?.[1];
  const lines = [
    ...(homepage ? [`url: '${homepage}'\n`] : []),
    ...(place ? [`repository-code: 'https://github.com/${place}'\n`] : [])
  ];
  return text
    .replace(/^(?:url|repository-code): .*\n/gm, '')
    .replace(/^license: .*\n/m, line => `${line}${lines.join('')}`);
}

/** The newest section of the changes: its heading, and what it says. */
function topOfChanges() {
  const text = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
  const [, title, section] = /^(## .*)$([^]*?)(?=^## |(?![^]))/m.exec(text) ?? [
    '',
    'no heading',
    ''
  ];
  return { title, section };
}

/** The patterns of a file; each must find something, so that none goes stale unseen. */
function patternsOf(file) {
  return places[file].map(
    ({ source, flags: how }) =>
      new RegExp(source.replace('#', number).replace('@', pythonNumber), how)
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
      : found.map(
          ([whole]) =>
            whole.match(
              new RegExp(
                pattern.source.includes(pythonNumber) ? pythonNumber : number
              )
            )[0]
        );
  });
}

function rewrite(file, change) {
  const at = path.join(root, file);
  writeFileSync(at, change(readFileSync(at, 'utf8')));
}
