import { shapeText } from '../tensor/shape';
import type { TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';
import type { Tensor } from '../tensor/tensor';
import { described } from '../base/described';

/** Token ids `[N, T]` in range, each row with at least one token, padding at the end only. */
export function requireTokens(
  who: string,
  name: string,
  value: TensorLike,
  count: number
): Tensor {
  if (value === undefined || value === null || typeof value === 'number') {
    throw new TypeError(
      `${who}: ${name} must be token ids [N, T], got ${described(value)}`
    );
  }
  const ids = asTensor(value, `${who}: ${name}`).detach();
  if (ids.rank !== 2 || ids.size === 0) {
    throw new RangeError(
      `${who}: ${name} must be token ids [N, T], got shape ${shapeText(ids.shape)}`
    );
  }
  const [, steps] = ids.shape;
  ids.values.forEach((id, at) => {
    const where = `at step ${at % steps} of sequence ${Math.floor(at / steps)}`;
    if (!Number.isInteger(id) || id < 0 || id >= count) {
      throw new RangeError(
        `${who}: ids of ${name} must be whole numbers from 0 to ${count - 1}, got ${id} ${where}`
      );
    }
    const isFirst = at % steps === 0;
    if (id !== 0 && !isFirst && ids.values[at - 1] === 0) {
      throw new RangeError(
        `${who}: padding (0) of ${name} must be at the end, but a token follows it ${where}`
      );
    }
    if (id === 0 && isFirst) {
      throw new RangeError(
        `${who}: sequence ${Math.floor(at / steps)} of ${name} is empty`
      );
    }
  });
  return ids;
}

/** The ids of one sequence `[T]` as a batch of one. */
export function requireSequence(
  who: string,
  name: string,
  value: TensorLike,
  count: number
): Tensor {
  if (value === undefined || value === null || typeof value === 'number') {
    throw new TypeError(
      `${who}: ${name} must be the token ids [T] of one sequence, got ${described(value)}`
    );
  }
  const ids = asTensor(value, `${who}: ${name}`);
  if (ids.rank !== 1) {
    throw new RangeError(
      `${who}: ${name} must be the token ids [T] of one sequence, got shape ${shapeText(ids.shape)}`
    );
  }
  return requireTokens(who, name, ids.reshape([1, ids.size]), count);
}
