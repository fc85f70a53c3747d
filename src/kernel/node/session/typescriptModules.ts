import { readFileSync, statSync } from 'node:fs';
import Module from 'node:module';
import { toCommonJs } from '../../core/cells/sideFiles';

interface Loading {
  readonly _cache: Record<string, unknown>;
  readonly _extensions: Record<
    string,
    (module: CompilingModule, file: string) => void
  >;
}
interface CompilingModule {
  _compile(text: string, file: string): void;
}

/** TypeScript modules outside the notebook's folder. */
export interface TypeScriptModules {
  /** Modules that were edited are reloaded by the next cell that imports them. */
  forgetChanged(): void;
}

/** Lets `require` load TypeScript, so that `import … from '../../shared/helper'` works. */
export function loadTypeScriptModules(): TypeScriptModules {
  const { _cache: cache, _extensions: extensions } =
    Module as unknown as Loading;
  const stamps = new Map<string, number>();
  const load = (module: CompilingModule, file: string) => {
    stamps.set(file, stampOf(file));
    module._compile(toCommonJs(readFileSync(file, 'utf8'), file), file);
  };
  extensions['.ts'] = load;
  extensions['.mts'] = load;
  return {
    forgetChanged() {
      for (const [file, stamp] of stamps) {
        if (stampOf(file) !== stamp) {
          stamps.delete(file);
          delete cache[file];
        }
      }
    }
  };
}

function stampOf(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return -1;
  }
}
