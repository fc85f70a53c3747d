import type { CompiledCell } from '../../core/cells/converter';
import type { Compiler } from '../../core/check/compiler';
import { compileWork, type CompiledWork } from '../../core/check/compileWork';
import type { CollectedAnswer } from '../../core/collect/collectAnswer';
import type { Refused } from '../../core/check/refused';
import type { MarkJob } from './messages';

/** The teacher's part of an exercise, compiled once for all students. */
export interface CompiledExercise {
  readonly needs: readonly CompiledCell[];
  readonly tests: readonly (CompiledCell | Refused)[];
  /** The names that the tests may take from an answer. */
  readonly names: readonly string[];
  /**
   * Compiles what one student wrote, and knows nothing of a student before.
   *
   * @throws Refused
   */
  compile(work: CollectedAnswer): CompiledWork;
}

/**
 * @param nextCompiler gives a compiler that knows of nothing
 * @throws Refused when a notebook cell that the exercise needs, or the solution, does not compile
 */
export function compileExercise(
  { needs, solution, tests }: Pick<MarkJob, 'needs' | 'solution' | 'tests'>,
  nextCompiler: () => Compiler
): CompiledExercise {
  const forTests = nextCompiler();
  const compiledNeeds = forTests.begin(needs);
  // The tests know the answer by the types of the teacher's: a student's own can neither break them
  // nor keep the compiler busy with them.
  const { names } = forTests.add(solution);
  const compiledTests = tests.map(({ source }) => forTests.tryToAdd(source));
  const own = new Set(compiledNeeds.flatMap(cell => [...cell.names.all]));
  return {
    needs: compiledNeeds,
    tests: compiledTests,
    names: [...names.all].filter(name => !own.has(name)),
    compile(work) {
      const forAnswers = nextCompiler();
      forAnswers.begin(needs);
      return compileWork(forAnswers, work);
    }
  };
}
