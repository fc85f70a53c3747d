import { layerOptions } from '../spec/layers';
import { shapeText } from '../tensor/shape';
import type { Layer, LayerOptions, LayerShape } from './layer';
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
 * @throws TypeError on a wrong rate or noise shape; RangeError, when it is built or trains, on a noise
 *   shape that does not fit its input
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
    shape => {
      requireFitting(noiseShape, [null, ...shape]);
      return shape;
    },
    (signal, pass, name) => {
      if (!pass.training || rate === 0) {
        return signal;
      }
      const { shape } = signal.values;
      requireFitting(noiseShape, shape);
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

/** Throws where a mask does not spread over an input, whose extents are null where any fits. */
function requireFitting(
  noiseShape: DropoutOptions['noiseShape'],
  input: LayerShape
): void {
  const who = 'layers.dropout: noiseShape';
  if (noiseShape && noiseShape.length !== input.length) {
    throw new RangeError(
      `${who} must be one extent an axis of the input ${shapeText(input)}, got ${noiseShape.length}`
    );
  }
  noiseShape?.forEach((extent, axis) => {
    const whole = input[axis];
    if (extent !== null && extent !== 1 && whole !== null && extent !== whole) {
      throw new RangeError(
        `${who}[${axis}] must be null, 1 or ${whole}, as the input ${shapeText(input)} has it, got ${extent}`
      );
    }
  });
}
