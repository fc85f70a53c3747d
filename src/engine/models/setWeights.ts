import { sameShape, shapeText } from '../tensor/shape';
import type { TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';
import { described } from '../base/described';
import type { Variable } from '../tensor/variable';
import { underTodaysNames } from '../tensor/variable';

/**
 * Puts values into variables, by their names or in their order; all or none.
 *
 * @throws RangeError on a missing or wrongly shaped weight
 */
export function setWeights(
  who: string,
  variables: readonly Variable[],
  weights: readonly TensorLike[] | Readonly<Record<string, TensorLike>>
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
    : underTodaysNames(
        variables,
        weights as Readonly<Record<string, TensorLike>>
      );
  const next = variables.map(({ name, tensor }, at) => {
    const value = named ? named[name] : (weights as readonly TensorLike[])[at];
    if (value === undefined) {
      throw new RangeError(`${who}: ${name} is missing`);
    }
    const given = asTensor(value, `${who}: ${name}`);
    if (!sameShape(given.shape, tensor.shape)) {
      throw new RangeError(
        `${who}: ${name} must have shape ${shapeText(tensor.shape)}, got ${shapeText(given.shape)}`
      );
    }
    const bad = given.values.findIndex(number => !Number.isFinite(number));
    if (bad >= 0) {
      throw new RangeError(
        `${who}: ${name} holds ${given.values[bad]} at position ${bad}`
      );
    }
    return given.values;
  });
  variables.forEach(({ tensor }, at) => tensor.values.set(next[at]));
}
