/** The numbers of a tensor: f64 is the reference, f32 the fast path. */
export type Floats = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

export type FloatType = 'f64' | 'f32';

/** Numbers in row-major order with their extents; a scalar has shape `[]`. */
export interface Dense {
  readonly values: Floats;
  readonly shape: readonly number[];
}

/**
 * A differentiable operation: plain loops over flat arrays. It keeps no state, so the tape can run
 * it again with other inputs (that is how a clamp replaces a channel inside a step).
 */
export interface Operation<A = unknown> {
  /** As the equations print it: `add`, `matmul`, `sigmoid`. */
  readonly name: string;
  /** Its result remembers its input even where no gradient is kept: a loss asks for the logits. */
  readonly remembersInput?: boolean;
  /** Of the result; where this is absent, that of all inputs by NumPy's rule. */
  shape?(
    inputs: readonly (readonly number[])[],
    attributes: A
  ): readonly number[];
  forward(inputs: readonly Dense[], attributes: A): Dense;
  /**
   * Adds dL/dinput to each array of `into`, given dL/doutput; `null` where an input needs none.
   */
  backward(
    gradient: Floats,
    into: readonly (Floats | null)[],
    inputs: readonly Dense[],
    output: Dense,
    attributes: A
  ): void;
}

/** A fresh array of zeros. */
export function allocate(dtype: FloatType, size: number): Floats {
  return dtype === 'f64' ? new Float64Array(size) : new Float32Array(size);
}

/**
 * f64 as soon as an input with axes is f64, else f32 when one is f32: a single number of f64 (one that
 * stands in the code) beside f32 does not count.
 */
export function commonType(inputs: readonly Dense[]): FloatType {
  let single = false;
  for (const { values, shape } of inputs) {
    if (values instanceof Float32Array) {
      single = true;
    } else if (shape.length > 0) {
      return 'f64';
    }
  }
  return single ? 'f32' : 'f64';
}

/** How a number becomes one of a result: a 0.3 that stands in the code is that of f32 beside f32. */
export const roundingOf = ({ values }: Dense): ((x: number) => number) =>
  values instanceof Float32Array ? Math.fround : x => x;

/** How a tensor came about, kept on the tape. */
export interface TapeNode<T> {
  readonly operation: Operation;
  readonly inputs: readonly T[];
  readonly attributes: unknown;
}
