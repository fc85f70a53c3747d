import { pathToFileURL } from 'node:url';
import { namespaceOf } from '../../core/cells/modules';

/** `import(id)`: what `require` cannot load (a module that awaits at its top) Node's own import does. */
export async function importModule(
  id: string,
  load: (id: string) => unknown,
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
