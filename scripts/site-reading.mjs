// The part of the site that is read: each notebook as a page of its own, which nbconvert writes as it
// does for anybody, the program of these pages, and the map of the course that leads to them.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleStyle } from './bundle-views.mjs';
import { shipCells } from './site-cells.mjs';
import { exerciseMetadata } from './exercise-metadata.mjs';
import { lessonsPage } from './site-lessons.mjs';
import { shipPictures } from './site-pictures.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Writes the pages into the folder `read` of the site.
 *
 * @param notebooks the folder of the notebooks, as the site has them
 */
export async function buildReading(site, notebooks) {
  const out = path.join(site, 'read');
  mkdirSync(out, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { read: 'src/read/page.ts', lessons: 'src/read/lessons.ts' },
    outdir: out,
    bundle: true,
    // Views, the engine and what runs the page come when they are needed.
    splitting: true,
    chunkNames: '[name]-[hash]',
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    charset: 'utf8'
  });
  writeFileSync(
    path.join(out, 'read.css'),
    await bundleStyle('style/read.css')
  );
  const files = readdirSync(notebooks)
    .filter(name => name.endsWith('.ipynb'))
    .sort();
  const copies = path.join(root, 'build/for-pages');
  shipPictures({ notebooks, files, out, copies });
  const { status } = spawnSync(
    path.join(root, '.venv/bin/jupyter'),
    [
      ...['nbconvert', '--to', 'gatescope', '--log-level=WARN'],
      ...[`--output-dir=${out}`, '--LivingExporter.reading=.'],
      ...['--LivingExporter.site=..', ...files]
    ],
    { cwd: copies, stdio: 'inherit' }
  );
  if (status !== 0) {
    throw new Error(`nbconvert ended with ${status}`);
  }
  for (const file of files) {
    shipCells(
      JSON.parse(readFileSync(path.join(notebooks, file), 'utf8')),
      path.join(out, file.replace(/\.ipynb$/, '.cells.json'))
    );
  }
  const entries = files.map(file => entryOf(out, notebooks, file));
  writeFileSync(path.join(out, 'index.html'), lessonsPage(entries));
  return entries;
}

/** What the map says of a notebook: from its page, and from what it asks. */
function entryOf(out, notebooks, file) {
  const id = path.basename(file, '.ipynb');
  const page = readFileSync(path.join(out, `${id}.html`), 'utf8');
  const notebook = JSON.parse(readFileSync(path.join(notebooks, file), 'utf8'));
  const { exercises } = exerciseMetadata.lessonParts(
    notebook.cells.map(cell => ({
      id: cell.id,
      type: cell.cell_type,
      source: [cell.source].flat().join(''),
      metadata: cell.metadata
    }))
  );
  // As on the launcher; a lesson of a teacher's own has what it opens on.
  const mark = path.join(root, 'notebooks', 'pictures', `${id}.svg`);
  const picture = existsSync(mark)
    ? readFileSync(mark, 'utf8')
    : openingPicture(out, id, notebook);
  const lesson = notebook.metadata.gatescope?.lesson ?? {};
  return {
    id,
    lesson: lesson.id ?? id,
    number: lesson.number,
    title: textIn(page, /<title>([^<]*)</),
    asks: textIn(page, /<meta content="([^"]*)" name="description"/),
    minutes: Number(/\b[Aa]bout (\d+) minutes/.exec(page)?.[1]) || null,
    exercises: exercises.map(exercise => exercise.id),
    picture
  };
}

/** The picture that a notebook opens on, as an image beside the map; nothing where there is none. */
function openingPicture(out, id, notebook) {
  const picture = notebook.cells
    .filter(({ metadata }) => metadata.tags?.includes('opening'))
    .flatMap(({ outputs = [] }) => outputs)
    .map(({ data }) => data?.['image/svg+xml'])
    .find(each => each !== undefined);
  if (picture === undefined) {
    return '';
  }
  writeFileSync(path.join(out, `${id}.svg`), [picture].flat().join(''));
  return `<img src="${id}.svg" alt="" loading="lazy">`;
}

/** HTML text as it stands in the page: it goes into another as it is. */
const textIn = (page, pattern) => pattern.exec(page)?.[1] ?? '';
