import type { CompiledCell } from '../cells/converter';
import type { CollectedAnswer } from '../collect/collectAnswer';
import type { Compiler } from './compiler';
import { Refused } from './refused';

/** What a student wrote, compiled: the answer, and what runs before and after it. */
export interface CompiledWork {
  readonly before: readonly CompiledCell[];
  readonly answer: CompiledCell;
  readonly after: readonly CompiledCell[];
}

/**
 * Compiles an answer with what it uses. A cell that is refused before the answer is tried again below
 * it, where the answer's names are known; of one that is refused there, too, the answer says which
 * name it misses.
 *
 * @throws Refused when the answer itself does not compile
 */
export function compileWork(
  compiler: Compiler,
  work: CollectedAnswer
): CompiledWork {
  return compiler.inTime(() => compiledWork(compiler, work));
}

function compiledWork(
  compiler: Compiler,
  { before, answer, after }: CollectedAnswer
): CompiledWork {
  const waiting: string[] = [];
  const compiledBefore: CompiledCell[] = [];
  for (const source of before) {
    const cell = compiler.tryToAdd(source);
    if (cell instanceof Refused) {
      waiting.push(source);
    } else {
      compiledBefore.push(cell);
    }
  }
  return {
    before: compiledBefore,
    answer: compiler.add(answer),
    after: [...waiting, ...after]
      .map(source => compiler.tryToAdd(source))
      .filter((cell): cell is CompiledCell => !(cell instanceof Refused))
  };
}

/** All of it, in the order in which it runs. */
export function cellsOf({
  before,
  answer,
  after
}: CompiledWork): readonly CompiledCell[] {
  return [...before, answer, ...after];
}
