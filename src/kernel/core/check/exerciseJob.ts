import {
  collectAnswer,
  type CollectedAnswer,
  type AnswerSource
} from '../collect/collectAnswer';
import { withheldBy, type Withholding } from '../collect/withheldBy';
import { answeredOf, type Answered } from '../../../exercises/check';
import type { CheckRequest } from './checkJob';

/** An exercise and a student's notebook, as it is to be judged. */
export interface ExerciseRequest extends AnswerSource {
  readonly exercise: string;
  readonly student?: string;
  /** What cases are drawn from; 0 unless given. */
  readonly seed?: number;
  /** Present where questions are marked, which no code answers. */
  readonly answered?: Answered;
  readonly needs: readonly { readonly id: string; readonly source: string }[];
  readonly tests: readonly {
    readonly id: string;
    readonly source: string;
    readonly points: number;
    /** Lines of it were not given out. */
    readonly isMarkedLater?: boolean;
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

/** Whether there is nothing to judge. */
export function isUnanswered({ answer, answered }: ExerciseJob): boolean {
  return answered === undefined && answer.trim() === '';
}

/** What the Check button asks for. */
export function checkedJob({
  exercise,
  cells,
  answered
}: CheckRequest): ExerciseJob {
  return exerciseJob({
    exercise,
    ...(answered === undefined ? {} : { answered: answeredOf(answered) }),
    needs: cells
      .filter(({ role, source }) => role === 'needs' && source.trim() !== '')
      .map(({ id, source }) => ({ id, source })),
    tests: cells
      .filter(({ role }) => role === 'test')
      .map(({ id, source, points = 0, isMarkedLater }) => ({
        id,
        source,
        points,
        isMarkedLater
      })),
    cells: cells.flatMap(({ role, source, type = 'code' }) =>
      role === 'needs' || role === 'test' ? [] : [{ role, source, type }]
    )
  });
}
