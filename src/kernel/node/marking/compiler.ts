import { createConverter, type CompiledCell } from '../../core/cells/converter';
import { Refused, refusal } from '../../core/check/refused';
import { nodePlace } from '../cells/place';

/** Compiles the notebook cells of one exercise. */
export interface Compiler {
  /** @throws Refused */
  compile(source: string): CompiledCell;
  /** Compiles a cell and remembers what it declares. @throws Refused */
  add(source: string): CompiledCell;
  /** As `add`, but gives back why a cell is refused. */
  tryToAdd(source: string): CompiledCell | Refused;
}

export function createCompiler(): Compiler {
  const known = new Set<string>();
  const converter = createConverter(nodePlace(process.cwd()), name =>
    known.has(name)
  );
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
