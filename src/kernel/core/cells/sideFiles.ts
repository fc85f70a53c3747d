import * as ts from 'typescript';
import type { CellProgram } from './cellProgram';

/** The part of `ts.Program` and `ts.SourceFile` that is not public. */
interface ResolvingProgram extends ts.Program {
  getResolvedModuleFromModuleSpecifier(
    specifier: ts.StringLiteralLike,
    file: ts.SourceFile
  ): { resolvedModule?: ts.ResolvedModuleFull } | undefined;
}
interface ImportingFile extends ts.SourceFile {
  readonly imports?: readonly ts.StringLiteralLike[];
}

/** The TypeScript and JavaScript files below the notebook's folder that the cell imports, directly or not. */
export function sideFiles({ program, cellFile, cwd }: CellProgram): string[] {
  const made = program() as ResolvingProgram;
  const found = new Set<string>();
  const visit = (file: ImportingFile): void => {
    for (const specifier of file.imports ?? []) {
      const resolved = made.getResolvedModuleFromModuleSpecifier(
        specifier,
        file
      )?.resolvedModule;
      const path = resolved?.resolvedFileName;
      if (
        path === undefined ||
        found.has(path) ||
        !/\.[jt]sx?$/.test(path) ||
        path.endsWith('.d.ts') ||
        path.includes('/node_modules/') ||
        !path.startsWith(`${cwd}/`)
      ) {
        continue;
      }
      const source = made.getSourceFile(path);
      if (source !== undefined) {
        found.add(path);
        visit(source);
      }
    }
  };
  visit(made.getSourceFile(cellFile) as ts.SourceFile);
  return [...found];
}

/** A module beside the notebook, compiled. */
export interface SideModule {
  /** Where its JavaScript would lie. */
  readonly path: string;
  /** CommonJS, with its source map inside. */
  readonly javascript: string;
}

/** One side file as CommonJS. */
export function emitSideFile(
  { source }: CellProgram,
  path: string
): SideModule {
  return {
    path: path.replace(/\.[jt]sx?$/, '.js'),
    javascript: toCommonJs(source(path).text, path)
  };
}

/** A TypeScript or JavaScript module as CommonJS with its source map inside. */
export function toCommonJs(text: string, path: string): string {
  return ts.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
      allowJs: true,
      jsx: ts.JsxEmit.React,
      newLine: ts.NewLineKind.LineFeed,
      inlineSourceMap: true,
      rewriteRelativeImportExtensions: true
    }
  }).outputText;
}
