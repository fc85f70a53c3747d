import * as ts from 'typescript';
import {
  createConverter,
  type TranspiledCell,
  type Converter
} from '../cells/converter';
import type { NotebookPlace } from '../cells/place';
import { READING, TooLongToRead, withinTime } from '../cells/timeToRead';
import { Refused } from './refused';
import { reportDiagnostics } from '../report/diagnosticReport';
import { slipFirst, slipOf } from '../report/slipFirst';

const TOO_LONG =
  'The answer was stopped: the compiler takes too long to read it. Are its types without end, or nested very deep?';
const TOO_DEEP =
  'The answer is nested deeper than the compiler can follow: brackets in brackets, or one expression of a thousand parts.';

/** Transpiles the notebook cells of one exercise. */
export interface Compiler {
  /**
   * Adds the notebook cells that an exercise needs, before any other. What they become is kept for
   * the compilers that come after.
   *
   * @throws Refused
   */
  begin(
    needs: readonly { readonly source: string }[]
  ): readonly TranspiledCell[];
  /** @throws Refused */
  transpile(source: string): TranspiledCell;
  /** Transpiles a cell and remembers what it declares. @throws Refused */
  add(source: string): TranspiledCell;
  /** As `add`, but gives back why a cell is refused. */
  tryToAdd(source: string): TranspiledCell | Refused;
  /**
   * Reads what may be a student's, which takes as long as they let it, and is nested as deep.
   *
   * @throws Refused after too long a time, or where it goes too deep; with that the compiler ends
   */
  inTime<T>(read: () => T): T;
}

/** Of how many exercises is kept what they need. A lesson has few. */
const KEPT = 16;

/**
 * Compilers of one exercise or student after the other, of which each knows nothing of those before.
 * The declarations of the library are read once.
 *
 * @returns a function that gives the next one, and with it ends the one before
 */
export function createCompilers(place: NotebookPlace): () => Compiler {
  const kept = new Map<string, readonly TranspiledCell[]>();
  let known = new Set<string>();
  let converter: Converter | null = null;
  return () => {
    known = new Set();
    if (converter === null) {
      converter = createConverter(place, name => known.has(name));
    } else {
      converter.forget();
    }
    return compilerOf(converter, known, kept, () => {
      converter?.close();
      converter = null;
    });
  };
}

/**
 * @param known the names that cells have declared; those that are added come to it
 * @param kept what exercises need, compiled by one that knew of nothing
 * @param end is called when no more can be compiled
 */
function compilerOf(
  converter: Converter,
  known: Set<string>,
  kept: Map<string, readonly TranspiledCell[]>,
  end: () => void
): Compiler {
  const remember = (cell: TranspiledCell): void => {
    converter.remember(cell);
    cell.names.all.forEach(name => known.add(name));
  };
  const compiler: Compiler = {
    begin(needs) {
      const key = JSON.stringify(needs.map(({ source }) => source));
      const before = kept.get(key);
      before?.forEach(remember);
      const cells = before ?? needs.map(({ source }) => compiler.add(source));
      if (needs.every(({ source }) => isSelfContained(source))) {
        kept.delete(key);
        kept.set(key, cells);
        if (kept.size > KEPT) {
          kept.delete([...kept.keys()][0]);
        }
      }
      return cells;
    },
    transpile(source) {
      const { cell, diagnostics } = converter.transpile(source);
      if (cell === null) {
        throw refusal(converter, diagnostics, source);
      }
      return cell;
    },
    add(source) {
      const cell = compiler.transpile(source);
      remember(cell);
      return cell;
    },
    tryToAdd(source) {
      try {
        return compiler.add(source);
      } catch (error) {
        if (error instanceof Refused) {
          return error;
        }
        throw error;
      }
    },
    inTime(read) {
      try {
        return withinTime(READING, read);
      } catch (error) {
        const why =
          error instanceof TooLongToRead
            ? TOO_LONG
            : error instanceof RangeError
              ? TOO_DEEP
              : null;
        if (why === null) {
          throw error;
        }
        end();
        throw new Refused('', why, undefined);
      }
    }
  };
  return compiler;
}

/** Whether a cell compiles to the same whatever lies beside the notebook by now. */
function isSelfContained(source: string): boolean {
  const { importedFiles } = ts.preProcessFile(source);
  return importedFiles.every(({ fileName }) => fileName === 'gatescope');
}

/** What is said of a cell for which the compiler gave these diagnostics: the slip behind them first. */
function refusal(
  { cells }: Pick<Converter, 'cells'>,
  diagnostics: Parameters<typeof reportDiagnostics>[0],
  source: string
): Refused {
  const { ename, evalue } = reportDiagnostics(diagnostics, {
    source,
    count: 1,
    cells
  });
  const [first] = slipFirst(diagnostics, source, cells);
  const slip = slipOf(first, source, cells);
  const { file, start } = first;
  return new Refused(
    ename,
    slip === null ? evalue : `${slip} ${evalue}`,
    file?.fileName === cells.cellFile && start !== undefined
      ? file.getLineAndCharacterOfPosition(start).line - 1
      : undefined
  );
}
