import {
  requireBounds,
  requireBoolean,
  requireKnown,
  requireNumber,
  requireOneOf
} from '../base/check';
import { Elementwise } from './elementwise';
import type {
  Dense,
  Floats,
  FloatType,
  Operation,
  TapeNode
} from './operation';
import { allocate } from './operation';
import { isRecording, isRemembering, noGradient } from './recording';
import * as arithmetic from './operations/arithmetic';
import * as layout from './operations/layout';
import * as product from './operations/matmul';
import * as reduce from './operations/reduce';
import * as unary from './operations/unary';
import {
  requireMatrices,
  requireRows,
  reshaped,
  resolveAxis,
  resolveIndex,
  resolveOrder,
  resolveRange,
  resolveWidth,
  shapeText
} from './shape';
import { nested, nestedValues, printed } from './values';

/** What is taken wherever a tensor is: numbers, nested arrays of one shape, typed arrays. */
export type TensorLike =
  Tensor | number | ArrayLike<number> | readonly NestedNumbers[];

export type NestedNumbers =
  number | ArrayLike<number> | readonly NestedNumbers[];

/** A tensor of two axes or more, such as units over steps: its rows are lists. */
export interface Matrix extends Tensor {
  toArray<T = number[][]>(): T;
}

/**
 * Numbers with a shape that remember how they were computed, so that a loss can be differentiated.
 *
 * The operations are functions (`tanh(a)`) and methods (`a.tanh()`). Element-wise ones follow
 * NumPy's broadcasting. No operation changes a tensor in place.
 *
 * @example
 * ```ts
 * const f = tensor([0.9, 0.1]);
 * f.mul([1, -1]).toArray(); // [0.9, -0.1]
 * ```
 */
export class Tensor extends Elementwise<Tensor> implements Dense {
  /** Grows with each tensor made: a later one never feeds an earlier one. */
  readonly id: number;
  /** @internal The array that the backward pass adds dL/dthis to. */
  slot: Floats | null = null;
  /** @internal Multiplied into the left factor of a matrix product with this: recurrent dropout. */
  inputMask: Tensor | null = null;
  /** @internal Takes down what is done with this instead of computing it: a step that is compiled. */
  tracer: Tracer | null = null;

  /** @internal */
  constructor(
    /** In row-major order. Treat as read-only. */
    readonly values: Floats,
    readonly shape: readonly number[],
    /** @internal */
    readonly node: TapeNode<Tensor> | null = null,
    /** True when gradients are wanted of it, or of something that it was computed from. */
    readonly tracked: boolean = false
  ) {
    super();
    this.id = nextId++;
  }

  get rank(): number {
    return this.shape.length;
  }

  /** How many numbers it holds. */
  get size(): number {
    return this.values.length;
  }

  get dtype(): FloatType {
    return this.values instanceof Float64Array ? 'f64' : 'f32';
  }

  /** The single number of a tensor that holds one. @throws RangeError when it holds more or none */
  item(): number {
    if (this.size !== 1) {
      throw new RangeError(
        `item: the tensor has shape ${shapeText(this.shape)}, not one number`
      );
    }
    return this.values[0];
  }

  /** Nested arrays of the same shape; a plain number for a scalar. */
  toArray<T = number[]>(): T {
    return nested(this.values, this.shape) as T;
  }

  /** What `JSON.stringify` writes: its numbers. */
  toJSON(): unknown {
    return this.toArray<unknown>();
  }

  override toString(): string {
    return `Tensor ${shapeText(this.shape)}\n${printed(this.toArray<unknown>())}`;
  }

  /** Its rows, one by one along the first axis. @throws RangeError for a scalar */
  *[Symbol.iterator](): Generator<Tensor> {
    if (this.rank === 0) {
      throw new RangeError('a scalar tensor has no rows to go through');
    }
    for (let index = 0; index < this.shape[0]; index++) {
      yield this.at(index);
    }
  }

  /** `this + b + …`. @throws RangeError when the shapes do not fit */
  add(...others: TensorLike[]): Tensor {
    return apply(arithmetic.add, [
      this,
      ...others.map(other => asTensor(other, 'add'))
    ]);
  }
  /** `this − b`. @throws RangeError when the shapes do not fit */
  sub(b: TensorLike): Tensor {
    return apply(arithmetic.subtract, [this, asTensor(b, 'sub')]);
  }
  /** `this ⊙ b`, element by element. @throws RangeError when the shapes do not fit */
  mul(b: TensorLike): Tensor {
    return apply(arithmetic.multiply, [this, asTensor(b, 'mul')]);
  }
  /** `this / b`, element by element. @throws RangeError when the shapes do not fit */
  div(b: TensorLike): Tensor {
    return apply(arithmetic.divide, [this, asTensor(b, 'div')]);
  }
  /** `1 − this` */
  oneMinus(): Tensor {
    return apply(unary.oneMinus, [this]);
  }
  /** `−this` */
  neg(): Tensor {
    return apply(unary.negate, [this]);
  }
  /** `this^exponent` for a fixed exponent. @throws TypeError when it is no number */
  pow(exponent: number): Tensor {
    return apply(
      unary.power,
      [this],
      requireNumber('pow', 'exponent', exponent)
    );
  }
  /** The larger of each pair. @throws RangeError when the shapes do not fit */
  maximum(b: TensorLike): Tensor {
    return apply(arithmetic.maximum, [this, asTensor(b, 'maximum')]);
  }
  /** The smaller of each pair. @throws RangeError when the shapes do not fit */
  minimum(b: TensorLike): Tensor {
    return apply(arithmetic.minimum, [this, asTensor(b, 'minimum')]);
  }
  /** Between the two; outside the slope is 0. @throws TypeError when a bound is no number */
  clip(minimum: number, maximum: number): Tensor {
    requireBounds('clip', { minimum, maximum });
    return apply(unary.clip, [this], { minimum, maximum });
  }

  // Along an axis (the last one counts as -1).

  /** The sum of all numbers, or along `axis`. @throws RangeError when there is no such axis */
  sum(axis?: number, options: { keepDims?: boolean } = {}): Tensor {
    return this.#reduce(reduce.sum, axis, options);
  }
  /** The mean of all numbers, or along `axis`. @throws RangeError when there is no such axis */
  mean(axis?: number, options: { keepDims?: boolean } = {}): Tensor {
    return this.#reduce(reduce.mean, axis, options);
  }
  /** The largest number, or along `axis`. @throws RangeError when there is no such axis */
  max(axis?: number, options: { keepDims?: boolean } = {}): Tensor {
    return this.#reduce(reduce.max, axis, options);
  }
  /** The smallest number, or along `axis`. @throws RangeError when there is no such axis */
  min(axis?: number, options: { keepDims?: boolean } = {}): Tensor {
    return this.#reduce(reduce.min, axis, options);
  }
  /** `e^{a_i} / Σ_j e^{a_j}` along `axis`. @throws RangeError when there is no such axis */
  softmax(axis = -1): Tensor {
    return apply(
      reduce.softmax,
      [this],
      resolveAxis('softmax', axis, this.rank)
    );
  }
  /** `log softmax(this)` along `axis`. @throws RangeError when there is no such axis */
  logSoftmax(axis = -1): Tensor {
    return apply(
      reduce.logSoftmax,
      [this],
      resolveAxis('logSoftmax', axis, this.rank)
    );
  }
  /** √Σ x² over all numbers. */
  norm(): Tensor {
    return this.square().sum().sqrt();
  }
  /** Where the largest number along `axis` stands (no gradient). @throws RangeError when there is no such axis */
  argMax(axis = -1): Tensor {
    const along = resolveAxis('argMax', axis, this.rank);
    const { values, shape } = reduce.largestPlaces(this, along);
    return new Tensor(values, shape);
  }

  /** Matrix product; see the function `matmul`. @throws RangeError when the inner extents differ */
  matmul(b: TensorLike): Tensor {
    const right = asTensor(b, 'matmul');
    const left = right.inputMask ? this.mul(right.inputMask) : this;
    return apply(product.matmul, [left, right]);
  }
  /** Inner product of two vectors, else the matrix product. @throws RangeError beyond matrices */
  dot(b: TensorLike): Tensor {
    const other = asTensor(b, 'dot');
    if (this.rank === 0 || other.rank === 0) {
      return this.mul(other);
    }
    requireMatrices('dot', this.shape, other.shape);
    return this.matmul(other);
  }

  /** Under another shape; one extent may be -1 (whatever is left). @throws RangeError when it is not filled */
  reshape(shape: readonly number[]): Tensor {
    return apply(layout.reshape, [this], reshaped(this.shape, shape));
  }
  /** Axes in reverse order, or in the order given. @throws RangeError unless it names each once */
  transpose(order?: readonly number[]): Tensor {
    return apply(layout.transpose, [this], resolveOrder(this.shape, order));
  }
  /**
   * One entry along an axis (the first by default); a negative index counts from the end.
   *
   * @throws RangeError when there is no such entry or axis
   * @example
   * ```ts
   * tensor([[1, 2], [3, 4]]).at(-1, { axis: 1 }).toArray(); // [2, 4]
   * ```
   */
  at(index: number, options: { axis?: number } = {}): Tensor {
    requireKnown('at', options, ['axis']);
    const axis = resolveAxis('at', options.axis ?? 0, this.rank);
    const start = resolveIndex(this.shape, axis, index);
    return apply(layout.slice, [this], { axis, start, end: start + 1 }).reshape(
      this.shape.filter((_, other) => other !== axis)
    );
  }
  /**
   * From `start` (included) to `end` (excluded); negative numbers count from the end.
   *
   * @throws RangeError when they are not in the tensor
   * @example
   * ```ts
   * tensor([[1, 2, 3]]).slice(1, 3, { axis: 1 }).toArray(); // [[2, 3]]
   * ```
   */
  slice(start: number, end?: number, options: { axis?: number } = {}): Tensor {
    requireKnown('slice', options, ['axis']);
    const axis = resolveAxis('slice', options.axis ?? 0, this.rank);
    return apply(layout.slice, [this], {
      axis,
      ...resolveRange(this.shape, axis, start, end)
    });
  }
  /** Equal parts along an axis: the gates of a stacked matrix. @throws RangeError when it does not divide */
  split(parts: number, axis = -1): Tensor[] {
    const resolved = resolveAxis('split', axis, this.rank);
    const width = resolveWidth(this.shape, resolved, parts);
    return Array.from({ length: parts }, (_, part) =>
      this.slice(part * width, (part + 1) * width, { axis: resolved })
    );
  }
  /** Rows of a matrix `[N, D]` by number (an embedding). @throws RangeError on a row that is not there */
  gather(indices: TensorLike): Tensor {
    const rows = asTensor(indices, 'gather');
    requireRows(this.shape, rows.values);
    return apply(layout.gather, [this], {
      rows: Int32Array.from(rows.values),
      shape: rows.shape
    });
  }

  /** The same numbers as a constant: no gradient passes. */
  detach(): Tensor {
    return this.tracked ? noGradient(() => this.reshape(this.shape)) : this;
  }

  /** A copy in another precision, as a constant. @throws TypeError unless it is `f64` or `f32` */
  cast(dtype: FloatType): Tensor {
    requireOneOf('cast', 'dtype', dtype, ['f64', 'f32']);
    const values = allocate(dtype, this.size);
    values.set(this.values);
    return new Tensor(values, this.shape);
  }

  /** @internal */
  protected override through<A>(
    operation: Operation<A>,
    attributes?: A
  ): Tensor {
    return apply(operation, [this], attributes);
  }

  #reduce(
    operation: Operation<reduce.AxisAttributes>,
    axis: number | undefined,
    options: { keepDims?: boolean }
  ): Tensor {
    requireKnown(operation.name, options, ['keepDims']);
    const keep = requireBoolean(
      operation.name,
      'keepDims',
      options.keepDims ?? false
    );
    const resolved =
      axis === undefined ? null : resolveAxis(operation.name, axis, this.rank);
    return apply(operation, [this], { axis: resolved, keep });
  }
}

/** What an operation is handed to that has an input without numbers. */
export interface Tracer {
  apply(
    operation: Operation,
    inputs: readonly Tensor[],
    attributes: unknown
  ): Tensor;
}

let nextId = 0;

/** The id that the next tensor will get: what is made from here on has it or a larger one. */
export function upcomingId(): number {
  return nextId;
}

/** Runs an operation and, when a gradient may be wanted, keeps it on the tape. */
export function apply<A>(
  operation: Operation<A>,
  inputs: readonly Tensor[],
  attributes?: A
): Tensor {
  for (const { tracer } of inputs) {
    if (tracer !== null) {
      return tracer.apply(operation as Operation, inputs, attributes);
    }
  }
  const { values, shape } = operation.forward(inputs, attributes as A);
  const recording = isRecording();
  const remembers = isRemembering();
  let tracked = false;
  let remembered = operation.remembersInput;
  for (let index = 0; recording && index < inputs.length; index++) {
    tracked ||= inputs[index].tracked;
  }
  for (let index = 0; remembers && index < inputs.length; index++) {
    remembered ||= inputs[index].tracked || inputs[index].node !== null;
  }
  return new Tensor(
    values,
    shape,
    tracked || remembered
      ? { operation: operation as Operation, inputs, attributes }
      : null,
    tracked
  );
}

/**
 * Takes a tensor as it is and makes one of everything else.
 *
 * @param who how an error begins
 */
export function asTensor(value: TensorLike, who = 'tensor'): Tensor {
  if (value instanceof Tensor) {
    return value;
  }
  const { values, shape } = nestedValues(who, value);
  return new Tensor(value === values ? values.slice() : values, shape);
}
