import type * as ts from 'typescript';
import { createConverter as createTslabConverter } from 'tslab/dist/converter';
import type { ConvertResult, SideOutput } from 'tslab/dist/converter';
import type { CellProgram } from './cellProgram';
import { createDeclarations } from './declarations';
import type { CellEmit } from './emitCell';
import { importsNode } from './modules';
import { preludeOf, preludeOfVars, type Narrowing } from './narrowing';
import type { TopLevelNames } from './names';
import { asExpression } from './objectCell';
import { takeConverterParts } from './tslabTypescript';

/** A notebook cell that compiled. */
export interface CompiledCell {
  readonly emit: CellEmit;
  readonly names: TopLevelNames;
  /** What is known of variables at its end. */
  readonly narrowings: readonly Narrowing[];
  /** The variables of which that was asked. */
  readonly probed: readonly string[];
  /** Modules beside the notebook, compiled. */
  readonly sideOutputs: readonly SideOutput[];
}

/** What came of compiling a notebook cell. */
export type Compilation =
  | { readonly cell: CompiledCell; readonly diagnostics: null }
  | {
      readonly cell: null;
      readonly diagnostics: readonly ts.Diagnostic[];
      readonly source: string;
    };

/** Compiles notebook cells, one after the other, as parts of one program. */
export interface Converter {
  readonly cells: CellProgram;
  compile(source: string): Compilation;
  /** Remembers the declarations of a compiled cell; called before it runs, so that they outlive an error. */
  remember(cell: CompiledCell): void;
  /** Adds declarations of names that did not come from a cell. */
  declare(text: string): void;
  /** Compiles a cell that nobody runs, so that the first that somebody does need not wait. */
  warmUp(): void;
  /** Forgets all that cells have declared. */
  forget(): void;
  close(): void;
}

/** A little of what cells are made of. */
const WARM_UP = `
import { lstm } from 'gatescope';
let values = [1, 2, 3].map(value => value * 2);
const words: Record<string, number> = { one: 1 };
function sum(numbers: number[]): number {
  let total = 0;
  for (const number of numbers) {
    total += number;
  }
  return total;
}
class Counter {
  constructor(private count = 0) {}
  next(): number {
    return ++this.count;
  }
}
const later = async () => await Promise.resolve(new Counter().next());
console.log(lstm({ inputSize: 1, units: 1 }).name, \`\${sum(values)} \${words.one} \${Math.max(...values)}\`, later);
values.filter(value => value > 2)`;

/**
 * tslab's converter over the stock compiler. `known` tells whether an earlier cell left a value of
 * a name.
 */
export function createConverter(known: (name: string) => boolean): Converter {
  const tslab = createTslabConverter();
  const parts = takeConverterParts();
  const declarations = createDeclarations();
  const narrowings = new Map<string, Narrowing>();

  function compile(original: string): Compilation {
    const source = asExpression(original);
    if (importsNode(source)) {
      parts.cells.addNodeTypes();
    }
    const alone = convert(source, new Map());
    if (alone.cell !== null) {
      return alone;
    }
    const again = varsDeclaredAgain(alone.diagnostics);
    return again.size > 0 ? convert(source, again) : alone;
  }

  /**
   * `var n = n + 1` in one program means the `n` that an earlier `var` has declared. A cell may also
   * declare another `n`, of another type, so this is tried only where that cannot be compiled.
   */
  function varsDeclaredAgain(
    diagnostics: readonly ts.Diagnostic[]
  ): ReadonlyMap<string, string> {
    const types = new Map<string, string>();
    for (const { file, start = 0, length = 0 } of diagnostics) {
      const name = file?.text.slice(start, start + length) ?? '';
      const type = declarations.typeOfVar(name);
      if (type !== undefined) {
        types.set(name, type);
      }
    }
    return types;
  }

  function convert(
    source: string,
    again: ReadonlyMap<string, string>
  ): Compilation {
    const conversion = parts.begin(source, {
      known,
      isVariable: declarations.isVariable,
      prelude({ all, vars }) {
        const kept = new Map([...again].filter(([name]) => vars.has(name)));
        return (
          preludeOfVars(kept) +
          preludeOf(
            [...narrowings.values()].filter(
              ({ name }) => !all.has(name) || kept.has(name)
            )
          )
        );
      }
    });
    const result: ConvertResult | null =
      conversion.diagnostics.length > 0 ? null : tslab.convert('', source);
    if (result === null || conversion.diagnostics.length > 0) {
      return { cell: null, diagnostics: conversion.diagnostics, source };
    }
    if (conversion.emitted === null) {
      throw new Error('the compiler gave neither code nor a reason');
    }
    return {
      cell: {
        emit: conversion.emitted,
        names: conversion.names,
        narrowings: conversion.narrowings,
        probed: conversion.probed,
        sideOutputs: result.sideOutputs ?? []
      },
      diagnostics: null
    };
  }

  function declare(text: string): void {
    declarations.add(text);
    parts.cells.setEarlier(declarations.text);
  }

  return {
    cells: parts.cells,
    compile,
    remember(cell) {
      for (const name of [...cell.names.all, ...cell.probed]) {
        narrowings.delete(name);
      }
      declarations.add(cell.emit.declarations);
      for (const narrowing of cell.narrowings) {
        if (narrowing.isConst) {
          declarations.narrow(narrowing.name, narrowing.type);
        } else {
          narrowings.set(narrowing.name, narrowing);
        }
      }
      parts.cells.setEarlier(declarations.text);
    },
    declare,
    warmUp() {
      compile(WARM_UP);
    },
    forget() {
      declarations.clear();
      narrowings.clear();
      parts.cells.setEarlier('');
    },
    close: () => tslab.close()
  };
}
