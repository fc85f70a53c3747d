import type { LessonParts, NotebookCell } from './lessonExercises';

/** What a prediction keeps closed until it is answered. */
export interface Curtain {
  /** Key of the prediction. */
  readonly key: string;
  /** Id of the notebook cell that asks. */
  readonly cell: string;
  /** Ids of the notebook cells that would give the answer away. */
  readonly hides: readonly string[];
}

/**
 * What comes after a prediction gives its answer away: tables, pictures, the text that explains
 * them. So each prediction closes the notebook cells after it, up to the next heading or the next
 * prediction.
 */
export function curtains(
  cells: readonly NotebookCell[],
  { predictions }: Pick<LessonParts, 'predictions'>
): Curtain[] {
  return predictions.map(({ key, cell }) => {
    const at = cells.findIndex(({ id }) => id === cell);
    const after = cells.slice(at + 1);
    const end = after.findIndex(
      ({ id, type, source }) =>
        (type === 'markdown' && /^#{1,6}\s/.test(source)) ||
        predictions.some(other => other.cell === id)
    );
    return {
      key,
      cell,
      hides: (end < 0 ? after : after.slice(0, end)).map(({ id }) => id)
    };
  });
}
