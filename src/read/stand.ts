import {
  answerSheets,
  lessonProgress,
  type PredictionProgress
} from '../exercises/metadata';
import { doneWords, lessonItems } from '../lab/exercises/lessonItems';
import { predictionStands } from '../lab/exercises/predictionStands';
import type { Translate } from '../scene/words/translate';
import type { Exercises } from './exercises';
import type { ReadNotebook } from './notebook';
import type { SiteProgress } from './progress';

/** Keeps what was guessed and answered in the progress of the site, and says above how far one is. */
export async function createStand({
  notebook,
  progress,
  exercises,
  translate
}: {
  readonly notebook: ReadNotebook;
  readonly progress: SiteProgress;
  readonly exercises: Exercises;
  readonly translate: Translate;
}): Promise<void> {
  const { metadata } = notebook;
  if (metadata === null) {
    return;
  }
  const line = document.createElement('p');
  line.className = 'read-stand';
  document.querySelector('.read-top nav')?.before(line);

  const ours = (): unknown[] =>
    notebook.cells().map(cell => cell.metadata.gatescope);
  const committed = (): ReadonlyMap<string, PredictionProgress> =>
    predictionStands(ours()).committed;
  const written = (): string =>
    JSON.stringify([[...committed()], [...answerSheets(ours())]]);
  let before = written();

  async function say(): Promise<void> {
    const all = await progress.read();
    const stand = lessonProgress(all, metadata?.id ?? '');
    exercises.stand = stand;
    const items = lessonItems(
      notebook.parts,
      stand,
      notebook.cells().map(({ id }) => id),
      null,
      {
        committed: committed(),
        sheets: answerSheets(ours()),
        others: new Map()
      },
      translate
    );
    line.textContent = doneWords(items, translate);
  }

  async function note(): Promise<void> {
    const now = written();
    if (now === before || metadata === null) {
      return;
    }
    before = now;
    await progress
      .update(metadata.id, stand => ({
        ...stand,
        predictions: {
          ...stand.predictions,
          ...Object.fromEntries(committed())
        },
        questions: {
          ...stand.questions,
          ...Object.fromEntries(answerSheets(ours()))
        }
      }))
      .catch(() => undefined);
    await say();
  }

  notebook.onChange(() => void note());
  exercises.noted = () => void say();
  await say();
}
