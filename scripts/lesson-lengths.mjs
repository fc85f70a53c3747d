// How long the lessons take, as the table of docs/lessons.md: words of text without what is folded,
// lines of code that are not folded (answers with their solutions), and terms of the glossary; and the
// minutes that the first notebook cell promises. What a heading calls optional or open is left out.
//
//   node scripts/lesson-lengths.mjs [--parts | --write] [root of the project]
//
// --parts says what the minutes are made of; --write puts all where it is told: in the tables of
// docs/lessons.md and docs/teaching.md, and in the lessons' first notebook cells.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import prettier from 'prettier';
import { exerciseMetadata } from './exercise-metadata.mjs';

const { values: options, positionals } = parseArgs({
  options: { write: { type: 'boolean' }, parts: { type: 'boolean' } },
  allowPositionals: true
});
const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const root = positionals[0] ?? here;
const folder = path.join(root, 'notebooks');
const { inventoryItems, withTerms, TERM_CLASS } = exerciseMetadata;

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

/** How long each of these takes a median student, in minutes. */
const MINUTES = {
  /** Reading to learn: 180 words a minute. */
  word: 1 / 180,
  /**
   * Those who prepare a review read 500 lines of an application an hour (Humphrey 1989, as McConnell
   * quotes it in Code Complete).
   */
  line: 60 / 500,
  /** Anything to choose, type, click or draw, and to read the reply; a clinic's patients, too. */
  question: 1.5,
  /** The inventory's, which are not replied to: thirty minutes for thirty, as Hestenes et al. (1992) give. */
  inventory: 1,
  /** Trainings to choose, a table or lines to fill in: each asks for several answers. */
  long: 3,
  /** What the text asks to be moved in a picture. */
  tryIt: 1,
  exercise: 8
};

const countOf = (text, pattern) => text.match(pattern)?.length ?? 0;

/** The minutes that the questions of a notebook cell take. */
function minutesToAnswer({ source, questions, prediction }) {
  if (prediction) {
    return MINUTES.question;
  }
  if (!questions) {
    return 0;
  }
  if (questions.purpose === 'inventory') {
    const [, about] = /\binventory\('\w+'(?:, \[(.*?)\])?\)/s.exec(source);
    return (
      MINUTES.inventory *
      (about === undefined ? inventoryItems.length : countOf(about, /'[^']+'/g))
    );
  }
  const long = countOf(source, /^ +(?:bench|cell|order|table): \{$/gm);
  // A patient of a clinic is a question; how many a list of them holds is not told here.
  const all =
    countOf(source, /^ +question: /gm) + countOf(source, /\.question\(/g);
  if (all === 0 || /\.map\(.*\.question\(/.test(source)) {
    throw new Error(
      `${source.split('\n')[0]}: how many questions? Write each for itself, or make the part optional`
    );
  }
  return MINUTES.question * (all - long) + MINUTES.long * long;
}

/** The minutes of everything that stands in a median student's way. */
function minutesOf(words, cells) {
  const ours = cells.map(cell => ({
    source: sourceOf(cell),
    type: cell.cell_type,
    // The lines of an answer are in the time of its exercise.
    lines: cell.metadata.gatescope?.exercise ? 0 : visibleLines(cell).length,
    ...cell.metadata.gatescope
  }));
  const sum = of => ours.reduce((total, each) => total + of(each), 0);
  return {
    reading: MINUTES.word * words,
    code: MINUTES.line * sum(({ lines }) => lines),
    questions: sum(minutesToAnswer),
    tries:
      MINUTES.tryIt *
      sum(({ type, source }) =>
        type === 'markdown' ? countOf(readable(source), /\bTry it\b/g) : 0
      ),
    exercises:
      MINUTES.exercise * sum(({ exercise }) => exercise?.role === 'answer')
  };
}

const total = parts =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);

/** The lines of code that are not folded. */
function visibleLines(cell) {
  return cell.cell_type !== 'code' || cell.metadata.jupyter?.source_hidden
    ? []
    : sourceOf(cell)
        .split('\n')
        .filter(line => line.trim() !== '' && !/^\s*\/\/\/ /.test(line));
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
    const lines = cells.flatMap(visibleLines);
    const terms =
      withTerms(textsOf(whole.cells)).join('').split(TERM_CLASS).length - 1;
    const words = wordsIn(readable(texts.join('\n')));
    const parts = minutesOf(words, cells);
    return {
      name,
      row: [name.slice(0, 2), words, lines.length, terms],
      minutes: 5 * Math.round(total(parts) / 5),
      parts
    };
  });

if (options.parts) {
  for (const { row, parts } of counted) {
    const told = Object.entries({ ...parts, together: total(parts) });
    console.log(
      [
        row[0],
        ...told.map(([name, part]) => `${name} ${part.toFixed(1)}`)
      ].join(', ')
    );
  }
} else if (!options.write) {
  for (const { row, minutes } of counted) {
    console.log(`| ${[...row, minutes].join(' | ')} |`);
  }
} else {
  const style = await prettier.resolveConfig(path.join(here, 'docs', 'x.md'));
  const format = text =>
    prettier.format(text, { ...style, parser: 'markdown' });
  await change('docs/lessons.md', text => {
    // The table of lengths has three numbers a row behind the lesson's.
    const rows = [...text.matchAll(/^\| (\d\d) +\|(?: +\d+ +\|){3}$/gm)];
    if (rows.length === 0) {
      throw new Error('docs/lessons.md: no table of lengths');
    }
    const told = counted.map(({ row }) => `| ${row.join(' | ')} |`);
    const end = rows.at(-1).index + rows.at(-1)[0].length;
    return format(
      `${text.slice(0, rows[0].index)}${told.join('\n')}${text.slice(end)}`
    );
  });
  for (const { name, row, minutes } of counted) {
    await change('docs/teaching.md', text =>
      text.replace(
        new RegExp(`^(\\| ${row[0]} [^|]*\\|) +\\d+ +\\|`, 'm'),
        `$1 ${minutes} |`
      )
    );
    await change(path.join('notebooks', name), text =>
      text.replace(/\b(About) \d+ (minutes)\b/, `$1 ${minutes} $2`)
    );
  }
  await change('docs/teaching.md', format);
}

async function change(file, changed) {
  const place = path.join(root, file);
  writeFileSync(place, await changed(readFileSync(place, 'utf8')));
}
