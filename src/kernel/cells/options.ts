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
 * The declarations of the standard library: what this Node has, and what the kernel adds to an
 * older one (see newMethods).
 */
function libraries(major: number): string[] {
  const everywhere = [
    'es2023',
    'es2024.collection',
    'es2024.object',
    'es2024.promise',
    'es2024.regexp',
    'es2024.sharedmemory',
    'es2024.string',
    'esnext.array',
    'esnext.collection',
    'esnext.disposable',
    'esnext.decorators'
  ];
  return major >= 22
    ? [...everywhere, 'es2024.arraybuffer', 'esnext.iterator']
    : everywhere;
}
