import type { Constraint } from './constraints';
import type { Initializer } from './initializers';
import type { Regularizer } from './regularizers';
import { random } from '../base/random';
import type { FloatType } from './operation';
import { requireExtents, sizeOf } from './shape';
import { Tensor } from './tensor';
import { described } from '../base/described';

/** A weight: what an optimizer changes and a file keeps. */
export interface Variable {
  /** As the framework calls it: `kernel`, `recurrentKernel`, `bias`; `weight_ih`, … */
  readonly name: string;
  /** A leaf of the tape. Optimizers write into its `values`. */
  readonly tensor: Tensor;
  readonly trainable: boolean;
  /** What it adds to the loss. */
  readonly regularizer?: Regularizer;
  /** What it must be after each step of training. */
  readonly constraint?: Constraint;
}

/** A weight with start values drawn from the seed under its name, or under `drawnAs`. */
export function makeVariable(
  name: string,
  shape: readonly number[],
  start: Initializer,
  {
    seed,
    dtype,
    drawnAs = name
  }: {
    readonly seed: number;
    readonly dtype: FloatType;
    readonly drawnAs?: string;
  }
): Variable {
  requireExtents(name, shape);
  const values: unknown = start(shape, random(seed, drawnAs));
  requireStart(name, values, sizeOf(shape), dtype);
  return variableOf(name, values, shape, dtype);
}

/** A weight under the name of what it is part of: `layer/weight`. */
export function prefixed(prefix: string, variable: Variable): Variable {
  return { ...variable, name: `${prefix}/${variable.name}` };
}

/** Throws unless an initializer returned as many numbers as there are weights, each one that they can hold. */
export function requireStart(
  name: string,
  values: unknown,
  count: number,
  dtype: FloatType
): asserts values is ArrayLike<number> {
  const isList = Array.isArray(values) || ArrayBuffer.isView(values);
  const list = values as ArrayLike<unknown>;
  if (!isList || list.length !== count) {
    throw new TypeError(
      `${name}: its initializer must return ${count} numbers, got ${
        isList ? `${list.length}` : described(values)
      }`
    );
  }
  const isHeld = (value: unknown): boolean =>
    Number.isFinite(value) &&
    (dtype === 'f64' || Number.isFinite(Math.fround(value as number)));
  for (let at = 0; at < count; at++) {
    if (!isHeld(list[at])) {
      throw new RangeError(
        `${name}: its initializer must return finite numbers${dtype === 'f32' ? ', in float32 up to 3.4e38' : ''}, got ${described(list[at])} at position ${at}`
      );
    }
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

/** The first weight that holds a number that is none, or null. */
export function nonFinite(
  variables: readonly Variable[]
): { readonly name: string; readonly value: number } | null {
  for (const { name, tensor } of variables) {
    const value = tensor.values.find(number => !Number.isFinite(number));
    if (value !== undefined) {
      return { name, value };
    }
  }
  return null;
}

/** Weights by name, each a copy that later training leaves as it is. */
export function copyWeights(
  variables: readonly Variable[]
): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(
    variables.map(({ name, tensor }) => [
      name,
      new Tensor(tensor.values.slice(), tensor.shape)
    ])
  );
}
