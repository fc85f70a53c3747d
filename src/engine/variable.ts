import type { Initializer } from './initializers';
import { random } from './random';
import type { FloatType } from './tensor/operation';
import { requireExtents, sizeOf } from './tensor/shape';
import { Tensor } from './tensor/tensor';
import { described } from './tensor/values';

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
  requireExtents(name, shape);
  const values: unknown = start(shape, random(seed, name));
  requireStart(name, values, sizeOf(shape));
  return variableOf(name, values, shape, dtype);
}

/** Throws unless an initializer returned as many numbers as there are weights. */
export function requireStart(
  name: string,
  values: unknown,
  count: number
): asserts values is ArrayLike<number> {
  const isList = Array.isArray(values) || ArrayBuffer.isView(values);
  if (!isList || (values as ArrayLike<number>).length !== count) {
    throw new TypeError(
      `${name}: its initializer must return ${count} numbers, got ${
        isList ? `${(values as ArrayLike<number>).length}` : described(values)
      }`
    );
  }
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
