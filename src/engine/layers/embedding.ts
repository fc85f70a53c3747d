import type { Constraint } from '../tensor/constraints';
import type { Initializer } from '../tensor/initializers';
import { initializers } from '../tensor/initializers';
import type { Regularizer } from '../tensor/regularizers';
import { layerOptions } from '../spec/layers';
import { shapeText } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { makeVariable } from '../tensor/variable';
import { held, penalise, requireHolds } from './held';
import type { Layer, LayerOptions } from './layer';
import { headOf } from './layer';

export interface EmbeddingOptions extends LayerOptions {
  /** V, how many different tokens there are: ids go from 0 to V − 1. */
  inputDim: number;
  /** D, how many numbers stand for one token. */
  outputDim: number;
  /** Id 0 is padding: later layers skip it. Default false. */
  maskZero?: boolean;
  /** Length of each sequence, when it is fixed. */
  inputLength?: number;
  /** Start values; by default U(±0.05) as Keras. */
  embeddingsInitializer?: Initializer;
  /** What the table adds to the loss: one of `regularizers`. */
  embeddingsRegularizer?: Regularizer;
  /** What the layer's output adds to the loss of a training, divided by the size of the batch. */
  activityRegularizer?: Regularizer;
  /** What the table must be after each step: one of `constraints`. */
  embeddingsConstraint?: Constraint;
  seed?: number;
}

/**
 * A row of a learned table for each token id: `[B, T] → [B, T, D]`. As Keras's `Embedding`. A token
 * that occurs twice in a batch gets the sum of both gradients before the optimizer sees it, as in
 * PyTorch, and in Keras on PyTorch and JAX; Keras on TensorFlow squares and clips each by itself.
 *
 * @throws RangeError when an id is not a whole number from 0 to `inputDim − 1`
 * @example
 * ```ts
 * const model = sequential([layers.embedding({ inputDim: 9, outputDim: 4, inputShape: [5] })]);
 * model.summary().layers[0].outputShape; // [5, 4]
 * ```
 */
export function embedding(options: EmbeddingOptions): Layer {
  const who = 'layers.embedding';
  const settled = layerOptions.Embedding(options);
  const { inputDim, outputDim, maskZero } = settled;
  let variables: readonly Variable[] = [];
  return {
    ...headOf({
      type: 'Embedding',
      ...settled,
      inputShape: settled.inputShape ?? [settled.inputLength ?? null]
    }),
    cells: [],
    build(input, { seed, dtype }) {
      if (input.length !== 1) {
        throw new RangeError(
          `${who}: its input must be token ids [B, T], got ${shapeText([null, ...input])}`
        );
      }
      const start =
        settled.embeddingsInitializer ?? initializers.uniform(-0.05, 0.05);
      const table = makeVariable('embeddings', [inputDim, outputDim], start, {
        seed: settled.seed ?? seed,
        dtype
      });
      variables = held([table], settled);
      requireHolds(variables);
      return [...input, outputDim];
    },
    call({ values: ids }, pass) {
      const bad = ids.values.findIndex(
        id => !Number.isInteger(id) || id < 0 || id >= inputDim
      );
      if (bad >= 0) {
        throw new RangeError(
          `${who}: token ids must be whole numbers from 0 to ${inputDim - 1} (inputDim is ${inputDim}), got ${ids.values[bad]} at step ${bad % ids.shape[1]} of sequence ${Math.floor(bad / ids.shape[1])}`
        );
      }
      const rows = variables[0].tensor.gather(ids);
      penalise(pass, settled.activityRegularizer, rows);
      return {
        values: rows,
        ...(maskZero && { mask: tokenMask(ids) })
      };
    },
    get variables() {
      return variables;
    },
    count: {
      count: inputDim * outputDim,
      formula: 'vd',
      arithmetic: `${inputDim}·${outputDim}`
    }
  };
}

/** Which tokens are no padding, `[B, T]`: those whose id is not 0. */
export function tokenMask(ids: Tensor): Tensor {
  return new Tensor(
    Float64Array.from(ids.values, id => (id === 0 ? 0 : 1)),
    ids.shape
  );
}
