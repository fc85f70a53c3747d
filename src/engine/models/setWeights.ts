import type { Precision } from '../tensor/requireFinite';
import { requireWeight } from '../tensor/requireFinite';
import type { TensorLike } from '../tensor/tensor';
import { described } from '../base/described';
import type { Variable } from '../tensor/variable';

/**
 * Puts values into variables, by their names or in their order; all or none.
 *
 * @throws RangeError on a missing or wrongly shaped weight, or one with a number that it cannot hold
 */
export function setWeights(
  who: string,
  variables: readonly Variable[],
  weights: readonly TensorLike[] | Readonly<Record<string, TensorLike>>,
  precision: Precision
): void {
  if (typeof weights !== 'object' || weights === null) {
    throw new TypeError(
      `${who}: expected a list of weights or an object by their names, got ${described(weights)}`
    );
  }
  const count = Object.keys(weights).length;
  if (count !== variables.length) {
    throw new RangeError(
      `${who}: expected ${variables.length} weights (${variables.map(({ name }) => name).join(', ')}), got ${count}`
    );
  }
  const named = Array.isArray(weights)
    ? null
    : (weights as Readonly<Record<string, TensorLike>>);
  const next = variables.map(({ name, tensor }, at) => {
    const value = named ? named[name] : (weights as readonly TensorLike[])[at];
    if (value === undefined) {
      throw new RangeError(`${who}: ${name} is missing`);
    }
    return requireWeight(who, name, value, tensor.shape, precision).values;
  });
  variables.forEach(({ tensor }, at) => tensor.values.set(next[at]));
}
