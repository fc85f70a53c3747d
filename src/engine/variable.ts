import type { Initializer } from './initializers';
import { random } from './random';
import type { FloatType } from './tensor/operation';
import { Tensor } from './tensor/tensor';

/** A weight: what an optimiser changes and a file keeps. */
export interface Variable {
  /** As the framework calls it: `kernel`, `recurrentKernel`, `bias`; `weight_ih`, … */
  readonly name: string;
  /** A leaf of the tape. Optimisers write into its `values`. */
  readonly tensor: Tensor;
  readonly trainable: boolean;
}

/** A weight with start values drawn from the seed under its name. */
export function makeVariable(
  name: string,
  shape: readonly number[],
  start: Initializer,
  { seed, dtype }: { readonly seed: number; readonly dtype: FloatType }
): Variable {
  const values = start(shape, random(seed, name));
  return variableOf(name, values, shape, dtype);
}

/** A weight with these values, copied. */
export function variableOf(
  name: string,
  values: ArrayLike<number>,
  shape: readonly number[],
  dtype: FloatType
): Variable {
  const typed =
    dtype === 'f64' ? Float64Array.from(values) : Float32Array.from(values);
  return {
    name,
    tensor: new Tensor(typed, shape, null, true),
    trainable: true
  };
}
