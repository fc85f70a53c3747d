import { layerOptions } from '../spec/layers';
import type { Layer, LayerOptions } from './layer';
import { plainLayer } from './layer';

export interface DropoutOptions extends LayerOptions {
  /** Share of the numbers that are set to 0, from 0 to less than 1. */
  rate: number;
  /** Extents of the mask, 1 where one number serves a whole axis; null keeps the input's. */
  noiseShape?: readonly (number | null)[];
}

/**
 * Sets a random share of the numbers to 0 while training and divides the others by what is kept
 * (Srivastava et al. 2014, inverted), so that nothing changes afterwards. Masks come from the
 * model's seed.
 *
 * @throws TypeError on a wrong rate
 * @example
 * ```ts
 * const model = sequential([layers.dropout({ rate: 0.3, inputShape: [4] })]);
 * model.summary().layers[0].outputShape; // [4]
 * ```
 */
export function dropout(options: DropoutOptions | number): Layer {
  const given = typeof options === 'number' ? { rate: options } : options;
  const spec = layerOptions.Dropout(given);
  const { rate, noiseShape } = spec;
  return plainLayer(
    { type: 'Dropout', ...spec },
    shape => shape,
    (signal, pass, name) => {
      if (!pass.training || rate === 0) {
        return signal;
      }
      const { shape } = signal.values;
      const wanted = noiseShape
        ? shape.map((extent, axis) => noiseShape[axis] ?? extent)
        : shape;
      const mask = pass.dropoutMask(
        name,
        'output',
        rate,
        wanted,
        signal.values.dtype
      );
      return { ...signal, values: signal.values.mul(mask) };
    }
  );
}
