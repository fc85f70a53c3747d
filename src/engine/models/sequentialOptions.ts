import { oneOf, options as reader, seed, text } from '../base/options';
import { dtype } from '../spec/fields';
import { freshSeed } from '../base/random';
import { isLayer, requireOwnLayer } from '../layers/layer';
import type { FloatType } from '../tensor/operation';
import { described } from '../base/described';

export interface SequentialOptions {
  /** As the summary prints it. */
  name?: string;
  /** Of start values, shuffling and dropout. Without one they differ each time. */
  seed?: number;
  /**
   * In what weights are kept and the tape computes: `f64` (default) or `f32`. The kernels compute in
   * f32 whatever it is. So `sequential(layers)` keeps its weights in f64 and computes in f32 where the
   * kernels can; who writes `dtype: 'f64'` asks for f64 throughout, and gets the tape.
   */
  dtype?: FloatType;
  /**
   * `tape`: step by step, in `dtype` (default when `dtype: 'f64'` is written). `fused`: whole
   * sequences by compiled kernels, in f32. `auto` (default else): fused where the kernels can, else
   * layer by layer, each recurrent one by machine code made from its step, in `dtype`, and what cannot
   * be compiled by the tape. Traces are computed in f64 by such code; by the tape those of batches, of
   * numbers with padding and of states that are carried.
   */
  compute?: Compute;
}

export type Compute = 'auto' | 'fused' | 'tape';

const read = reader('sequential', {
  name: text.or('sequential'),
  seed,
  dtype: dtype.optional(),
  compute: oneOf(['auto', 'fused', 'tape']).optional()
});

/** A model's options with every default filled in. */
export type ModelSpec = Required<SequentialOptions>;

/** Throws unless there is a list of layers, with options that exist; fills in their defaults. */
export function settleSequential(
  layers: unknown,
  options: SequentialOptions
): ModelSpec {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new TypeError(
      `sequential: layers must be a list of at least one layer, got ${
        isLayer(layers)
          ? 'a layer by itself; write sequential([first, second])'
          : described(layers)
      }`
    );
  }
  const { name, seed: given, dtype: asked, compute } = read(options);
  layers.forEach((layer: unknown, at) => {
    if (!isLayer(layer)) {
      throw new TypeError(
        `sequential: layers[${at}] must be a layer such as layers.lstm({ units: 8 }), got ${described(layer)}`
      );
    }
    requireOwnLayer('sequential', `layers[${at}]`, layer);
    const first = layers.indexOf(layer);
    if (first < at) {
      throw new TypeError(
        `sequential: layers[${at}] is the same layer as layers[${first}]; make one for each place`
      );
    }
  });
  return {
    name,
    seed: given ?? freshSeed(),
    dtype: asked ?? 'f64',
    // Who asks for f64 by name wants it computed in f64.
    compute: compute ?? (asked === 'f64' ? 'tape' : 'auto')
  };
}
