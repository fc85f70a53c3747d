import { layerOptions } from '../spec/layers';
import { select } from '../tensor/joining';
import { Tensor } from '../tensor/tensor';
import type { Layer, LayerOptions } from './layer';
import { plainLayer } from './layer';

export interface MaskingOptions extends LayerOptions {
  /** A step whose features all have this value is padding. Default 0. */
  maskValue?: number;
}

/**
 * Marks steps of `[B, T, I]` whose features all equal `maskValue` as padding, and sets them to 0:
 * recurrent layers carry their state over them. As Keras's `Masking`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.masking({ maskValue: -1, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [5, 2]
 * ```
 */
export function masking(options: MaskingOptions = {}): Layer {
  const spec = layerOptions.Masking(options);
  const { maskValue } = spec;
  return plainLayer(
    { type: 'Masking', ...spec },
    shape => shape,
    ({ values: x }) => {
      const [batch, steps, features] = x.shape;
      const mask = new Float64Array(batch * steps);
      for (let at = 0; at < x.size; at++) {
        if (x.values[at] !== maskValue) {
          mask[Math.floor(at / features)] = 1;
        }
      }
      const valid = new Tensor(mask, [batch, steps]);
      return {
        values: select(valid.reshape([batch, steps, 1]), x, 0),
        mask: valid
      };
    }
  );
}
