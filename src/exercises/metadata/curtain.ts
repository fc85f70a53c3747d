import type { NotebookCell } from './exercise';
import type { LessonParts } from './lessonExercises';

/** What a question keeps closed until it is answered. */
export interface Curtain {
  readonly asks: 'prediction' | 'question';
  /** Keys of the prediction, or of the sheets of the question. */
  readonly keys: readonly string[];
  /** Id of the notebook cell that asks. */
  readonly cell: string;
  /** Ids of the notebook cells that would give the answer away. */
  readonly hides: readonly string[];
}

/**
 * What comes after a prediction or an answer field gives its answer away: tables, pictures, the text
 * that explains them. So each closes the notebook cells after it, up to the next section or the next
 * prediction; what an answer field closes also ends at the next one. A subsection (`###`) stays
 * closed with its section: its very heading may tell. Tests and inventories close nothing: what
 * explains them is the lesson before.
 */
export function curtains(
  cells: readonly NotebookCell[],
  { predictions, questions }: Pick<LessonParts, 'predictions' | 'questions'>
): Curtain[] {
  const fields = questions.filter(({ purpose }) => purpose === 'field');
  const beginsSection = ({ type, source }: NotebookCell): boolean =>
    type === 'markdown' && /^#{1,2}\s/.test(source);
  const hiddenBy = (
    cell: string,
    ends: readonly { readonly cell: string }[]
  ): string[] => {
    const after = cells.slice(cells.findIndex(({ id }) => id === cell) + 1);
    const end = after.findIndex(
      each => beginsSection(each) || ends.some(other => other.cell === each.id)
    );
    return (end < 0 ? after : after.slice(0, end)).map(({ id }) => id);
  };
  return [
    ...predictions.map(({ key, cell }) => ({
      asks: 'prediction' as const,
      keys: [key],
      cell,
      hides: hiddenBy(cell, predictions)
    })),
    ...fields.map(({ keys, cell }) => ({
      asks: 'question' as const,
      keys,
      cell,
      hides: hiddenBy(cell, [...predictions, ...fields])
    }))
  ];
}
