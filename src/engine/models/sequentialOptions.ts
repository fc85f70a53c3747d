import { requireKnown } from '../base/check';
import { isLayer } from '../layers/layer';
import type { FloatType } from '../tensor/operation';
import { described } from '../base/described';

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
   * So do traces, but for clamps, padded sequences, carried states and derivatives too small for f32,
   * which come from the tape.
   */
  compute?: Compute;
}

export type Compute = 'auto' | 'fused' | 'tape';

/** Throws unless there is a list of layers, with options that exist. */
export function requireSequential(layers: unknown, options: unknown): void {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new TypeError(
      `sequential: layers must be a list of at least one layer, got ${
        isLayer(layers)
          ? 'a layer by itself; write sequential([first, second])'
          : described(layers)
      }`
    );
  }
  requireKnown('sequential', options, ['name', 'seed', 'dtype', 'compute']);
  layers.forEach((layer: unknown, at) => {
    if (!isLayer(layer)) {
      throw new TypeError(
        `sequential: layers[${at}] must be a layer such as layers.lstm({ units: 8 }), got ${described(layer)}`
      );
    }
    const first = layers.indexOf(layer);
    if (first < at) {
      throw new TypeError(
        `sequential: layers[${at}] is the same layer as layers[${first}]; make one for each place`
      );
    }
  });
}
