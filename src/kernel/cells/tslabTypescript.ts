/**
 * What tslab sees as its own fork of TypeScript (5.0.4): the stock compiler, with the few calls
 * that tslab makes of the fork answered by a language service over notebook cells. The build puts
 * the compiler with these exports laid over it in the fork's place.
 */
import * as ts from 'typescript';
import {
  createCellProgram,
  MODULE_PREFIX,
  type CellProgram
} from './cellProgram';
import { emitCell, type CellEmit } from './emitCell';
import { cellDiagnostics } from './cellDiagnostics';
import { topLevelNames, type TopLevelNames } from './names';
import {
  namesToProbe,
  narrowingsAt,
  probeOf,
  type Narrowing
} from './narrowing';
import { emitSideFile, sideFiles } from './sideFiles';

/** One conversion: what goes in beside the source, and what comes out beside tslab's result. */
export interface Conversion {
  readonly source: string;
  readonly names: TopLevelNames;
  readonly known: Earlier['known'];
  readonly probed: readonly string[];
  /** Reads variables at the end of the cell, for what the compiler knows of them there. */
  readonly probe: string;
  /** Syntax errors from the start; type errors after `convert`. */
  diagnostics: readonly ts.Diagnostic[];
  narrowings: readonly Narrowing[];
  /** Names used in functions that no cell has declared so far. */
  lateBound: ReadonlySet<string>;
  emitted: CellEmit | null;
}

/** What earlier cells left behind. */
export interface Earlier {
  /** Whether there is a value of this name. */
  readonly known: (name: string) => boolean;
  /** Whether a variable of this name was declared. */
  readonly isVariable: (name: string) => boolean;
  /** Code that tells what variables hold by now, given what the cell declares anew. */
  readonly prelude: (declared: TopLevelNames) => string;
}

interface ParsedFile extends ts.SourceFile {
  readonly parseDiagnostics: readonly ts.Diagnostic[];
}

/** The language service behind a converter of tslab. */
export interface ConverterParts {
  readonly cells: CellProgram;
  /** Must be called before each `convert`. */
  begin(source: string, earlier: Earlier): Conversion;
}

let latest: ConverterParts | null = null;
let conversion: Conversion | null = null;

/** The parts behind the converter that was created last. */
export function takeConverterParts(): ConverterParts {
  const parts = latest;
  latest = null;
  if (parts === null) {
    throw new Error('tslab has not created a converter');
  }
  return parts;
}

const fileCallbacks = new Map<string, ts.FileWatcherCallback>();

/** tslab watches side files by polling; the kernel looks at them when a cell runs. */
export const sys: ts.System = {
  ...ts.sys,
  watchFile(path, callback) {
    fileCallbacks.set(path, callback);
    return { close: () => fileCallbacks.delete(path) };
  }
};

interface WatchHost {
  readonly system: ts.System;
  afterProgramCreate?: (builder: object) => void;
}

export function createWatchCompilerHost(
  _rootFiles: readonly string[],
  _options: ts.CompilerOptions,
  system: ts.System
): WatchHost {
  return { system };
}

/** Stands in for TypeScript's watching builder: rebuilds when tslab says that texts changed. */
export function createWatchProgram(host: WatchHost): {
  close(): void;
  updateRootFileNames(): void;
} {
  const { system } = host;
  const cells = createCellProgram(system.getCurrentDirectory());
  const watched = new Set<string>();
  let text = '';
  let timer: unknown = null;

  function rebuild(): void {
    timer = null;
    for (const file of cells.refresh()) {
      fileCallbacks.get(file)?.(file, ts.FileWatcherEventKind.Changed);
    }
    text = (system.readFile(cells.cellFile) ?? '').slice(MODULE_PREFIX.length);
    cells.setCell(text, conversion?.probe);
    host.afterProgramCreate?.(createBuilder());
  }

  function changed(): void {
    if (timer !== null) {
      system.clearTimeout?.(timer);
    }
    timer = system.setTimeout?.(rebuild, 0);
  }

  /** The part of TypeScript's builder that tslab uses. */
  function createBuilder(): object {
    return {
      getSourceFile(file: string) {
        if (file === cells.earlierFile) {
          return noDeclarations();
        }
        const asked = file === cells.cellFile ? namesToExport(text) : null;
        return asked === null
          ? cells.source(file)
          : asked.size > 0
            ? { locals: asked }
            : Object.create(cells.source(file), { locals: { value: asked } });
      },
      getProgram: () => cells.program(),
      getAllDependencies: () => [cells.cellFile, ...sideFiles(cells)],
      emit(
        { fileName }: ts.SourceFile,
        write: (file: string, content: string) => void
      ) {
        if (fileName === cells.cellFile && conversion !== null) {
          conversion.emitted = emitCell(cells, conversion);
          write('outDir/__tslab__.js', conversion.emitted.javascript);
          write('outDir/__tslab__.d.ts', '');
          return;
        }
        if (!watched.has(fileName)) {
          watched.add(fileName);
          system.watchFile?.(fileName, () => undefined);
        }
        const side = emitSideFile(cells, fileName);
        write(side.target, side.javascript);
      }
    };
  }

  latest = {
    cells,
    begin(source, { known, isVariable, prelude }) {
      const file = ts.createSourceFile(
        cells.cellFile,
        MODULE_PREFIX + source,
        ts.ScriptTarget.Latest
      ) as ParsedFile;
      const names = topLevelNames(file);
      const probed = namesToProbe(file, isVariable);
      cells.setPrelude(prelude(names));
      conversion = {
        source,
        names,
        known,
        probed,
        probe: probeOf(probed),
        diagnostics: file.parseDiagnostics,
        lateBound: new Set(),
        narrowings: [],
        emitted: null
      };
      return conversion;
    }
  };
  system.watchFile?.(cells.cellFile, changed);
  system.watchFile?.(cells.earlierFile, changed);
  rebuild();
  return { close: () => cells.service.dispose(), updateRootFileNames: changed };
}

/**
 * tslab converts in two passes: the first asks which names a cell declares, the second compiles
 * the cell with all of them exported. The first needs no program. Null in the second pass.
 */
function namesToExport(text: string): Map<string, null> | null {
  if (conversion === null || !text.endsWith(conversion.source)) {
    return null;
  }
  const { all, exported } = conversion.names;
  return new Map(
    [...all].filter(name => !exported.has(name)).map(name => [name, null])
  );
}

/** tslab carries earlier declarations along itself; here the cell program does (see declarations). */
function noDeclarations(): ts.SourceFile {
  const file = ts.createSourceFile('earlier.d.ts', '', ts.ScriptTarget.Latest);
  return Object.assign(file, { locals: new Map() });
}

/** A call of the fork: the diagnostics of the cell and of the files that it imports. */
export function getPreEmitDiagnosticsOfFiles(
  program: ts.Program,
  files: readonly ts.SourceFile[]
): readonly ts.Diagnostic[] {
  if (conversion === null) {
    return [];
  }
  const [cell, ...sides] = files.map(
    ({ fileName }) => program.getSourceFile(fileName) as ts.SourceFile
  );
  const start = cell.text.indexOf('\n') + 1;
  const end = start + conversion.source.length;
  const found = cellDiagnostics(program, [cell, ...sides], { start, end });
  conversion.diagnostics = found.diagnostics;
  conversion.lateBound = found.lateBound;
  conversion.narrowings = narrowingsAt(
    program.getTypeChecker(),
    cell,
    cell.text.length - conversion.probe.length
  );
  return found.diagnostics;
}

/** tslab's second stage turns modules into CommonJS; what `emit` wrote is already final. */
export function transpileModule(input: string): ts.TranspileOutput {
  return { outputText: input };
}

/** The folders of ambient types are the cell program's own choice. */
export function getDefaultTypeRoots(): string[] {
  return [];
}

/** For tslab's own transformers, which `emit` leaves out. */
export function getNullTransformationContext(): undefined {
  return undefined;
}
