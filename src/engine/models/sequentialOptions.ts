import { requireKnown } from '../check';
import type { FloatType } from '../tensor/operation';
import { described } from '../tensor/values';

export interface SequentialOptions {
  /** As the summary prints it. */
  name?: string;
  /** Of start values, shuffling and dropout. Without one they differ each time. */
  seed?: number;
  /** `f64` (default, the reference) or `f32`. */
  dtype?: FloatType;
  /**
   * `tape`: step by step, in `dtype` (default when `dtype: 'f64'` is asked for). `fused`: whole
   * sequences by compiled kernels, in f32. `auto` (default else): fused where the kernels can.
   * Traces always come from the tape.
   */
  compute?: Compute;
}

export type Compute = 'auto' | 'fused' | 'tape';

/** Throws unless there is a list of layers, with options that exist. */
export function requireSequential(layers: unknown, options: unknown): void {
  requireKnown('sequential', options, ['name', 'seed', 'dtype', 'compute']);
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new TypeError(
      `sequential: layers must be a list of at least one layer, got ${described(layers)}`
    );
  }
  layers.forEach((layer: unknown, at) => {
    if (typeof layer !== 'object' || layer === null || !('call' in layer)) {
      throw new TypeError(
        `sequential: layers[${at}] must be a layer such as layers.lstm({ units: 8 }), got ${described(layer)}`
      );
    }
  });
}
