// Lays the lessons out as students get them, without solutions and hidden tests, for the two ways in
// which they reach a student: gatescope/_lessons for the console script, and static files of the
// labextension for the launcher card. Each copy says which text it came from, so that an upgrade can
// tell an edited lesson from an untouched one.

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exerciseMetadata } from './exercise-metadata.mjs';
import { isOpening, openingOutputs } from './lesson-openings.mjs';

const { lessonParts, studentSource, withTerms } = exerciseMetadata;
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const notebooks = path.join(root, 'notebooks');
const labextension = path.join(root, 'gatescope', 'labextension');
const { version: release } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8')
);

const sourceOf = cell =>
  typeof cell.source === 'string' ? cell.source : cell.source.join('');

/** A notebook cell as src/exercises/metadata reads it. */
const readable = cell => ({
  id: cell.id,
  type: cell.cell_type,
  source: sourceOf(cell),
  metadata: cell.metadata
});

/** SHA-256 of the notebook cells' types and sources, as gatescope/lessons.py computes it. */
function textDigest(notebook) {
  const text = notebook.cells
    .map(cell => `${cell.cell_type}\x1f${sourceOf(cell)}`)
    .join('\x1e');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** @param source Path of the notebook in notebooks/; students get it as `file`. */
async function readLesson(source, file) {
  const notebook = JSON.parse(
    readFileSync(path.join(notebooks, source), 'utf8')
  );
  if (notebook.cells.some(cell => cell.outputs?.length > 0)) {
    throw new Error(`notebooks/${source}: lessons are kept without outputs`);
  }
  const heading = notebook.cells
    .map(cell => /^# +(.+)$/m.exec(sourceOf(cell)))
    .find(match => match !== null);
  if (heading === undefined) {
    throw new Error(`notebooks/${source}: no notebook cell has a "# title"`);
  }
  const { faults } = lessonParts(notebook.cells.map(readable));
  if (faults.length > 0) {
    const list = faults.map(({ cell, message }) => `${cell}: ${message}`);
    throw new Error(`notebooks/${source}: ${list.join('; ')}`);
  }
  // notebooks/ holds the solutions; what ships does not.
  for (const cell of notebook.cells) {
    cell.source = studentSource(readable(cell));
  }
  // In the lab a term of the glossary is explained where it stands first.
  const texts = notebook.cells.filter(cell => cell.cell_type === 'markdown');
  const marked = withTerms(texts.map(sourceOf));
  texts.forEach((cell, at) => (cell.source = marked[at]));
  const id = path.basename(file, '.ipynb');
  const openings = notebook.cells.filter(isOpening);
  const outputs = await openingOutputs(openings.map(readable));
  for (const cell of openings) {
    cell.outputs = outputs.get(cell.id);
  }
  // A lesson ships whole, and nobody else wrote it: whoever saves the notebook may sign it.
  for (const cell of notebook.cells) {
    if (cell.cell_type === 'code') {
      cell.metadata = { ...cell.metadata, trusted: true };
    }
  }
  const digest = textDigest(notebook);
  notebook.metadata.gatescope = {
    ...notebook.metadata.gatescope,
    // A student's own helpers are what is not among these.
    given: notebook.cells
      .filter(cell => cell.cell_type === 'code')
      .map(cell => cell.id),
    lesson: { ...notebook.metadata.gatescope?.lesson, id, release, digest }
  };
  const exercises = notebook.cells
    .map(cell => cell.metadata?.gatescope?.exercise)
    .filter(exercise => exercise?.role === 'answer')
    .map(exercise => exercise.id);
  const picture = path.join(notebooks, 'pictures', `${id}.svg`);
  const entry = {
    id,
    file,
    title: heading[1].trim(),
    digest,
    exercises,
    ...(existsSync(picture) && { picture: readFileSync(picture, 'utf8') })
  };
  return { entry, text: JSON.stringify(notebook, null, 1) + '\n' };
}

const notebooksIn = folder =>
  readdirSync(path.join(notebooks, folder))
    .filter(file => file.endsWith('.ipynb'))
    .sort();

const lessons = [];
for (const file of notebooksIn('')) {
  lessons.push(await readLesson(file, file));
}
if (lessons.length === 0) {
  throw new Error('notebooks/ holds no lesson (*.ipynb)');
}
// The examples stand behind the lessons, in one folder with them: they refer to each other.
for (const file of notebooksIn('examples')) {
  const { entry, text } = await readLesson(
    path.join('examples', file),
    `example-${file}`
  );
  lessons.push({ entry: { ...entry, example: true }, text });
}
// A class's grades and the wrong answers of the tests are kept by exercise.
const lessonOf = new Map();
for (const { entry } of lessons) {
  for (const id of entry.exercises) {
    if (lessonOf.has(id)) {
      throw new Error(
        `notebooks/${entry.file}: the exercise id '${id}' is taken by ${lessonOf.get(id)}`
      );
    }
    lessonOf.set(id, entry.file);
  }
}
const index =
  JSON.stringify({ release, lessons: lessons.map(l => l.entry) }, null, 2) +
  '\n';

if (!existsSync(path.join(labextension, 'package.json'))) {
  throw new Error(
    'gatescope/labextension is not built: run npm run build:labextension first'
  );
}
// For teachers, the same with solutions and hidden tests.
const solutions = path.join(root, 'gatescope', '_solutions');
rmSync(solutions, { recursive: true, force: true });
mkdirSync(solutions, { recursive: true });
for (const { entry } of lessons.filter(each => !each.entry.example)) {
  writeFileSync(
    path.join(solutions, entry.file),
    readFileSync(path.join(notebooks, entry.file))
  );
}
for (const folder of [
  path.join(root, 'gatescope', '_lessons'),
  path.join(labextension, 'static', 'lessons')
]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { entry, text } of lessons) {
    writeFileSync(path.join(folder, entry.file), text);
  }
  writeFileSync(path.join(folder, 'index.json'), index);
}
const examples = lessons.filter(({ entry }) => entry.example).length;
console.log(
  `${lessons.length - examples} lessons, ${examples} examples, release ${release}`
);
