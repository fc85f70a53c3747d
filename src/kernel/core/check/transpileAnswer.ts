import type { TranspiledCell } from '../cells/converter';
import type { CollectedAnswer } from '../collect/collectAnswer';
import type { Compiler } from './compiler';
import { Refused } from './refused';

/** What a student wrote, transpiled: the answer, and what runs before and after it. */
export interface TranspiledAnswer {
  readonly before: readonly TranspiledCell[];
  readonly answer: TranspiledCell;
  readonly after: readonly TranspiledCell[];
}

/**
 * Transpiles an answer with what it uses. A cell that is refused before the answer is tried again below
 * it, where the answer's names are known; of one that is refused there, too, the answer says which
 * name it misses.
 *
 * @throws Refused when the answer itself does not compile
 */
export function transpileAnswer(
  compiler: Compiler,
  work: CollectedAnswer
): TranspiledAnswer {
  return compiler.inTime(() => withCellsAround(compiler, work));
}

function withCellsAround(
  compiler: Compiler,
  { before, answer, after }: CollectedAnswer
): TranspiledAnswer {
  const waiting: string[] = [];
  const transpiledBefore: TranspiledCell[] = [];
  for (const source of before) {
    const cell = compiler.tryToAdd(source);
    if (cell instanceof Refused) {
      waiting.push(source);
    } else {
      transpiledBefore.push(cell);
    }
  }
  return {
    before: transpiledBefore,
    answer: compiler.add(answer),
    after: [...waiting, ...after]
      .map(source => compiler.tryToAdd(source))
      .filter((cell): cell is TranspiledCell => !(cell instanceof Refused))
  };
}

/** All of it, in the order in which it runs. */
export function cellsOf({
  before,
  answer,
  after
}: TranspiledAnswer): readonly TranspiledCell[] {
  return [...before, answer, ...after];
}
