import type { TranspiledCell } from '../cells/converter';
import { Refused } from './refused';
import type { ExerciseJob } from './exerciseJob';
import type { ExerciseParts } from './judgeAnswer';

/** Why a notebook cell was refused, as it is sent: the class of an error is lost on the way. */
interface SentRefusal {
  readonly ename: string;
  readonly message: string;
  readonly line: number | undefined;
}

type Sent =
  { readonly cell: TranspiledCell } | { readonly refused: SentRefusal };

/** The compiled parts of an exercise as they are sent to the process that checks it. */
export interface SentParts {
  readonly needs: readonly Sent[];
  readonly before: readonly Sent[];
  /** Null where what it needs was refused. */
  readonly answer: Sent | null;
  readonly after: readonly Sent[];
  readonly tests: readonly Sent[];
  readonly names: readonly string[];
}

/** What is checked, compiled. */
export interface CheckJob {
  readonly job: ExerciseJob;
  readonly parts: SentParts;
}

/** Compiles what is left to compile. What comes after a cell that is refused is left out. */
export function sentParts(parts: ExerciseParts): SentParts {
  const needs = sentUntilRefused(parts.needs);
  const work = isWhole(needs) ? sentWork(parts) : NOTHING;
  const tests = work.answer && 'cell' in work.answer ? parts.tests() : [];
  return {
    needs,
    ...work,
    tests: tests.map(test =>
      test instanceof Refused ? refusedAs(test) : { cell: test }
    ),
    names: parts.names()
  };
}

/** The parts again, where they are run. */
export function partsOf(sent: SentParts): ExerciseParts {
  return {
    needs: () => sent.needs.map(cellOf),
    answer() {
      if (sent.answer === null) {
        throw new Error('nothing was compiled');
      }
      return {
        before: sent.before.map(cellOf),
        answer: cellOf(sent.answer),
        after: sent.after.map(cellOf)
      };
    },
    tests: () =>
      sent.tests.map(test =>
        'cell' in test ? test.cell : refusedOf(test.refused)
      ),
    names: () => sent.names
  };
}

type SentWork = Pick<SentParts, 'before' | 'answer' | 'after'>;

const NOTHING: SentWork = { before: [], answer: null, after: [] };

function sentWork(parts: ExerciseParts): SentWork {
  try {
    const { before, answer, after } = parts.answer();
    return {
      before: before.map(cell => ({ cell })),
      answer: { cell: answer },
      after: after.map(cell => ({ cell }))
    };
  } catch (error) {
    if (error instanceof Refused) {
      return { ...NOTHING, answer: refusedAs(error) };
    }
    throw error;
  }
}

function sentUntilRefused(compile: () => readonly TranspiledCell[]): Sent[] {
  try {
    return compile().map(cell => ({ cell }));
  } catch (error) {
    if (error instanceof Refused) {
      return [refusedAs(error)];
    }
    throw error;
  }
}

function isWhole(cells: readonly Sent[]): boolean {
  return cells.every(cell => 'cell' in cell);
}

function refusedAs({ ename, message, line }: Refused): Sent {
  return { refused: { ename, message, line } };
}

function refusedOf({ ename, message, line }: SentRefusal): Refused {
  return new Refused(ename, message, line);
}

function cellOf(sent: Sent): TranspiledCell {
  if ('cell' in sent) {
    return sent.cell;
  }
  throw refusedOf(sent.refused);
}
