import type { ICellModel } from '@jupyterlab/cells';
import type { JSONValue, PartialJSONObject } from '@lumino/coreutils';
import { JSONExt } from '@lumino/coreutils';
import type { CellMemory } from '../../widgets/context';

/** The key beside nbgrader's own under which all of ours stand in a notebook cell's metadata. */
export const METADATA_KEY = 'gatescope';

type MetadataModel = Pick<
  ICellModel,
  'getMetadata' | 'setMetadata' | 'deleteMetadata'
>;

/**
 * Values in `metadata.gatescope` of one notebook cell. Each change is one step of the notebook's
 * own undo, and is saved with the notebook.
 */
export function createCellMemory(model: MetadataModel): CellMemory {
  const all = (): PartialJSONObject => {
    const found: unknown = model.getMetadata(METADATA_KEY);
    return isObject(found) ? found : {};
  };

  return {
    get: key => (Object.hasOwn(all(), key) ? all()[key] : undefined),
    set(key, value) {
      const present = all();
      if (
        Object.hasOwn(present, key) &&
        JSONExt.deepEqual(present[key] as JSONValue, value as JSONValue)
      ) {
        return;
      }
      model.setMetadata(METADATA_KEY, { ...present, [key]: value });
    },
    delete(key) {
      const { [key]: removed, ...rest } = all();
      if (removed === undefined) {
        return;
      }
      if (Object.keys(rest).length === 0) {
        model.deleteMetadata(METADATA_KEY);
      } else {
        model.setMetadata(METADATA_KEY, rest);
      }
    }
  };
}

function isObject(value: unknown): value is PartialJSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
