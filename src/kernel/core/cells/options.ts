import * as ts from 'typescript';
import type { NotebookPlace } from './place';

/** The compiler options of notebook cells. `nodeTypes` adds the declarations of Node's own modules. */
export function cellOptions(
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
