import { host } from '../base/host';
import { isRecord } from '../base/described';
import { utf8 } from './safetensors';

/**
 * The bytes of a file, or of all those that an index names (`model.safetensors.index.json` of Hugging
 * Face, `model.weights.json` of Keras), which lie beside it.
 *
 * @throws RangeError when a file of JSON is no such index
 */
export async function readPieces(
  path: string,
  who: string
): Promise<Uint8Array[]> {
  const bytes = await host().readFile(path);
  if (!path.endsWith('.json')) {
    return [bytes];
  }
  const names = new Set(Object.values(weightMap(bytes)).flat().map(String));
  if (names.size === 0) {
    throw new RangeError(
      `${who}: a file of JSON must be an index of weights, as Keras and Hugging Face write it beside the files that it names, got '${path}' without a weight_map`
    );
  }
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return Promise.all([...names].map(name => host().readFile(folder + name)));
}

/** Of each tensor the file or the files that hold it. */
function weightMap(bytes: Uint8Array): object {
  try {
    const { weight_map: map } = JSON.parse(utf8(bytes)) as Index;
    return isRecord(map) ? map : {};
  } catch {
    return {};
  }
}

interface Index {
  readonly weight_map?: unknown;
}
