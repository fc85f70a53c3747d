import { integer, options as reader } from '../base/options';
import type { TensorLike } from '../tensor/tensor';
import { requireFinite } from '../tensor/requireFinite';
import { asTensor, Tensor } from '../tensor/tensor';
import { shapeText } from '../tensor/shape';

const read = reader('windows', {
  steps: integer(),
  ahead: integer().or(1),
  horizon: integer().or(1),
  stride: integer().or(1),
  target: integer(0).or(0)
});

/**
 * A series cut into sequences and what follows each: `x[n]` is steps n … n+steps−1, `y[n]` the
 * target `ahead` steps after the last of them, and with a `horizon` those that follow it.
 *
 * @param series `[T]` or `[T, I]`
 * @param options `steps` of each sequence; `ahead` (1); `horizon`, how many steps are foretold at once (1);
 *   `stride` between sequences (1); `target`, the feature to foretell (0)
 * @returns `x` `[N, steps, I]`, `y` `[N, horizon]`
 * @throws RangeError when the series is too short or one of its numbers is not finite
 * @example
 * ```ts
 * const { x, y } = windows([1, 2, 3, 4], { steps: 2 });
 * x.shape; // [2, 2, 1]
 * y.toArray(); // [[3], [4]]
 * ```
 */
export function windows(
  series: TensorLike,
  options: {
    steps: number;
    ahead?: number;
    horizon?: number;
    stride?: number;
    target?: number;
  }
): { readonly x: Tensor; readonly y: Tensor } {
  const who = 'windows';
  const { steps, ahead, horizon, stride, target } = read(options);
  const given = asTensor(series, `${who}: series`).detach();
  if (given.rank !== 1 && given.rank !== 2) {
    throw new RangeError(
      `${who}: series must be [T] or [T, I], got ${shapeText(given.shape)}`
    );
  }
  requireFinite(who, 'series', given);
  const [length, features = 1] = given.shape;
  if (target >= features) {
    throw new RangeError(
      `${who}: target must be one of ${features} features from 0, got ${target}`
    );
  }
  const last = ahead + horizon - 1;
  const count = Math.floor((length - steps - last) / stride) + 1;
  if (count < 1) {
    throw new RangeError(
      `${who}: a series of ${length} steps is too short for sequences of ${steps} and a target ${last} later`
    );
  }
  const x = new Float64Array(count * steps * features);
  const y = new Float64Array(count * horizon);
  for (let n = 0; n < count; n++) {
    const from = n * stride * features;
    x.set(
      given.values.subarray(from, from + steps * features),
      n * steps * features
    );
    const first = n * stride + steps - 1 + ahead;
    for (let h = 0; h < horizon; h++) {
      y[n * horizon + h] = given.values[(first + h) * features + target];
    }
  }
  return {
    x: new Tensor(x, [count, steps, features]),
    y: new Tensor(y, [count, horizon])
  };
}
