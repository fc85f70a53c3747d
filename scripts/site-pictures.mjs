// What the notebook cells of a page show: run once where the site is built, and kept in a file for each
// cell, which a page fetches when the cell comes into view.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Most bytes of one picture: a longer run is thinned, as in any notebook. */
const LARGEST = 200_000;
const OURS = /^application\/(?:vnd\.gatescope\.|x-gatescope-)/;
const KEYED = /^application\/vnd\.gatescope\.(?:prediction|questions)\+json$/;
/** Of what is not ours, what a page draws. */
const DRAWN = new Set(['text/plain', 'image/png', 'image/svg+xml']);

/**
 * Runs notebooks, and writes what their cells show into a folder a notebook.
 *
 * @param notebooks the folder of the notebooks
 * @param files their names
 * @param out the folder of the pages
 * @param copies where copies go whose cells name their file in `metadata.gatescope_pictures`
 */
export function shipPictures({ notebooks, files, out, copies }) {
  const ran = path.join(root, 'build/ran-for-pages');
  for (const folder of [ran, copies]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const read = (folder, file) =>
    JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  const known = files.filter(
    file => read(notebooks, file).metadata.kernelspec?.language === 'typescript'
  );
  if (known.length > 0) {
    run(notebooks, known, ran);
  }
  for (const file of files) {
    const notebook = read(notebooks, file);
    const cells = known.includes(file) ? read(ran, file).cells : [];
    const id = path.basename(file, '.ipynb');
    mkdirSync(path.join(out, id), { recursive: true });
    notebook.cells.forEach((cell, at) => {
      const outputs = picturesOf(cell, cells[at]);
      if (outputs.length > 0) {
        cell.metadata.gatescope_pictures = `${id}/${cell.id}.json`;
        writeFileSync(
          path.join(out, id, `${cell.id}.json`),
          JSON.stringify(outputs)
        );
      }
    });
    writeFileSync(path.join(copies, file), JSON.stringify(notebook));
  }
}

/** Runs notebooks from top to bottom, past cells that fail; their pictures come with the networks behind them. */
function run(notebooks, files, out) {
  const { status } = spawnSync(
    path.join(root, '.venv/bin/jupyter'),
    [
      ...['nbconvert', '--to', 'notebook', '--execute', '--allow-errors'],
      ...['--ExecutePreprocessor.kernel_name=gatescope'],
      ...['--ExecutePreprocessor.timeout=-1', '--log-level=WARN'],
      ...[`--output-dir=${out}`, ...files]
    ],
    {
      cwd: notebooks,
      stdio: 'inherit',
      env: {
        ...process.env,
        GATESCOPE_KEEP_NETWORKS: '1',
        GATESCOPE_OUTPUT_BYTES: String(LARGEST)
      }
    }
  );
  if (status !== 0) {
    throw new Error(`nbconvert ended with ${status}`);
  }
}

/**
 * What a cell shows to everybody: nothing of one that asks, that has failed, or that ships with its own.
 *
 * @param cell as it ships
 * @param ran the same cell after its run, where it has run
 */
export function picturesOf({ outputs: own = [], metadata }, ran) {
  const { exercise, prediction, questions } = metadata.gatescope ?? {};
  const outputs = ran?.outputs ?? [];
  const isAsked = [exercise, prediction, questions].some(Boolean);
  const tells = outputs.some(
    ({ output_type: type, data = {} }) =>
      type === 'error' || Object.keys(data).some(kind => KEYED.test(kind))
  );
  return own.length > 0 || isAsked || tells ? [] : outputs.map(light);
}

/** An output without the forms of it that no page draws. */
function light(output) {
  const { data } = output;
  if (data === undefined) {
    return output;
  }
  const kinds = Object.keys(data);
  const isOurs = kinds.some(kind => OURS.test(kind));
  const kept = kinds.filter(kind =>
    isOurs ? OURS.test(kind) : DRAWN.has(kind)
  );
  return {
    ...output,
    metadata: {},
    data: Object.fromEntries(kept.map(kind => [kind, data[kind]]))
  };
}
