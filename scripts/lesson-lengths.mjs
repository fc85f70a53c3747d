// How long the lessons are to read, as the table of docs/teaching.md: words of text without what is
// folded, lines of code that are not folded (answers with their solutions), and terms of the glossary.
//
//   node scripts/lesson-lengths.mjs [folder of notebooks]
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exerciseMetadata } from './exercise-metadata.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = process.argv[2] ?? path.join(root, 'notebooks');
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

for (const name of readdirSync(folder)
  .filter(each => /^\d\d-.*\.ipynb$/.test(each))
  .sort()) {
  const { cells } = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  const texts = cells
    .filter(cell => cell.cell_type === 'markdown')
    .map(sourceOf);
  const lines = cells
    .filter(
      cell => cell.cell_type === 'code' && !cell.metadata.jupyter?.source_hidden
    )
    .flatMap(cell => sourceOf(cell).split('\n'))
    .filter(line => line.trim() !== '' && !/^\s*\/\/\/ /.test(line));
  const terms = withTerms(texts).join('').split(TERM_CLASS).length - 1;
  console.log(
    `| ${name.slice(0, 2)} | ${wordsIn(readable(texts.join('\n')))} | ${lines.length} | ${terms} |`
  );
}
