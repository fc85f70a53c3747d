import type { Tensor, TensorLike } from '../tensor/tensor';
import { described } from '../base/described';
import { precisionOfCell, requireWeight } from '../tensor/requireFinite';
import type { Variable } from '../tensor/variable';
import type { WeightSource } from './weights';

/** Puts a list under its names; says which names are missing or unknown. */
export function byName(
  who: string,
  weights: WeightSource,
  names: readonly string[]
): Readonly<Record<string, TensorLike>> {
  if (typeof weights !== 'object' || weights === null) {
    throw new TypeError(
      `${who}: expected a list of ${names.length} weights (${names.join(', ')}) or an object by these names, got ${described(weights)}`
    );
  }
  if (Array.isArray(weights)) {
    if (weights.length !== names.length) {
      throw new RangeError(
        `${who}: expected ${names.length} weights (${names.join(', ')}), got ${weights.length}`
      );
    }
    return Object.fromEntries(names.map((name, at) => [name, weights[at]]));
  }
  const given = Object.fromEntries(
    // nn.LSTM calls its first layer's weights weight_ih_l0, …
    Object.entries(weights).map(([name, value]) => [
      name.replace(/_l0$/, ''),
      value
    ])
  ) as Record<string, TensorLike>;
  const missing = names.filter(name => !(name in given));
  const unknown = Object.keys(given).filter(name => !names.includes(name));
  if (missing.length > 0 || unknown.length > 0) {
    throw new RangeError(
      `${who}: expected weights ${names.join(', ')}; ` +
        [
          missing.length > 0 && `missing ${missing.join(', ')}`,
          unknown.length > 0 && `unknown ${unknown.join(', ')}`
        ]
          .filter(Boolean)
          .join('; ')
    );
  }
  return given;
}

/**
 * The given weights as tensors in the order of a cell's own, of their shapes.
 *
 * @param who the public call, for errors
 * @throws TypeError on what is no object; RangeError on a missing, unknown, wrongly shaped or non-finite
 *   weight
 */
export function tensorsByName(
  who: string,
  weights: WeightSource,
  own: readonly Pick<Variable, 'name' | 'tensor'>[]
): Tensor[] {
  const given = byName(
    who,
    weights,
    own.map(({ name }) => name)
  );
  return own.map(({ name, tensor: { shape, dtype } }) =>
    requireWeight(who, name, given[name], shape, precisionOfCell(dtype))
  );
}
