import type { Activation } from '../tensor/activations';
import { activation as byName } from '../tensor/activations';
import { layerOptions } from '../spec/layers';
import { select } from '../tensor/joining';
import { sizeOf } from '../tensor/shape';
import type { Layer, LayerOptions } from './layer';
import { plainLayer } from './layer';

export interface ActivationOptions extends LayerOptions {
  activation: Activation;
}

/**
 * A function of each number: `layers.activation({ activation: 'tanh' })`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.activation({ activation: 'relu', inputShape: [4] })]);
 * model.summary().layers[0].outputShape; // [4]
 * ```
 */
export function activation(options: ActivationOptions): Layer {
  const spec = layerOptions.Activation(options);
  const squash = byName(spec.activation);
  return plainLayer(
    { type: 'Activation', ...spec },
    shape => shape,
    signal => ({ ...signal, values: squash(signal.values) })
  );
}

export interface LeakyReLUOptions extends LayerOptions {
  /** Default 0.3, as Keras's layer. */
  negativeSlope?: number;
}

/**
 * What is above 0 as it is, `negativeSlope` times what is below. As Keras's `LeakyReLU`; the activation
 * `'leakyRelu'` has Keras's slope of 0.2.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.leakyReLU({ negativeSlope: 0.01, inputShape: [4] })]);
 * model.summary().layers[0].outputShape; // [4]
 * ```
 */
export function leakyReLU(options: LeakyReLUOptions = {}): Layer {
  const spec = layerOptions.LeakyReLU(options);
  return plainLayer(
    { type: 'LeakyReLU', ...spec },
    shape => shape,
    signal => ({
      ...signal,
      values: signal.values.leakyRelu(spec.negativeSlope)
    })
  );
}

/**
 * All numbers of an example in one row: `[B, T, I] → [B, T·I]`.
 *
 * @throws TypeError on a wrong or unknown option; RangeError when an extent is not known
 * @example
 * ```ts
 * const model = sequential([layers.flatten({ inputShape: [5, 4] })]);
 * model.summary().layers[0].outputShape; // [20]
 * ```
 */
export function flatten(options: LayerOptions = {}): Layer {
  const flat = plainLayer(
    { type: 'Flatten', ...layerOptions.Flatten(options) },
    shape => {
      if (shape.some(extent => extent === null)) {
        throw new RangeError(
          'layers.flatten: every extent of its input must be known; give the first layer inputShape'
        );
      }
      return [sizeOf(shape as readonly number[])];
    },
    ({ values }) => ({
      values: values.reshape([values.shape[0], sizeOf(values.shape.slice(1))])
    })
  );
  return { ...flat, acrossTime: 'needs all steps at once' };
}

/**
 * The mean over the steps that are not padding, `[B, T, I] → [B, I]`, 0 where all are: with an
 * embedding before it, a bag of words. As Keras's `GlobalAveragePooling1D`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.globalAveragePooling1D({ inputShape: [5, 4] })]);
 * model.summary().layers[0].outputShape; // [4]
 * ```
 */
export function globalAveragePooling1D(options: LayerOptions = {}): Layer {
  const mean = plainLayer(
    {
      type: 'GlobalAveragePooling1D',
      ...layerOptions.GlobalAveragePooling1D(options)
    },
    ([, size]) => [size],
    ({ values, mask }) => {
      if (!mask) {
        return { values: values.mean(1) };
      }
      const [batch, steps] = mask.shape;
      const kept = mask.reshape([batch, steps, 1]).cast(values.dtype);
      // Of padding alone the mean is 0, as the state of a recurrent layer that read nothing.
      const count = kept.sum(1).maximum(1);
      return { values: select(kept, values, 0).sum(1).div(count) };
    }
  );
  return { ...mean, acrossTime: 'averages over all steps' };
}
