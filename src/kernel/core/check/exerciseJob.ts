import type { CheckRequest } from './checkJob';

/** An exercise as it is judged: the notebook cells around the answer by what they are for. */
export interface ExerciseJob {
  readonly exercise: string;
  readonly student?: string;
  readonly needs: readonly { readonly id: string; readonly source: string }[];
  /** What the answer uses of cells that the student added. */
  readonly extras: readonly string[];
  readonly answer: string;
  readonly tests: readonly {
    readonly id: string;
    readonly source: string;
    readonly points: number;
  }[];
}

/** What the Check button asks for. */
export function exerciseJob({ exercise, cells }: CheckRequest): ExerciseJob {
  const of = (wanted: string) =>
    cells.filter(({ role, source }) => role === wanted && source.trim() !== '');
  return {
    exercise,
    needs: of('needs').map(({ id, source }) => ({ id, source })),
    extras: of('own').map(({ source }) => source),
    answer: of('answer')[0]?.source ?? '',
    tests: cells
      .filter(({ role }) => role === 'test')
      .map(({ id, source, points = 0 }) => ({ id, source, points }))
  };
}
