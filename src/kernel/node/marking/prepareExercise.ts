import type { TranspiledCell } from '../../core/cells/converter';
import type { Compiler } from '../../core/check/compiler';
import {
  transpileAnswer,
  type TranspiledAnswer
} from '../../core/check/transpileAnswer';
import type { CollectedAnswer } from '../../core/collect/collectAnswer';
import type { Refused } from '../../core/check/refused';
import type { MarkJob } from './messages';

/** The teacher's part of an exercise, transpiled once for all students. */
export interface PreparedExercise {
  readonly needs: readonly TranspiledCell[];
  readonly tests: readonly (TranspiledCell | Refused)[];
  /** The names that the tests may take from an answer. */
  readonly names: readonly string[];
  /**
   * Transpiles what one student wrote, and knows nothing of a student before.
   *
   * @throws Refused
   */
  answer(work: CollectedAnswer): TranspiledAnswer;
}

/**
 * @param nextCompiler gives a compiler that knows of nothing
 * @throws Refused when a notebook cell that the exercise needs, or the solution, does not compile
 */
export function prepareExercise(
  { needs, solution, tests }: Pick<MarkJob, 'needs' | 'solution' | 'tests'>,
  nextCompiler: () => Compiler
): PreparedExercise {
  const forTests = nextCompiler();
  const transpiledNeeds = forTests.begin(needs);
  // The tests know the answer by the types of the teacher's: a student's own can neither break them
  // nor keep the compiler busy with them.
  const { names } = forTests.add(solution);
  const transpiledTests = tests.map(({ source }) => forTests.tryToAdd(source));
  const own = new Set(transpiledNeeds.flatMap(cell => [...cell.names.all]));
  return {
    needs: transpiledNeeds,
    tests: transpiledTests,
    names: [...names.all].filter(name => !own.has(name)),
    answer(work) {
      const forAnswers = nextCompiler();
      forAnswers.begin(needs);
      return transpileAnswer(forAnswers, work);
    }
  };
}
