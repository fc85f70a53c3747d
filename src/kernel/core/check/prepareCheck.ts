import type { TranspiledCell } from '../cells/converter';
import {
  cellsOf,
  transpileAnswer,
  type TranspiledAnswer
} from './transpileAnswer';
import { Refused } from './refused';
import type { Compiler } from './compiler';
import type { ExerciseParts } from './judgeAnswer';
import type { ExerciseJob } from './exerciseJob';

/** What is global before any notebook cell has run. */
const GLOBALS: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  ...Object.getOwnPropertyNames(Object.prototype)
]);

/**
 * An exercise for the Check button, which knows no solution: the tests know the answer by its own
 * types. A test that does not go with these is tried with an answer of any type, so that it is
 * judged by what the answer gives, as when it is marked.
 *
 * @param nextCompiler gives a compiler that knows of nothing
 */
export function prepareCheck(
  { needs, tests, ...work }: ExerciseJob,
  nextCompiler: () => Compiler
): ExerciseParts {
  const compiler = nextCompiler();
  const own = new Set<string>();
  const asked: string[] = [];
  let hides = false;

  function preparedAnswer(): TranspiledAnswer {
    const answer = transpileAnswer(compiler, work);
    const names = cellsOf(answer).flatMap(cell => [...cell.names.all]);
    for (const name of new Set(names)) {
      // Marking takes from an answer what it is asked for, and nothing that others have declared.
      if (own.has(name) || GLOBALS.has(name)) {
        hides = true;
      } else {
        asked.push(name);
      }
    }
    return answer;
  }

  function preparedTests(): (TranspiledCell | Refused)[] {
    const found = hides ? tests.map(() => null) : testsOfItsTypes();
    if (
      (asked.length === 0 && !hides) ||
      found.every(cell => cell !== null && !(cell instanceof Refused))
    ) {
      return found as TranspiledCell[];
    }
    // With it the first ends, of which no more is asked.
    const untyped = nextCompiler();
    untyped.begin(needs);
    untyped.add(
      asked.map(name => `const ${name} = undefined as any;`).join('\n')
    );
    return tests.map(({ source }, at) => {
      const cell = untyped.tryToAdd(source);
      // What the compiler says of the answer's own types says more.
      return cell instanceof Refused ? (found[at] ?? cell) : cell;
    });
  }

  /** None where the answer's types take too long. */
  function testsOfItsTypes(): (TranspiledCell | Refused | null)[] {
    try {
      return compiler.inTime(() =>
        tests.map(({ source }) => compiler.tryToAdd(source))
      );
    } catch (error) {
      if (error instanceof Refused) {
        return tests.map(() => null);
      }
      throw error;
    }
  }

  return {
    // In a student's own notebook they may be changed, too.
    needs() {
      const cells = compiler.inTime(() => compiler.begin(needs));
      cells.forEach(({ names }) => names.all.forEach(name => own.add(name)));
      return cells;
    },
    answer: preparedAnswer,
    tests: preparedTests,
    names: () => asked
  };
}
