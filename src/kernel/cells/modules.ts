import { builtinModules } from 'node:module';
import { pathToFileURL } from 'node:url';

type Load = (id: string) => unknown;

/**
 * One binding of a loaded module, with the rules for modules of either kind: `default` of a
 * CommonJS module is the module itself; `*` is all of it.
 */
export function readBinding(module: unknown, key: string): unknown {
  if (key === '*') {
    return namespaceOf(module);
  }
  if (key === 'default') {
    return isEsModule(module) ? module.default : module;
  }
  return (module as Record<string, unknown> | null)?.[key];
}

/** Modules whose bindings never change after loading, so that they need not be looked up at each use. */
readBinding.isFixed = (id: string): boolean =>
  id === 'gatescope' || isBuiltin(id);

/** Whether Node brings the module itself. */
export function isBuiltin(id: string): boolean {
  return id.startsWith('node:') || builtinModules.includes(id);
}

/** `import(id)`: what `require` cannot load (a module that awaits at its top) Node's own import does. */
export async function importModule(
  id: string,
  load: Load,
  require: NodeJS.Require
): Promise<unknown> {
  try {
    return namespaceOf(load(id));
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ASYNC_MODULE' &&
      (error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ESM'
    ) {
      throw error;
    }
    return import(pathToFileURL(require.resolve(id)).href);
  }
}

function isEsModule(module: unknown): module is { default: unknown } {
  return (
    typeof module === 'object' &&
    module !== null &&
    (('__esModule' in module && module.__esModule === true) ||
      Object.prototype.toString.call(module) === '[object Module]')
  );
}

function namespaceOf(module: unknown): unknown {
  if (isEsModule(module)) {
    return module;
  }
  const members =
    (typeof module === 'object' || typeof module === 'function') &&
    module !== null
      ? module
      : {};
  return Object.assign(Object.create(null), members, { default: module });
}

/** Whether a source imports one of Node's own modules, whose declarations are big and come on demand. */
export function importsNode(source: string): boolean {
  const specifiers = source.matchAll(
    /\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/g
  );
  return [...specifiers].some(([, , id]) => isBuiltin(id));
}
