// Lays out a new lesson behind the last: a notebook with all the parts that tests/lessons/test_rules.py
// asks for, which runs as it stands, its tests, the link to it and its rows in docs/teaching.md and docs/lessons.md.
// What is to be written is marked TODO, and a test refuses a lesson in which one is left.
//
//   node scripts/new-lesson.mjs a-few-words "A title" [folder]
//
// The folder is laid out as the repository, which is the default.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

const scripts = path.dirname(fileURLToPath(import.meta.url));
const [name, title, folder = path.dirname(scripts)] = process.argv.slice(2);
if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name ?? '') || !title?.trim()) {
  console.error('node scripts/new-lesson.mjs a-few-words "A title" [folder]');
  process.exit(2);
}

const at = (...parts) => path.join(folder, ...parts);
const read = file => readFileSync(file, 'utf8');
const template = file => read(path.join(scripts, 'lesson', file));

const lessons = readdirSync(at('notebooks'))
  .filter(name => /^\d\d-.*\.ipynb$/.test(name))
  .sort();
const last = lessons.at(-1);
const number = Number(last.slice(0, 2)) + 1;
const NN = String(number).padStart(2, '0');
const id = `${NN}-${name}`;

/** The text of a template for this lesson. */
const filled = text =>
  text.replace(/\{\{(NN|id|title)\}\}/g, (_, key) => ({ NN, id, title })[key]);

function write(file, text) {
  const fresh = !existsSync(file);
  writeFileSync(file, text);
  console.log(
    `${fresh ? 'new    ' : 'changed'} ${path.relative(folder, file)}`
  );
}

const notebookText = notebook => `${JSON.stringify(notebook, null, 1)}\n`;

// Strings alone are filled in, so that a quotation mark in the title stays one.
const notebook = JSON.parse(template('template.ipynb'), (_, value) =>
  typeof value === 'string' ? filled(value) : value
);
notebook.metadata.gatescope.lesson.number = number;
write(at('notebooks', `${id}.ipynb`), notebookText(notebook));

// The lesson before gets its link.
const before = JSON.parse(read(at('notebooks', last)));
const end = before.cells.at(-1);
const words = [end.source].flat().join('');
end.source = `${words}\n\nNext: [${title}](${id}.ipynb).`.split(/(?<=\n)/);
write(at('notebooks', last), notebookText(before));

for (const kind of ['answers', 'test_lesson']) {
  write(
    at('tests', 'lessons', `${kind}_${NN}.py`),
    filled(template(`${kind}.py.txt`))
  );
}

const style = await prettier.resolveConfig(path.join(scripts, 'x.md'));
for (const [file, row] of [
  ['teaching.md', `| ${NN} ${title} | 30 | 01–05 | TODO |`],
  ['lessons.md', `| ${NN} ${title} | TODO | TODO | TODO |`]
]) {
  const page = at('docs', file);
  const text = read(page);
  const found = new RegExp(`^\\| ${last.slice(0, 2)} .*$`, 'm').exec(text);
  if (!found) {
    throw new Error(`${page}: no row of lesson ${last}`);
  }
  const below = found.index + found[0].length;
  const longer = `${text.slice(0, below)}\n${row}${text.slice(below)}`;
  write(page, await prettier.format(longer, { ...style, parser: 'markdown' }));
}
execFileSync(
  'node',
  [path.join(scripts, 'lesson-lengths.mjs'), '--write', at()],
  { stdio: ['ignore', 'ignore', 'inherit'] }
);
