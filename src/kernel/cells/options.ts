import * as ts from 'typescript';
import { kernelFolder } from './folders';

/** The compiler options of notebook cells. `nodeTypes` adds the declarations of Node's own modules. */
export function cellOptions(
  cwd: string,
  nodeTypes: boolean
): ts.CompilerOptions {
  const folder = kernelFolder();
  const major = Number(process.versions.node.split('.')[0]);
  return {
    target: major >= 22 ? ts.ScriptTarget.ES2023 : ts.ScriptTarget.ES2022,
    lib: libraries(major).map(name => `lib.${name}.d.ts`),
    libReplacement: false,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    customConditions: ['node', 'require'],
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
    paths: { gatescope: [`${folder}/types/gatescope/kernel/library.d.ts`] },
    rootDir: cwd,
    outDir: 'outDir'
  };
}

/**
 * The declarations of the standard library: what the oldest Node has or the kernel adds to it (see
 * newMethods), which the build makes one file of, and what this Node has beyond that.
 */
function libraries(major: number): string[] {
  return [
    'gatescope',
    ...(major >= 22 ? ['es2024.arraybuffer', 'esnext.iterator'] : []),
    ...(major >= 24 ? ['esnext.error', 'esnext.float16', 'esnext.promise'] : [])
  ];
}
