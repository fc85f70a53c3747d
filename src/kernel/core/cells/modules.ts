import { machine } from '../machine';

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

/** Whether the machine brings the module itself. Some of Node's are only named with `node:` before. */
export function isBuiltin(id: string): boolean {
  const { builtinModules } = machine();
  return (
    builtinModules.includes(id) ||
    (builtinModules.length > 0 && id.startsWith('node:'))
  );
}

function isEsModule(module: unknown): module is { default: unknown } {
  return (
    typeof module === 'object' &&
    module !== null &&
    (('__esModule' in module && module.__esModule === true) ||
      Object.prototype.toString.call(module) === '[object Module]')
  );
}

export function namespaceOf(module: unknown): unknown {
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
