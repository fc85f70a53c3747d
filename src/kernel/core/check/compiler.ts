import {
  createConverter,
  type CompiledCell,
  type Converter
} from '../cells/converter';
import type { NotebookPlace } from '../cells/place';
import { refusal } from './refusal';
import { Refused } from './refused';

/** Compiles the notebook cells of one exercise. */
export interface Compiler {
  /** @throws Refused */
  compile(source: string): CompiledCell;
  /** Compiles a cell and remembers what it declares. @throws Refused */
  add(source: string): CompiledCell;
  /** As `add`, but gives back why a cell is refused. */
  tryToAdd(source: string): CompiledCell | Refused;
}

/**
 * Compilers of one exercise or student after the other, of which each knows nothing of those before.
 * The declarations of the library are read once.
 *
 * @returns a function that gives the next one, and with it ends the one before
 */
export function createCompilers(place: NotebookPlace): () => Compiler {
  let known = new Set<string>();
  let converter: Converter | null = null;
  return () => {
    known = new Set();
    if (converter === null) {
      converter = createConverter(place, name => known.has(name));
    } else {
      converter.forget();
    }
    return compilerOf(converter, known);
  };
}

/** @param known the names that cells have declared; those that are added come to it */
function compilerOf(converter: Converter, known: Set<string>): Compiler {
  const compiler: Compiler = {
    compile(source) {
      const { cell, diagnostics } = converter.compile(source);
      if (cell === null) {
        throw refusal(converter, diagnostics, source);
      }
      return cell;
    },
    add(source) {
      const cell = compiler.compile(source);
      converter.remember(cell);
      cell.names.all.forEach(name => known.add(name));
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
    }
  };
  return compiler;
}
