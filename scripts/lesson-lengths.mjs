// How long the lessons are to read, as the table of docs/lessons.md: words of text without what is
// folded, lines of code that are not folded (answers with their solutions), and terms of the glossary; and
// the minutes that its first notebook cell promises. What a heading calls optional or open is left out.
//
//   node scripts/lesson-lengths.mjs [folder of notebooks] [--write docs/lessons.md]
//
// With --write they stand in that page's table.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import prettier from 'prettier';
import { exerciseMetadata } from './exercise-metadata.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals } = parseArgs({
  options: { write: { type: 'string' } },
  allowPositionals: true
});
const folder = positionals[0] ?? path.join(root, 'notebooks');
const { withTerms, TERM_CLASS } = exerciseMetadata;

const sourceOf = ({ source }) => [source].flat().join('');

/** Text as it is read: no folds, code blocks, tags or marks. */
const readable = text =>
  text
    .replace(/<details>[\s\S]*?<\/details>/g, ' ')
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\]\([^)]*\)/g, ']');

const wordsIn = text =>
  text.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length;

/** The notebook cells that everybody reads: no section whose heading calls it optional, or open. */
function readByAll(cells) {
  let left = 0; // the level of the heading that leaves out what follows
  return cells.filter(cell => {
    const [, level, title] =
      cell.cell_type === 'markdown'
        ? (sourceOf(cell).match(/^(#+) (.*)/) ?? [])
        : [];
    if (level && (left === 0 || level.length <= left)) {
      left = /\((optional|open)\)/.test(title) ? level.length : 0;
    }
    return left === 0;
  });
}

/**
 * What a median student takes, to five minutes: 180 words a minute, one and a half for each question and
 * guess, eight for each exercise. The inventory is apart: its questions are guessed.
 */
function minutes(words, cells) {
  const ours = cells.map(cell => ({
    source: sourceOf(cell),
    ...cell.metadata.gatescope
  }));
  const asked = ours
    .filter(({ questions }) => questions && questions.purpose !== 'inventory')
    .map(({ source }) => source.match(/^ +question: /gm)?.length ?? 0)
    .reduce((sum, count) => sum + count, 0);
  const guesses = ours.filter(({ prediction }) => prediction).length;
  const exercises = ours.filter(
    ({ exercise }) => exercise?.role === 'answer'
  ).length;
  return (
    5 * Math.round((words / 180 + 1.5 * (asked + guesses) + 8 * exercises) / 5)
  );
}

const counted = readdirSync(folder)
  .filter(each => /^\d\d-.*\.ipynb$/.test(each))
  .sort()
  .map(name => {
    const whole = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    const cells = readByAll(whole.cells);
    const textsOf = those =>
      those.filter(cell => cell.cell_type === 'markdown').map(sourceOf);
    const texts = textsOf(cells);
    const lines = cells
      .filter(
        cell =>
          cell.cell_type === 'code' && !cell.metadata.jupyter?.source_hidden
      )
      .flatMap(cell => sourceOf(cell).split('\n'))
      .filter(line => line.trim() !== '' && !/^\s*\/\/\/ /.test(line));
    const terms =
      withTerms(textsOf(whole.cells)).join('').split(TERM_CLASS).length - 1;
    const words = wordsIn(readable(texts.join('\n')));
    return [
      name.slice(0, 2),
      words,
      lines.length,
      terms,
      minutes(words, cells)
    ];
  });

if (options.write === undefined) {
  for (const row of counted) {
    console.log(`| ${row.join(' | ')} |`);
  }
} else {
  const page = options.write;
  const text = readFileSync(page, 'utf8');
  // The table of lengths has three numbers a row behind the lesson's.
  const rows = [...text.matchAll(/^\| (\d\d) +\|(?: +\d+ +\|){3}$/gm)];
  if (rows.length === 0) {
    throw new Error(`${page}: no table of lengths`);
  }
  const told = counted.map(
    ([number, words, lines, terms]) =>
      `| ${number} | ${words} | ${lines} | ${terms} |`
  );
  const end = rows.at(-1).index + rows.at(-1)[0].length;
  const written = `${text.slice(0, rows[0].index)}${told.join('\n')}${text.slice(end)}`;
  const style = await prettier.resolveConfig(path.join(root, 'docs', 'x.md'));
  writeFileSync(
    page,
    await prettier.format(written, { ...style, parser: 'markdown' })
  );
}
