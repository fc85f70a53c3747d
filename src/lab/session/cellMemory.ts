import type { ICellModel } from '@jupyterlab/cells';
import type { JSONValue, PartialJSONObject } from '@lumino/coreutils';
import { JSONExt } from '@lumino/coreutils';
import type { CellMemory } from '../../widgets/context';

/** The key beside nbgrader's own under which all of ours stand in a notebook cell's metadata. */
export const METADATA_KEY = 'gatescope';

type MetadataModel = Pick<
  ICellModel,
  'getMetadata' | 'setMetadata' | 'deleteMetadata' | 'metadataChanged'
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
  let isOwn = false;
  const write = (values: PartialJSONObject): void => {
    isOwn = true;
    if (Object.keys(values).length === 0) {
      model.deleteMetadata(METADATA_KEY);
    } else {
      model.setMetadata(METADATA_KEY, values);
    }
    isOwn = false;
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
      write({ ...present, [key]: value as JSONValue });
    },
    delete(key) {
      const { [key]: removed, ...rest } = all();
      if (removed !== undefined) {
        write(rest);
      }
    },
    onChange(listener) {
      const heard = (): void => {
        if (!isOwn) {
          listener();
        }
      };
      model.metadataChanged.connect(heard);
      return () => void model.metadataChanged.disconnect(heard);
    }
  };
}

function isObject(value: unknown): value is PartialJSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
