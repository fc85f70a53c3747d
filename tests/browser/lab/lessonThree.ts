import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Lab } from './lab';
import type { NotebookJson } from './notebook';

export const id = '03-inside-the-lstm';
export const title = 'Inside the LSTM';
export const copy = `gatescope-lessons/${id}.ipynb`;
export const progressFile = 'gatescope-lessons/gatescope-progress.json';

/** The lesson as its author wrote it, with solutions. */
export const source = JSON.parse(
  readFileSync(
    path.resolve(__dirname, `../../../notebooks/${id}.ipynb`),
    'utf8'
  )
) as NotebookJson;

/** Each is asked when the notebook cell `after` has run. */
export const flashcards = source.cells.flatMap(
  ({ metadata }) =>
    (metadata as { gatescope?: { flashcards?: { after: string }[] } }).gatescope
      ?.flashcards ?? []
);

/** Where a notebook cell stands. */
export const indexOf = (cell: string): number =>
  source.cells.findIndex(each => each.id === cell);

/** What the author wrote in the place of an answer. */
export function solution(cell: string): string {
  const found = source.cells[indexOf(cell)].source;
  const text = typeof found === 'string' ? found : found.join('');
  return text.replaceAll(/^ *\/\/\/ (BEGIN|END) SOLUTION\n?/gm, '');
}

/** Takes away the student's copies, as if no lesson had been opened. */
export async function removeLessons(lab: Lab): Promise<void> {
  const listing = await lab.page.request.get('/api/contents/gatescope-lessons');
  if (listing.ok()) {
    const { content } = (await listing.json()) as {
      content: { path: string }[];
    };
    for (const { path: each } of content) {
      await lab.page.request.delete(`/api/contents/${encodeURI(each)}`);
    }
    await lab.page.request.delete('/api/contents/gatescope-lessons');
  }
}
