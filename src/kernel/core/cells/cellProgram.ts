import * as ts from 'typescript';
import { MODULE_PREFIX } from './cellFrame';
import type { NotebookPlace } from './place';
import { countTypes } from './timeToRead';

/**
 * The files that TypeScript sees: the notebook cell at hand, the declarations of everything that
 * earlier cells left behind, the library, and what they import. One language service over them
 * answers everything: types, emit, completion, inspection.
 */
export interface CellProgram {
  readonly service: ts.LanguageService;
  /** The notebook's folder. */
  readonly cwd: string;
  /** Path of the notebook cell's source; it exists in memory only. */
  readonly cellFile: string;
  /** Path of the earlier declarations; in memory as well. */
  readonly earlierFile: string;
  /** What stands before a cell's code: one line. */
  readonly prefix: string;
  /** Code checked before each cell and never run. */
  setPrelude(code: string): void;
  /** The code of the cell at hand, and what follows it for the compiler alone. */
  setCell(code: string, suffix?: string): void;
  setEarlier(text: string): void;
  /** The program of the present texts, with the cell nested in the earlier declarations. */
  program(): ts.Program;
  source(file: string): ts.SourceFile;
  /** From now on with the declarations of Node's own modules, or without. */
  setNodeTypes(wanted: boolean): void;
  /** Reads changed files beside the notebook again; gives their paths. */
  refresh(): string[];
}

/** A text in memory, and how often it has changed. */
interface Text {
  text: string;
  version: number;
}

/** The declarations of the libraries, read once for all programs of this process. */
let libraries: ts.DocumentRegistry | undefined;
/** How many programs there have been: each has files in memory of its own. */
let programs = 0;

/** Creates the program of a notebook. */
export function createCellProgram(place: NotebookPlace): CellProgram {
  const { cwd, folder, files } = place;
  const number = ++programs;
  const cellFile = `${cwd}/__cell${number}__.ts`;
  const earlierFile = `${cwd}/__earlier${number}__.d.ts`;
  const notebookFile = `${folder}/types/notebook.d.ts`;
  const globalsFile = `${folder}/types/globals.d.ts`;
  const memory = new Map<string, Text>([
    [cellFile, { text: MODULE_PREFIX, version: 0 }],
    [earlierFile, { text: MODULE_PREFIX, version: 0 }]
  ]);
  let prefix = MODULE_PREFIX;
  /** What files that a student may edit looked like when they were read. */
  const stamps = new Map<string, string>();
  const snapshots = new Map<string, VersionedSnapshot>();
  let nodeTypes = false;
  let changes = 0;
  let options = cellOptions(place, nodeTypes);

  /** Files that a student may edit while the kernel runs; libraries are read once. */
  const mayChange = (file: string) =>
    !memory.has(file) &&
    !file.startsWith(`${folder}/`) &&
    !file.includes('/node_modules/');

  function versionOf(file: string): string {
    const inMemory = memory.get(file);
    if (inMemory !== undefined) {
      return inMemory.version.toString();
    }
    if (!mayChange(file)) {
      return '0';
    }
    const known = stamps.get(file) ?? files.stamp(file);
    stamps.set(file, known);
    return known;
  }

  /** The language service asks for the text of every file whenever one has changed. */
  function snapshotOf(file: string): ts.IScriptSnapshot | undefined {
    const version = versionOf(file);
    const known = snapshots.get(file);
    if (known?.version === version) {
      return known;
    }
    const text = memory.get(file)?.text ?? files.readFile(file);
    if (text === undefined) {
      snapshots.delete(file);
      return undefined;
    }
    const snapshot = versionedSnapshot(text, version, file === earlierFile);
    snapshots.set(file, snapshot);
    return snapshot;
  }

  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () =>
      nodeTypes
        ? [notebookFile, earlierFile, cellFile]
        : [globalsFile, notebookFile, earlierFile, cellFile],
    getProjectVersion: () => changes.toString(),
    getScriptVersion: versionOf,
    getScriptSnapshot: snapshotOf,
    getCurrentDirectory: () => cwd,
    getDefaultLibFileName: () => `${folder}/lib/lib.d.ts`,
    fileExists: file => memory.has(file) || files.fileExists(file),
    readFile: file => memory.get(file)?.text ?? files.readFile(file),
    directoryExists: files.directoryExists,
    getDirectories: files.getDirectories,
    readDirectory: files.readDirectory,
    realpath: files.realpath,
    useCaseSensitiveFileNames: () => files.caseSensitive
  };
  countTypes();
  libraries ??= ts.createDocumentRegistry();
  const service = ts.createLanguageService(host, libraries);

  function set(file: string, text: string): void {
    const entry = memory.get(file) as Text;
    if (entry.text !== text) {
      entry.text = text;
      entry.version += 1;
      changes += 1;
    }
  }

  function program(): ts.Program {
    const made = service.getProgram() as ts.Program;
    const cell = made.getSourceFile(cellFile) as ts.SourceFile;
    // The checker looks names up from the inside out, so the cell sees the earlier declarations
    // as a function sees the names around it, and may declare them again.
    (cell as { parent: ts.Node }).parent = made.getSourceFile(
      earlierFile
    ) as ts.SourceFile;
    return made;
  }

  return {
    service,
    cwd,
    cellFile,
    earlierFile,
    get prefix() {
      return prefix;
    },
    setPrelude(code) {
      prefix = MODULE_PREFIX.replace('\n', `${code}\n`);
    },
    setCell: (code, suffix = '') => set(cellFile, prefix + code + suffix),
    setEarlier: text => set(earlierFile, MODULE_PREFIX + text),
    program,
    source: file => program().getSourceFile(file) as ts.SourceFile,
    setNodeTypes(wanted) {
      if (nodeTypes !== wanted) {
        nodeTypes = wanted;
        changes += 1;
        options = cellOptions(place, nodeTypes);
      }
    },
    refresh() {
      const changed: string[] = [];
      for (const [file, stamp] of stamps) {
        if (files.stamp(file) !== stamp) {
          stamps.delete(file);
          changed.push(file);
        }
      }
      // Even a cell that was refused may run as it stands once its files are there.
      changes += 1;
      return changed;
    }
  };
}

interface VersionedSnapshot extends ts.IScriptSnapshot {
  readonly version: string;
}

/** With `grows`, tells what changed since an earlier text, so that only that is parsed again. */
function versionedSnapshot(
  text: string,
  version: string,
  grows: boolean
): VersionedSnapshot {
  return {
    version,
    getText: (start, end) =>
      start === 0 && end === text.length ? text : text.slice(start, end),
    getLength: () => text.length,
    getChangeRange: earlier =>
      grows
        ? changeBetween(earlier.getText(0, earlier.getLength()), text)
        : undefined
  };
}

/**
 * Characters of the earlier text that may change and still be worth it. The compiler notes every
 * syntax node there in a table that never shrinks; with more of them a whole parse costs less.
 */
const LARGEST_CHANGE = 500;

/** The one stretch of text outside of which both texts are the same; undefined when it is long. */
function changeBetween(
  before: string,
  after: string
): ts.TextChangeRange | undefined {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (
    start < shorter &&
    before.charCodeAt(start) === after.charCodeAt(start)
  ) {
    start += 1;
  }
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) ===
      after.charCodeAt(after.length - 1 - same)
  ) {
    same += 1;
  }
  const length = before.length - same - start;
  return length > LARGEST_CHANGE
    ? undefined
    : { span: { start, length }, newLength: after.length - same - start };
}

/** The compiler options of notebook cells. `nodeTypes` adds the declarations of Node's own modules. */
function cellOptions(
  { cwd, folder, language }: NotebookPlace,
  nodeTypes: boolean
): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget[language.target],
    lib: ['gatescope', ...language.libraries].map(name => `lib.${name}.d.ts`),
    libReplacement: false,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    customConditions: [...language.conditions],
    strict: true,
    allowJs: true,
    checkJs: false,
    allowUnreachableCode: true,
    allowUnusedLabels: true,
    declaration: true,
    esModuleInterop: true,
    resolveJsonModule: true,
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    sourceMap: true,
    noErrorTruncation: false,
    jsx: ts.JsxEmit.React,
    newLine: ts.NewLineKind.LineFeed,
    types: nodeTypes ? ['node'] : [],
    typeRoots: [`${folder}/types`, `${cwd}/node_modules/@types`],
    paths: {
      gatescope: [`${folder}/types/gatescope/kernel/core/library/library.d.ts`]
    },
    rootDir: cwd,
    outDir: 'outDir'
  };
}
