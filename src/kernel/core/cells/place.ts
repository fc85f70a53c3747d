import type * as ts from 'typescript';

/** The files that the compiler may read. Paths have forward slashes. */
export interface CompilerFiles extends Pick<
  ts.LanguageServiceHost,
  'directoryExists' | 'getDirectories' | 'readDirectory' | 'realpath'
> {
  readonly caseSensitive: boolean;
  fileExists(file: string): boolean;
  readFile(file: string): string | undefined;
  /** Changes whenever the file does. */
  stamp(file: string): string;
}

/** Where a notebook is, and what its cells are compiled with. */
export interface NotebookPlace {
  /** The notebook's folder. */
  readonly cwd: string;
  /** The folder of the kernel's declarations: the standard library in `lib`, ours in `types`. */
  readonly folder: string;
  readonly files: CompilerFiles;
  readonly language: Language;
}

/** The language that the machine runs. */
export interface Language {
  /** The year of ECMAScript that the compiler writes. */
  readonly target: keyof typeof ts.ScriptTarget;
  /** Libraries of the compiler, as in `lib.NAME.d.ts`, beside the one that the build joins. */
  readonly libraries: readonly string[];
  /** Names under which packages export what this machine can load. */
  readonly conditions: readonly string[];
  /** Whether loops pass points where they can be stopped: nothing else can cut running code short. */
  readonly stopPoints: boolean;
}
