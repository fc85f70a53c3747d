import type { Dataset, Group } from 'jsfive';
import { Tensor } from '../tensor/tensor';
import { brainHalf, utf8 } from './safetensors';

/** Weights of one layer in Keras's order. */
export interface KerasLayer {
  /** `lstm`, or `sequential/lstm` of a model inside of the model, or the attribute that holds it. */
  readonly name: string;
  readonly weights: readonly Tensor[];
  /** Its kind, where the file says it: `simple_rnn`. */
  readonly type?: string;
  /** The layers of a row come in the model by their turns; one in no row is found by its shapes alone. */
  readonly row?: string;
  readonly turn?: number;
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
 * The layers with weights in a file of Keras, or in the pieces of one: `model.save('m.keras')` and
 * `model.save_weights('m.weights.h5')` since TensorFlow 2.12, or the older `model.save('m.h5')`. HDF5 is
 * read by jsfive, ZIP by fflate.
 *
 * @throws RangeError when the bytes are no such file
 */
export async function readKerasWeights(
  pieces: readonly Uint8Array[],
  who: string
): Promise<KerasLayer[]> {
  const contents = await Promise.all(
    pieces.map(async (bytes): Promise<Content> =>
      beginsWith(bytes, ZIP) ? unzipped(bytes, who) : { weights: bytes }
    )
  );
  const { File } = await import('jsfive');
  try {
    const files = contents.map(
      ({ weights }) => new File(weights.slice().buffer, 'weights.h5')
    );
    return layersOf(asOne(files), contents[0].config, who);
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith(who)) {
      throw error;
    }
    throw new RangeError(
      `${who}: this is no weight file of Keras: ${error instanceof Error ? error.message : String(error)}`
    );
  }
}

/** What is read of a `.keras` file. */
interface Content {
  readonly weights: Uint8Array;
  /** The model in words. */
  readonly config?: string;
}

async function unzipped(bytes: Uint8Array, who: string): Promise<Content> {
  const { unzipSync } = await import('fflate');
  const wanted = 'model.weights.h5';
  const words = 'config.json';
  let found: Readonly<Record<string, Uint8Array | undefined>>;
  let isPickled = false;
  try {
    found = unzipSync(bytes, {
      filter: ({ name }) => {
        // What torch.save writes is an archive, too; its data.pkl runs code when it is read.
        isPickled ||= name.endsWith('/data.pkl');
        return name === wanted || name === words;
      }
    });
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
  const { [wanted]: weights, [words]: config } = found;
  if (!weights) {
    throw new RangeError(`${who}: this archive holds no ${wanted}`);
  }
  return { weights, config: config && utf8(config) };
}

/** Where Keras keeps the layers of a model, by their types and counted; so named until TensorFlow 2.13. */
const COUNTED = ['layers', '_layer_checkpoint_dependencies'];

/** What is no layer. */
const BESIDE = ['vars', 'optimizer', 'metrics', 'seed_generator'];

/** What is part of a layer that has it. */
const INSIDE = ['cell', 'layer', 'forward_layer', 'backward_layer'];

function layersOf(file: Group, config: unknown, who: string): KerasLayer[] {
  const root = file.keys.includes('model_weights')
    ? groupAt(file, 'model_weights')
    : file;
  const names = texts(root.attrs.layer_names);
  const layers =
    names.length > 0
      ? formerLayers(root, names, isChain(file.attrs.model_config))
      : layersIn(file, [], BESIDE, isChain(config));
  if (layers.length === 0) {
    throw new RangeError(
      `${who}: this HDF5 file holds no weights of Keras; it has ${file.keys.join(', ') || 'nothing'}`
    );
  }
  return layers;
}

/**
 * Whether the words of a model do not say that it is of a class of the user's own, which makes its layers
 * in an order that need not be that in which it calls them.
 */
function isChain(config: unknown): boolean {
  return (
    typeof config !== 'string' ||
    ['Sequential', 'Functional', 'Model'].includes(
      (JSON.parse(config) as { class_name: string }).class_name
    )
  );
}

/**
 * @param path the groups around it, without those that say nothing
 * @param isInOrder unless it has layers under names of their own beside those that it counts
 */
function layersIn(
  group: Group,
  path: readonly string[],
  without: readonly string[],
  isInOrder = true
): KerasLayer[] {
  const isRow =
    isInOrder && group.keys.every(key => [...BESIDE, ...COUNTED].includes(key));
  return group.keys
    .filter(key => !without.includes(key))
    .flatMap(key => {
      const inside = groupAt(group, key);
      return COUNTED.includes(key)
        ? inside.keys.flatMap(name =>
            layersAt(
              groupAt(inside, name),
              [...path, name],
              isRow ? 'in a row' : 'by type'
            )
          )
        : layersAt(inside, [...path, key], 'by attribute');
    });
}

function layersAt(
  group: Group,
  path: readonly string[],
  told: 'in a row' | 'by type' | 'by attribute'
): KerasLayer[] {
  const weights = numbered(group);
  const name = path.join('/');
  if (weights.length === 0) {
    return layersIn(group, path, BESIDE);
  }
  const [, row, count] = /^(.*?)(?:_(\d+))?$/.exec(name)!;
  const type = row.split('/').at(-1);
  return [
    {
      name,
      weights,
      ...(told !== 'by attribute' && { type }),
      ...(told === 'in a row' && { row, turn: Number(count ?? 0) })
    },
    ...layersIn(group, path, [...BESIDE, ...INSIDE])
  ];
}

/**
 * A file of the older form has its layers in their order. What is inside of a layer that is a model has
 * none, for those that learn come first.
 */
function formerLayers(
  root: Group,
  names: readonly string[],
  isInOrder: boolean
): KerasLayer[] {
  return names.flatMap((name, turn) => {
    const group = groupAt(root, name);
    const parts = new Map<string, Tensor[]>();
    for (const weight of texts(group.attrs.weight_names)) {
      const owner = weight.replace(/(\/(for|back)ward_.*|\/[^/]*)$/, '');
      const tensor = tensorOf(group.get(weight) as Dataset);
      parts.set(owner, [...(parts.get(owner) ?? []), tensor]);
    }
    return [...parts].map(([owner, weights]) => ({
      name: parts.size > 1 ? owner : name,
      weights,
      ...(isInOrder && { row: '', turn })
    }));
  });
}

/** The pieces of a file as if they were one. */
function asOne(groups: readonly Group[]): Group {
  return {
    attrs: groups[0].attrs,
    keys: [...new Set(groups.flatMap(({ keys }) => keys))],
    get: name => {
      const [first, ...more] = groups
        .filter(({ keys }) => keys.includes(name.split('/')[0]))
        .map(group => group.get(name));
      return more.length > 0 ? asOne([first, ...more] as Group[]) : first;
    }
  };
}

/** Own weights first, then those of what is inside; forward before backward. */
function numbered(group: Group): Tensor[] {
  const own = group.keys.includes('vars')
    ? [...groupAt(group, 'vars').keys]
        .sort((a, b) => Number(a) - Number(b))
        .map(name => tensorOf(groupAt(group, 'vars').get(name) as Dataset))
    : [];
  const inside = INSIDE.filter(name => group.keys.includes(name)).flatMap(
    name => numbered(groupAt(group, name))
  );
  return [...own, ...inside];
}

function groupAt(group: Group, name: string): Group {
  return group.get(name) as Group;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function tensorOf(dataset: Dataset): Tensor {
  const { shape, _dataobjects: object } = dataset;
  const at = object.find_msg_type(TYPE_MESSAGE)[0].get('offset_to_message')!;
  const type = new DataView(object.fh, at);
  // Keras writes bfloat16 as bytes without a meaning, which jsfive does not read.
  const isBrain =
    (type.getUint8(0) & 0x0f) === OPAQUE && type.getUint32(4, true) === 2;
  if (isBrain) {
    Object.defineProperty(object, 'dtype', { value: '<u2' });
  }
  const values = Float64Array.from(dataset.value as ArrayLike<number>);
  return new Tensor(isBrain ? values.map(brainHalf) : values, shape);
}

/** Of the format of HDF5: the message that says the type of numbers, and the class of one without a meaning. */
const TYPE_MESSAGE = 3;
const OPAQUE = 5;
