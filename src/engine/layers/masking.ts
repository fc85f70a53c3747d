import { layerOptions } from '../spec/layers';
import { select } from '../tensor/joining';
import { sizeOf } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { Layer, LayerOptions } from './layer';
import { plainLayer, within } from './layer';

export interface MaskingOptions extends LayerOptions {
  /** A step whose features all have this value is padding. Default 0. */
  maskValue?: number;
}

/**
 * Marks steps of `[B, T, I]` whose features all equal `maskValue` as padding, and sets them to 0:
 * recurrent layers carry their state over them. A value that float32 cannot hold is met as float32 has
 * it, too. As Keras's `Masking`, but what is padding already stays so.
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
  // What padding of this value is once it went through float32.
  const inFloat32 = Math.fround(maskValue);
  return plainLayer(
    { type: 'Masking', ...spec },
    shape => shape,
    ({ values: x, mask: before }) => {
      const rows = x.shape.slice(0, -1);
      const features = x.shape[rows.length];
      const mask = new Float64Array(sizeOf(rows));
      x.values.forEach((value, at) => {
        if (value !== maskValue && value !== inFloat32) {
          mask[Math.floor(at / features)] = 1;
        }
      });
      const own = new Tensor(mask, rows);
      const valid = before ? within(own, before) : own;
      return {
        values: select(valid.reshape([...rows, 1]), x, 0),
        mask: valid
      };
    }
  );
}
