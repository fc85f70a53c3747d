import { keptStep } from '../../trace';
import type { Cursor } from '../context';

/** The steps of one run, as a view knows them. */
export interface Steps {
  readonly steps: number;
  /** The steps whose numbers are there, where a saved copy leaves some out. */
  readonly kept?: readonly number[];
  /** The step that a view opens on while the cursor is nowhere. */
  readonly opens: number;
  /** In which order the steps are played: that in which they were computed. Forward where absent. */
  readonly order?: 1 | -1;
}

/**
 * Which step is it now? The one question of every linked view, with one answer: the step of the
 * shared cursor, or the nearest before it whose numbers this run has; where the cursor is nowhere, the
 * step that the view opens on.
 */
export function stepNow(
  { position }: Pick<Cursor, 'position'>,
  run: Steps
): number {
  return Math.max(0, keptStep(run, position.step ?? run.opens));
}

/** The same step where it is pointed at; null while the cursor is nowhere. */
export function pointedStep(
  cursor: Pick<Cursor, 'position'>,
  run: Omit<Steps, 'opens'>
): number | null {
  return cursor.position.step === null || run.steps === 0
    ? null
    : stepNow(cursor, { ...run, opens: 0 });
}
