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
    if (
      (error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ASYNC_MODULE' &&
      (error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ESM'
    ) {
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
