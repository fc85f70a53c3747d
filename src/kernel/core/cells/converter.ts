import * as ts from 'typescript';
import { cellDiagnostics } from './cellDiagnostics';
import { createCellProgram, type CellProgram } from './cellProgram';
import { createDeclarations } from './declarations';
import { emitCell, type CellEmit } from './emitCell';
import { MODULE_PREFIX } from './cellFrame';
import { importsNode } from './modules';
import {
  namesToProbe,
  narrowingsAt,
  preludeOf,
  preludeOfVars,
  probeOf,
  type Narrowing
} from './narrowing';
import { topLevelNames, type TopLevelNames } from './names';
import { asExpression } from './objectCell';
import type { NotebookPlace } from './place';
import { emitSideFile, sideFiles, type SideModule } from './sideFiles';

/** A notebook cell as JavaScript, transpiled from what was written. */
export interface TranspiledCell {
  readonly emit: CellEmit;
  readonly names: TopLevelNames;
  /** What is known of variables at its end. */
  readonly narrowings: readonly Narrowing[];
  /** The variables of which that was asked. */
  readonly probed: readonly string[];
  /** Modules beside the notebook that are new or were changed, transpiled. */
  readonly modules: readonly SideModule[];
}

/** What came of transpiling a notebook cell. */
export type Transpilation =
  | { readonly cell: TranspiledCell; readonly diagnostics: null }
  | {
      readonly cell: null;
      readonly diagnostics: readonly ts.Diagnostic[];
      readonly source: string;
    };

/** Transpiles notebook cells, one after the other, as parts of one program. */
export interface Converter {
  readonly cells: CellProgram;
  /** Settles when this cell can be compiled without a wait for the compiler itself. */
  ready(source: string): Promise<void>;
  transpile(source: string): Transpilation;
  /** Remembers the declarations of a transpiled cell; called before it runs, so that they outlive an error. */
  remember(cell: TranspiledCell): void;
  /** Adds declarations of names that did not come from a cell. */
  declare(text: string): void;
  /** Transpiles a cell that nobody runs, so that the first that somebody does need not wait. */
  warmUp(cell: WarmUp): void;
  /** Forgets all that cells have left behind: what they declared, asked for and loaded. */
  forget(): void;
  close(): void;
}

/** Code that exports all that a cell declares, so that the compiler tells the types of all of it. */
function exportsOf({ all, exported }: TopLevelNames): string {
  const others = [...all].filter(name => !exported.has(name));
  return others.length > 0 ? `\nexport {${others.join(', ')}}` : '';
}

interface ParsedFile extends ts.SourceFile {
  readonly parseDiagnostics: readonly ts.Diagnostic[];
}

/** A little of what cells are made of. */
const USUAL = `
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
console.log(\`\${sum(values)} \${words.one} \${Math.max(...values)}\`, later);
values.filter(value => value > 2)`;

/**
 * Cells to warm up with, each with more than the one before: the first makes the compiler read the
 * standard library, the last ours.
 */
const WARM_UPS = {
  smallest: '1 + 1',
  usual: USUAL,
  library: `
import { lstm } from 'gatescope';
console.log(lstm({ inputSize: 1, units: 1 }).name);${USUAL}`
};

export type WarmUp = keyof typeof WARM_UPS;

/**
 * Creates the compiler of a notebook. `known` tells whether an earlier cell left a value of a name.
 */
export function createConverter(
  place: NotebookPlace,
  known: (name: string) => boolean
): Converter {
  const cells = createCellProgram(place);
  const declarations = createDeclarations();
  const narrowings = new Map<string, Narrowing>();
  /** Modules beside the notebook whose present text has been transpiled. */
  const transpiledModules = new Set<string>();

  function transpile(original: string): Transpilation {
    const source = asExpression(original);
    if (importsNode(source)) {
      cells.setNodeTypes(true);
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
  ): Transpilation {
    const parsed = ts.createSourceFile(
      cells.cellFile,
      MODULE_PREFIX + source,
      ts.ScriptTarget.Latest
    ) as ParsedFile;
    const refused = (diagnostics: readonly ts.Diagnostic[]): Transpilation => ({
      cell: null,
      diagnostics,
      source
    });
    if (parsed.parseDiagnostics.length > 0) {
      // Reports quote the cell and name its lines.
      cells.setPrelude('');
      cells.setCell(source);
      return refused(parsed.parseDiagnostics);
    }
    const names = topLevelNames(parsed);
    const probed = namesToProbe(parsed, declarations.isVariable);
    const probe = probeOf(probed);
    cells.setPrelude(preludeFor(names, again));
    cells.refresh().forEach(file => transpiledModules.delete(file));
    cells.setCell(source, exportsOf(names) + probe);
    const program = cells.program();
    const file = cells.source(cells.cellFile);
    const sides = sideFiles(cells);
    const { diagnostics, lateBound } = cellDiagnostics(
      program,
      [file, ...sides.map(side => cells.source(side))],
      { start: cells.prefix.length, end: cells.prefix.length + source.length }
    );
    if (diagnostics.length > 0) {
      return refused(diagnostics);
    }
    const modules = sides.filter(side => !transpiledModules.has(side));
    modules.forEach(side => transpiledModules.add(side));
    return {
      cell: {
        emit: emitCell(cells, {
          names,
          known,
          lateBound,
          probe,
          stopPoints: place.language.stopPoints
        }),
        names,
        narrowings: narrowingsAt(
          program.getTypeChecker(),
          file,
          file.text.length - probe.length
        ),
        probed,
        modules: modules.map(side => emitSideFile(cells, side))
      },
      diagnostics: null
    };
  }

  /** Code that tells what variables hold by now, given what the cell declares again. */
  function preludeFor(
    { all, vars }: TopLevelNames,
    again: ReadonlyMap<string, string>
  ): string {
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

  function declare(text: string): void {
    declarations.add(text);
    cells.setEarlier(declarations.text);
  }

  return {
    cells,
    ready: () => Promise.resolve(),
    transpile: transpile,
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
      cells.setEarlier(declarations.text);
    },
    declare,
    warmUp(cell) {
      transpile(WARM_UPS[cell]);
    },
    forget() {
      declarations.clear();
      narrowings.clear();
      transpiledModules.clear();
      cells.setEarlier('');
      cells.setNodeTypes(false);
    },
    close: () => cells.service.dispose()
  };
}
