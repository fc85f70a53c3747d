// Collects the words on the screen into gatescope/locale/gatescope.pot, the catalogue from which
// translators and JupyterLab's language packs start.
//
//   node scripts/extract-words.mjs [--check]
//
// jupyterlab-translate looks for calls of `trans.__` with a literal; the views know no JupyterLab and
// call a `translate` that they were given, often with a word of a table. So the compiler is asked
// what such a call can be given. A call of which nobody can tell is an error: its words could not be
// translated. `--check` writes nothing and fails where the catalogue is not up to date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTextFinder } from './text-finder.mjs';
import { schemaWords } from './schema-words.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const catalogueFile = path.join(root, 'gatescope/locale/gatescope.pot');

/** Tables of words that reach the views in a bundle, or through many hands. */
const tables = [
  'src/exercises/metadata/terms.ts',
  'src/engine/recurrence/channelNotes.ts',
  'src/views/compare/compareRows.ts'
];

/** The catalogue as it should be, in the format of gettext. */
export function catalogue() {
  const finder = createTextFinder(root);
  const { texts, unknown } = finder.textsOf(
    'Translate',
    [
      'src/lab',
      'src/read',
      'src/scene',
      'src/site',
      'src/views',
      'src/widgets'
    ],
    tables
  );
  for (const table of tables) {
    for (const text of finder.textsIn(table)) {
      texts.set(text, [...(texts.get(text) ?? []), table]);
    }
  }
  if (unknown.length > 0) {
    throw new Error(
      `what is translated here is no literal and of no table:\n${unknown.join('\n')}`
    );
  }
  const entries = [
    ...[...texts].map(([text, places]) => ({ text, places })),
    ...schemaWords(path.join(root, 'schema'))
  ].sort(
    (one, other) =>
      order(one.text, other.text) || order(one.context, other.context)
  );
  return `${head}${entries.map(entryOf).join('\n')}`;
}

const order = (one = '', other = '') =>
  one < other ? -1 : one > other ? 1 : 0;

// No date: the same words give the same file.
const head = `# Words of gatescope, collected from its source.
msgid ""
msgstr ""
"Project-Id-Version: gatescope\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

`;

function entryOf({ text, context, places }) {
  // Files alone: a line number would change with every edit.
  const files = [...new Set(places)].sort();
  return [
    ...files.map(file => `#: ${file}`),
    ...(context === undefined ? [] : [`msgctxt ${quoted(context)}`]),
    `msgid ${quoted(text)}`,
    'msgstr ""',
    ''
  ].join('\n');
}

const quoted = text => JSON.stringify(text);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = catalogue();
  const present = existsSync(catalogueFile)
    ? readFileSync(catalogueFile, 'utf8')
    : '';
  if (process.argv.includes('--check')) {
    if (present !== wanted) {
      console.error('gatescope.pot is not up to date: npm run words');
      process.exitCode = 1;
    }
  } else if (present !== wanted) {
    mkdirSync(path.dirname(catalogueFile), { recursive: true });
    writeFileSync(catalogueFile, wanted);
  }
}
