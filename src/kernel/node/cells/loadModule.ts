import { pathToFileURL } from 'node:url';

/**
 * Gives `found` a module, as `load` has it at once; what that cannot (a module that awaits at its top
 * level) Node's own import loads, and `found` is called before the promise settles.
 */
export function loadModule(
  id: string,
  load: (id: string) => unknown,
  { resolve }: NodeJS.Require,
  found: (module: unknown) => void
): Promise<void> | undefined {
  let module: unknown;
  try {
    module = load(id);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_REQUIRE_ASYNC_MODULE' && code !== 'ERR_REQUIRE_ESM') {
      if (code === 'MODULE_NOT_FOUND') {
        // Ten frames are kept, which Node's own fill: the cell's would not be among them.
        Error.captureStackTrace(error as Error, loadModule);
      }
      throw error;
    }
    const path = resolve(id);
    if (/\.tsx?$/.test(path)) {
      throw new Error(
        `'${id}' awaits at its top level, or imports a module that does, which TypeScript beside the notebook cannot: await in a function that it exports, or in the cell`
      );
    }
    return import(pathToFileURL(path).href).then(found);
  }
  found(module);
  return undefined;
}
