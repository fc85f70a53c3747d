import { isRecurrent } from '../layers/recurrent';
import { requireFloat32 } from '../tensor/requireFinite';
import { shapeText } from '../tensor/shape';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { requireExamples } from './dataset';
import type { Model } from './model';

/**
 * Examples in the shape that the first layer takes; builds the model if need be.
 *
 * @throws RangeError when they do not fit
 */
export function prepareInput(model: Model, who: string, x: TensorLike): Tensor {
  const data = requireExamples(who, 'x', x);
  if (!model.built) {
    buildFor(model, who, data.shape);
  }
  const wanted = model.inputShape!;
  const shaped =
    data.rank === 2 && wanted.length === 2 && wanted[1] === 1
      ? data.reshape([...data.shape, 1])
      : data;
  const fits =
    shaped.rank === wanted.length + 1 &&
    wanted.every(
      (extent, axis) => extent === null || extent === shaped.shape[axis + 1]
    );
  if (!fits) {
    throw new RangeError(
      `${who}: x must have shape ${shapeText(['N', ...wanted.map(extent => extent ?? 'T')])}, got ${shapeText(data.shape)}`
    );
  }
  requireRange(model, who, shaped);
  return model.readsTokens ? shaped : shaped.cast(model.dtype);
}

/** Throws when the network computes in float32 and what it is given holds a number that float32 cannot. */
export function requireRange(
  model: Model,
  who: string,
  { values }: Tensor,
  name = 'x'
): void {
  requireFloat32(
    who,
    name,
    values,
    model.precision,
    `scale ${name} (fitScaler), or make the network with sequential(layers, { dtype: 'f64' })`
  );
}

/** Makes the weights of a model for examples of this shape. */
export function buildFor(
  model: Model,
  who: string,
  shape: readonly number[]
): void {
  const [, steps, features] = shape;
  const { layers } = model;
  if (model.readsTokens) {
    model.build([null]);
  } else if (shape.length === 2) {
    model.build(isRecurrent(layers[0]) ? [null, 1] : [steps]);
  } else if (shape.length === 3) {
    const flattens = layers.some(({ spec }) => spec?.type === 'Flatten');
    model.build([flattens ? steps : null, features]);
  } else {
    throw new RangeError(
      `${who}: x must have shape [N, T, I] or [N, T], got ${shapeText(shape)}`
    );
  }
}
