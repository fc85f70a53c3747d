import {
  createConverter,
  type CompiledCell,
  type Converter
} from '../../core/cells/converter';
import { reportDiagnostics } from '../../core/report/diagnosticReport';
import { nodePlace } from '../cells/place';
import type { MarkJob } from './messages';

/** What the compiler says of a notebook cell that it refuses. */
export class Refused extends Error {
  constructor(
    readonly ename: string,
    message: string,
    /** Line of the cell, from 0. */
    readonly line: number | undefined
  ) {
    super(message);
    this.name = ename;
  }
}

/** The teacher's part of an exercise, compiled once for all students. */
export interface CompiledExercise {
  readonly needs: readonly CompiledCell[];
  readonly tests: readonly (CompiledCell | Refused)[];
  /** The names that the tests may take from an answer. */
  readonly names: readonly string[];
  /** Compiles cells of one student, one after the other. @throws Refused */
  compile(sources: readonly string[]): CompiledCell[];
}

/** @throws Refused when a notebook cell that the exercise needs, or the solution, does not compile */
export function compileExercise({
  needs,
  solution,
  tests
}: Pick<MarkJob, 'needs' | 'solution' | 'tests'>): CompiledExercise {
  const forTests = createCompiler();
  const compiledNeeds = needs.map(({ source }) => forTests.add(source));
  // The tests know the answer by the types of the teacher's: a student's own can neither break them
  // nor keep the compiler busy with them.
  const { names } = forTests.add(solution);
  const compiledTests = tests.map(({ source }) => {
    try {
      return forTests.add(source);
    } catch (error) {
      if (error instanceof Refused) {
        return error;
      }
      throw error;
    }
  });
  const own = new Set(compiledNeeds.flatMap(cell => [...cell.names.all]));
  let forAnswers: Compiler | null = null;
  return {
    needs: compiledNeeds,
    tests: compiledTests,
    names: [...names.all].filter(name => !own.has(name)),
    compile(sources) {
      if (forAnswers === null) {
        forAnswers = createCompiler();
        needs.forEach(({ source }) => forAnswers?.add(source));
      }
      const compiler = forAnswers;
      if (sources.length === 1) {
        return [compiler.compile(sources[0])];
      }
      // What one student adds is not known to the next.
      forAnswers = null;
      return sources.map(source => compiler.add(source));
    }
  };
}

interface Compiler {
  compile(source: string): CompiledCell;
  /** Compiles a cell and remembers what it declares. */
  add(source: string): CompiledCell;
}

function createCompiler(): Compiler {
  const known = new Set<string>();
  const converter = createConverter(nodePlace(process.cwd()), name =>
    known.has(name)
  );
  const compile = (source: string): CompiledCell => {
    const { cell, diagnostics } = converter.compile(source);
    if (cell === null) {
      throw refusal(converter, diagnostics, source);
    }
    return cell;
  };
  return {
    compile,
    add(source) {
      const cell = compile(source);
      converter.remember(cell);
      cell.names.all.forEach(name => known.add(name));
      return cell;
    }
  };
}

function refusal(
  { cells }: Converter,
  diagnostics: Parameters<typeof reportDiagnostics>[0],
  source: string
): Refused {
  const { ename, evalue } = reportDiagnostics(diagnostics, {
    source,
    count: 1,
    cells
  });
  const [{ file, start }] = diagnostics;
  const line =
    file?.fileName === cells.cellFile && start !== undefined
      ? file.getLineAndCharacterOfPosition(start).line - 1
      : undefined;
  return new Refused(ename, evalue, line);
}
