import type { FusedLoss } from './loss';
import { sizeOf } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import { requireTruthShape } from '../training/rowLoss';
import type { Target } from './head';
import type { ModelOfLayers } from './modelOfLayers';
import type { FusedInput, FusedNetwork } from './network';
import type { NetworkSpec } from './spec';
import type { StateStore } from './states';
import { carriedBy } from './states';

/** Tensors of a model as its network is given them, and what comes back as tensors. */
export interface Batches {
  /** Of stateful layers; null without any. */
  readonly states: StateStore | null;
  /** A batch that is the whole of x, or some rows of it. */
  inputOf(x: Tensor, rows?: Int32Array): FusedInput;
  outputTensor(values: Float32Array, given: FusedInput): Tensor;
  /** Which steps of a batch count, where there is an output for each (or always); undefined when all do. */
  rowMask(given: FusedInput, always?: boolean): Tensor | undefined;
  /** @throws RangeError when y does not go with the output */
  targetOf(
    y: Tensor,
    loss: FusedLoss,
    given: FusedInput,
    rows: Int32Array | undefined,
    importance: ArrayLike<number> | null
  ): Target;
}

export function batchesOf(
  model: ModelOfLayers,
  spec: NetworkSpec,
  network: FusedNetwork
): Batches {
  const masksInput = model.layers[0].spec?.type === 'Masking';
  const perStep =
    spec.layers.filter(layer => layer.kind === 'recurrent').at(-1)
      ?.returnSequences === true;
  const states = spec.layers.some(
    layer => layer.kind === 'recurrent' && layer.stateful
  )
    ? carriedBy(model.layers)
    : null;

  return {
    states,
    inputOf(x, rows) {
      const [examples, steps] = x.shape;
      const width = x.size / examples;
      const starts = rows
        ? rows.map(row => row * width)
        : Int32Array.from({ length: examples }, (_, at) => at * width);
      return {
        input: x.values,
        starts,
        steps,
        ...(states && { states }),
        ...(masksInput && {
          mask: model.maskOf(rows ? someRows(x, rows) : x)!.values
        })
      };
    },
    outputTensor(values, given) {
      const batch = given.starts.length;
      const rows = perStep ? [batch, given.steps] : [batch];
      return new Tensor(values as Float32Array<ArrayBuffer>, [
        ...rows,
        values.length / sizeOf(rows)
      ]);
    },
    rowMask({ input, starts, steps, mask }, always = perStep) {
      if (!always) {
        return undefined;
      }
      const [first] = spec.layers;
      const padded = first.kind === 'embedding' && first.maskZero;
      if (!mask && !padded) {
        return undefined;
      }
      const shape = [starts.length, steps];
      return new Tensor(
        Float64Array.from({ length: sizeOf(shape) }, (_, at) => {
          const sequence = Math.floor(at / steps);
          return mask
            ? mask[at]
            : Number(input[starts[sequence] + (at % steps)] !== 0);
        }),
        shape
      );
    },
    targetOf(y, loss, given, rows, importance) {
      const width = y.size / y.shape[0];
      const batch = rows?.length ?? y.shape[0];
      const outputRows = perStep ? [batch, given.steps] : [batch];
      const output = [...outputRows, network.outputWidth];
      const wanted =
        loss.kind === 'sparseCategoricalCrossentropy' ? outputRows : output;
      requireTruthShape(
        `losses.${loss.kind}`,
        [batch, ...y.shape.slice(1)],
        wanted,
        output
      );
      return {
        loss,
        truth: y.values,
        starts: rows
          ? rows.map(row => row * width)
          : Int32Array.from({ length: y.shape[0] }, (_, at) => at * width),
        width: wanted === output ? network.outputWidth : 1,
        importance
      };
    }
  };
}

function someRows(x: Tensor, rows: Int32Array): Tensor {
  const width = x.size / x.shape[0];
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, at) =>
    values.set(x.values.subarray(row * width, (row + 1) * width), at * width)
  );
  return new Tensor(values, [rows.length, ...x.shape.slice(1)]);
}
