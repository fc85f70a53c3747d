import type { Dataset, Group } from 'jsfive';
import { Tensor } from '../tensor/tensor';

/** Weights of one layer in Keras's order, under the name that its file has for it. */
export interface KerasLayer {
  readonly name: string;
  readonly weights: readonly Tensor[];
}

/** The layers of a Keras file that have weights. */
export interface KerasWeights {
  /**
   * `byType`: named by their types and counted, `lstm`, `lstm_1`, … (`.keras` and `.weights.h5`);
   * `inOrder`: as they follow each other in the model (`.h5`).
   */
  readonly order: 'byType' | 'inOrder';
  readonly layers: readonly KerasLayer[];
}

/** Whether a file begins as HDF5 does, or as a ZIP archive (`.keras`). */
export function isKerasFile(bytes: Uint8Array): boolean {
  return beginsWith(bytes, HDF5) || beginsWith(bytes, ZIP);
}

const HDF5 = [0x89, 0x48, 0x44, 0x46];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

function beginsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

/**
 * The weights in a file of Keras 3: `model.save('m.keras')`, `model.save_weights('m.weights.h5')` or
 * the older `model.save('m.h5')`. HDF5 is read by jsfive, ZIP by fflate.
 *
 * @throws RangeError when the bytes are no such file
 */
export async function readKerasWeights(
  bytes: Uint8Array,
  who: string
): Promise<KerasWeights> {
  const content = beginsWith(bytes, ZIP) ? await unzipped(bytes, who) : bytes;
  const { File } = await import('jsfive');
  let file: Group;
  try {
    file = new File(content.slice().buffer, 'weights.h5');
    return layersOf(file, who);
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith(who)) {
      throw error;
    }
    throw new RangeError(
      `${who}: this is no weight file of Keras: ${error instanceof Error ? error.message : String(error)}`
    );
  }
}

async function unzipped(bytes: Uint8Array, who: string): Promise<Uint8Array> {
  const { unzipSync } = await import('fflate');
  const wanted = 'model.weights.h5';
  let found: Uint8Array | undefined;
  let isPickled = false;
  try {
    found = unzipSync(bytes, {
      filter: ({ name }) => {
        // What torch.save writes is an archive, too; its data.pkl runs code when it is read.
        isPickled ||= name.endsWith('/data.pkl');
        return name === wanted;
      }
    })[wanted];
  } catch (error) {
    throw new RangeError(
      `${who}: this .keras file cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`
    );
  }
  if (isPickled) {
    throw new RangeError(
      `${who}: expected a safetensors file, got what torch.save writes; in Python: safetensors.torch.save_file(model.state_dict(), 'model.safetensors')`
    );
  }
  if (!found) {
    throw new RangeError(`${who}: this archive holds no ${wanted}`);
  }
  return found;
}

function layersOf(file: Group, who: string): KerasWeights {
  if (file.keys.includes('layers')) {
    const layers = groupAt(file, 'layers');
    return {
      order: 'byType',
      layers: layers.keys
        .map(name => ({ name, weights: numbered(groupAt(layers, name)) }))
        .filter(({ weights }) => weights.length > 0)
    };
  }
  const root = file.keys.includes('model_weights')
    ? groupAt(file, 'model_weights')
    : file;
  if (!Array.isArray(root.attrs.layer_names)) {
    throw new RangeError(
      `${who}: this HDF5 file holds no weights of Keras; it has ${file.keys.join(', ') || 'nothing'}`
    );
  }
  return {
    order: 'inOrder',
    layers: texts(root.attrs.layer_names)
      .map(name => {
        const group = groupAt(root, name);
        return {
          name,
          weights: texts(group.attrs.weight_names).map(weight =>
            tensorOf(group.get(weight) as Dataset)
          )
        };
      })
      .filter(({ weights }) => weights.length > 0)
  };
}

/** Own weights first, then those of what is inside; forward before backward. */
function numbered(group: Group): Tensor[] {
  const own = group.keys.includes('vars')
    ? [...groupAt(group, 'vars').keys]
        .sort((a, b) => Number(a) - Number(b))
        .map(name => tensorOf(groupAt(group, 'vars').get(name) as Dataset))
    : [];
  const inside = ['cell', 'layer', 'forward_layer', 'backward_layer']
    .filter(name => group.keys.includes(name))
    .flatMap(name => numbered(groupAt(group, name)));
  return [...own, ...inside];
}

function groupAt(group: Group, name: string): Group {
  return group.get(name) as Group;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function tensorOf({ value, shape }: Dataset): Tensor {
  return new Tensor(Float64Array.from(value as ArrayLike<number>), shape);
}
