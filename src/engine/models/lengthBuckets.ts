import { Option } from '../base/options';
import { described } from '../base/described';
import type { Layer } from '../layers/layer';
import { maskOfSteps } from '../layers/layer';
import type { LayerType } from '../spec/layers';
import { selectedRows, type StepRange } from './dataset';
import { labelsSequences, type Examples } from './examples';
import type { Model } from './model';
import { penalisesOutputs } from './penalties';

/** `true`: every length is a bucket of its own. A list: the lengths at which the next bucket begins. */
type BucketByLength = boolean | readonly number[];

/** Reads `bucketByLength`. */
export const bucketByLength: Option<BucketByLength> = new Option(
  (who, name, value) => {
    if (typeof value === 'boolean') {
      return value;
    }
    const isAscending =
      Array.isArray(value) &&
      value.length > 0 &&
      value.every(
        (length: unknown, at) =>
          Number.isSafeInteger(length) &&
          (length as number) > (at === 0 ? 0 : (value[at - 1] as number))
      );
    if (!isAscending) {
      throw new TypeError(
        `${who}: ${name} must be true, false or lengths that grow, such as [8, 16, 24], got ${
          Array.isArray(value)
            ? `[${value.map(String).join(', ')}]`
            : described(value)
        }`
      );
    }
    return value as readonly number[];
  }
).or(false);

/** Training examples, grouped by how many of their steps are no padding. */
export interface LengthBuckets {
  /** `[N]`: the bucket of each example. */
  readonly of: Int32Array;
  /** Some examples, without the steps that are padding in all of them. */
  batch(rows: Int32Array): Examples;
}

/**
 * Layers to which a step that is padding in the whole batch may as well be missing. The others count
 * steps from the first one (position encoding), mix in what stands beside (a convolution) or have a
 * weight for each (flatten).
 */
const indifferent: ReadonlySet<LayerType> = new Set([
  'Activation',
  'Attention',
  'Bidirectional',
  'DeltaNet',
  'Dense',
  'Dropout',
  'Embedding',
  'GlobalAveragePooling1D',
  'GRU',
  'LayerNormalization',
  'LeakyReLU',
  'LinearAttention',
  'LSTM',
  'Masking',
  'MinGRU',
  'MinLSTM',
  'MLSTM',
  'RNN',
  'SelectiveStateSpace',
  'SimpleRNN',
  'SLSTM',
  'TimeDistributed'
]);

/**
 * The buckets of some training examples.
 *
 * @throws TypeError when the model knows no padding, or carries states from batch to batch
 */
export function lengthBuckets(
  who: string,
  model: Model,
  training: Examples,
  asked: BucketByLength
): LengthBuckets | null {
  if (asked === false) {
    return null;
  }
  const stateful = model.layers.find(isStateful);
  if (stateful) {
    throw new TypeError(
      `${who}: bucketByLength puts other sequences together in each batch, but ${stateful.name} is stateful and carries the state of each row to the next batch; leave one of both out`
    );
  }
  const known = model.maskOf(training.x);
  if (!known) {
    throw new TypeError(
      `${who}: bucketByLength needs to know which steps are padding; begin the model with layers.embedding({ maskZero: true, … }) or layers.masking()`
    );
  }
  const mask = maskOfSteps(known);
  const [count, steps] = mask.shape;
  const first = new Int32Array(count).fill(steps);
  const last = new Int32Array(count).fill(-1);
  const of = new Int32Array(count);
  for (let example = 0; example < count; example++) {
    let length = 0;
    for (let step = 0; step < steps; step++) {
      if (mask.values[example * steps + step] !== 0) {
        length++;
        first[example] = Math.min(first[example], step);
        last[example] = step;
      }
    }
    of[example] = bucketOf(length, asked);
  }
  const cuts = mayCut(model.layers);
  const perStep =
    model.outputShapes.at(-1)!.length > 1 && !labelsSequences(model);
  return {
    of,
    batch(rows) {
      const kept = cuts ? realSteps(rows, first, last) : undefined;
      const keptOut = perStep ? kept : undefined;
      const { x, y, weight } = training;
      return {
        x: selectedRows(x, rows, kept),
        y: selectedRows(y, rows, keptOut),
        ...(weight && {
          weight: selectedRows(
            weight,
            rows,
            weight.rank > 1 ? keptOut : undefined
          )
        })
      };
    }
  };
}

const bucketOf = (length: number, asked: true | readonly number[]): number =>
  asked === true ? length : asked.filter(boundary => length >= boundary).length;

/** Whether a layer carries a state from one call to the next. */
export function isStateful({ spec, inner = [] }: Layer): boolean {
  return (
    (spec !== undefined && 'stateful' in spec && spec.stateful) ||
    inner.some(isStateful)
  );
}

function mayCut(layers: readonly Layer[]): boolean {
  return (
    !penalisesOutputs(layers) &&
    layers.every(
      ({ spec, inner = [] }) =>
        spec !== undefined &&
        indifferent.has(spec.type) &&
        // What is turned answers a step where its truth does not stand.
        !('goBackwards' in spec && spec.goBackwards && spec.returnSequences) &&
        mayCut(inner)
    )
  );
}

/** From the first to the last step that is real in any of these; one step where there is none. */
function realSteps(
  rows: Int32Array,
  first: Int32Array,
  last: Int32Array
): StepRange {
  const to = rows.reduce((most, row) => Math.max(most, last[row]), -1) + 1;
  return to === 0
    ? { from: 0, to: 1 }
    : {
        from: rows.reduce((least, row) => Math.min(least, first[row]), to),
        to
      };
}
