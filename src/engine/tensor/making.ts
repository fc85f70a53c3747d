import { requireKnown, requireOneOf } from '../base/check';
import type { FloatType } from './operation';
import { requireExtents, shapeText, sizeOf } from './shape';
import type { TensorLike } from './tensor';
import { asTensor, Tensor } from './tensor';
import { nestedValues } from './values';

/**
 * Makes a tensor from a number, nested arrays or a typed array.
 *
 * @param value numbers; nested arrays must be of one shape
 * @param options `shape` for flat values; `dtype` `f64` (default) or `f32`
 * @throws RangeError when the nesting is uneven or the numbers do not fill the shape
 * @example
 * ```ts
 * tensor([[1, 2, 3], [4, 5, 6]]).shape; // [2, 3]
 * ```
 */
export function tensor(
  value: TensorLike,
  options: { shape?: readonly number[]; dtype?: FloatType } = {}
): Tensor {
  const { values, shape } =
    value instanceof Tensor ? value : nestedValues('tensor', value);
  requireKnown('tensor', options, ['shape', 'dtype']);
  requireFloatType('tensor', options.dtype);
  if (options.shape !== undefined && options.shape !== null) {
    requireExtents('tensor', options.shape);
  }
  const wanted = options.shape ?? shape;
  if (sizeOf(wanted) !== values.length) {
    throw new RangeError(
      `tensor: shape ${shapeText(wanted)} needs ${sizeOf(wanted)} numbers, got ${values.length}`
    );
  }
  const dtype =
    options.dtype ?? (value instanceof Float32Array ? 'f32' : undefined);
  return new Tensor(
    dtype === 'f32' ? Float32Array.from(values) : Float64Array.from(values),
    wanted
  );
}

/**
 * A leaf that gradients are wanted of: a weight, a state, an input under study.
 *
 * @throws TypeError when an argument is no tensor
 * @example
 * ```ts
 * const w = variable([3]);
 * gradients(w.square().sum(), [w])[0].toArray(); // [6]
 * ```
 */
export function variable(value: TensorLike): Tensor {
  const { values, shape } = asTensor(value, 'variable');
  return new Tensor(values.slice(), shape, null, true);
}

/**
 * A tensor filled with zeros.
 *
 * @throws TypeError when the shape is no list of whole numbers; RangeError when it is too large
 * @example
 * ```ts
 * zeros([2]).toArray(); // [0, 0]
 * ```
 */
export function zeros(
  shape: readonly number[],
  options: { dtype?: FloatType } = {},
  who = 'zeros'
): Tensor {
  requireKnown(who, options, ['dtype']);
  requireFloatType(who, options.dtype);
  requireExtents(who, shape);
  const size = sizeOf(shape);
  return new Tensor(
    options.dtype === 'f32' ? new Float32Array(size) : new Float64Array(size),
    shape
  );
}

/**
 * A tensor filled with ones.
 *
 * @throws TypeError when the shape is no list of whole numbers; RangeError when it is too large
 * @example
 * ```ts
 * ones([2]).toArray(); // [1, 1]
 * ```
 */
export function ones(
  shape: readonly number[],
  options: { dtype?: FloatType } = {}
): Tensor {
  const result = zeros(shape, options, 'ones');
  result.values.fill(1);
  return result;
}

function requireFloatType(who: string, dtype: unknown): void {
  if (dtype !== undefined && dtype !== null) {
    requireOneOf(who, 'dtype', dtype, ['f64', 'f32']);
  }
}
