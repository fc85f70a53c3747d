import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Machine, ModuleFrame } from '../../core/machine';
import { quietMachine } from '../machine';
import type { CellPlace } from '../../core/cellPlace';
import { readSourceMap, type SourcePlaces } from '../../core/cells/sourceMap';
import { toCommonJs } from '../../core/cells/sideFiles';

/** What Node gives, and where errors in modules beside the notebook arose. */
export const nodeMachine: Machine = { ...quietMachine, moduleFrame };

const FRAME_IN_FILE =
  /^\s+at (?:(?:async )?(.*?) \(|async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

/**
 * Reads a line of a stack. Null unless it is in a file that the student may have written, which
 * excludes the kernel, Node and installed packages.
 */
function moduleFrame(line: string): ModuleFrame | null {
  const match = FRAME_IN_FILE.exec(line);
  if (match === null || !isOwn(match[2])) {
    return null;
  }
  const isUrl = match[2].startsWith('file:');
  const module = read(isUrl ? fileURLToPath(match[2]) : match[2]);
  if (module === null) {
    return null;
  }
  const { path, source } = module;
  const ran = { line: Number(match[3]) - 1, column: Number(match[4]) - 1 };
  // What Node loads from an address it runs as it stands; the kernel compiles the rest.
  const place =
    isUrl || !isCompiled(path, source) ? ran : original(module, ran);
  return {
    ...place,
    file: relative(process.cwd(), path),
    source,
    name: (match[1] ?? '')
      .replace(/^(?:Module|Object|exports)\./, '')
      .replace(/^<anonymous>$/, '')
  };
}

function isOwn(path: string): boolean {
  return !path.includes(__dirname) && !/[\\/]node_modules[\\/]/.test(path);
}

interface Source {
  readonly path: string;
  readonly source: string;
}

/** The file; for JavaScript that was never written to a file, the TypeScript that it came from. */
function read(path: string): Source | null {
  const names = path.endsWith('.js')
    ? [path, ...['.ts', '.tsx', '.jsx'].map(end => path.replace(/\.js$/, end))]
    : [path];
  for (const name of names) {
    try {
      return { path: name, source: readFileSync(name, 'utf8') };
    } catch {
      // Not this one.
    }
  }
  return null;
}

function isCompiled(path: string, source: string): boolean {
  return !/\.[cm]?js$/.test(path) || /^\s*(?:import|export)\b/m.test(source);
}

let latest: { readonly of: Source; readonly map: SourcePlaces } | null = null;

/** Where the compiled place stands in the source: by the map that compiling it again gives. */
function original(module: Source, { line, column }: CellPlace): CellPlace {
  if (latest?.of.path !== module.path || latest.of.source !== module.source) {
    const javascript = toCommonJs(module.source, module.path);
    const encoded = /sourceMappingURL=data:[^,]*,(\S+)\s*$/.exec(javascript);
    latest = {
      of: module,
      map: readSourceMap(Buffer.from(encoded?.[1] ?? '', 'base64').toString())
    };
  }
  return latest.map(line, column) ?? { line, column };
}
