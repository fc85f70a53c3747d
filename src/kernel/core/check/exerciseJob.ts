import {
  collectAnswer,
  type CollectedAnswer,
  type Work
} from '../collect/collectAnswer';
import { withheldBy, type Withholding } from '../collect/withheldBy';
import type { CheckRequest } from './checkJob';

/** An exercise and a student's notebook, as it is to be judged. */
export interface ExerciseRequest extends Work {
  readonly exercise: string;
  readonly student?: string;
  /** What cases are drawn from; 0 unless given. */
  readonly seed?: number;
  readonly needs: readonly { readonly id: string; readonly source: string }[];
  readonly tests: readonly {
    readonly id: string;
    readonly source: string;
    readonly points: number;
  }[];
}

/** An exercise as it is judged: its answer, and the notebook cells around it by what they are for. */
export type ExerciseJob = Omit<ExerciseRequest, 'cells'> &
  CollectedAnswer & {
    /** What the answer is to do without. */
    readonly withheld: readonly Withholding[];
  };

/** Finds the answer in the notebook, and what it uses there. */
export function exerciseJob({ cells, ...rest }: ExerciseRequest): ExerciseJob {
  return {
    ...rest,
    ...collectAnswer({ ...rest, cells }),
    withheld: rest.tests.flatMap(({ source }) => withheldBy(source))
  };
}

/** What the Check button asks for. */
export function checkedJob({ exercise, cells }: CheckRequest): ExerciseJob {
  return exerciseJob({
    exercise,
    needs: cells
      .filter(({ role, source }) => role === 'needs' && source.trim() !== '')
      .map(({ id, source }) => ({ id, source })),
    tests: cells
      .filter(({ role }) => role === 'test')
      .map(({ id, source, points = 0 }) => ({ id, source, points })),
    cells: cells.flatMap(({ role, source, type = 'code' }) =>
      role === 'needs' || role === 'test' ? [] : [{ role, source, type }]
    )
  });
}
