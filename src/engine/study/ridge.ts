import { number, options as reader } from '../base/options';
import { requireExamples } from '../models/dataset';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { linearRegression } from './linearRegression';

/** A model that learns from all examples at once. `ridge` makes one; write others of this form. */
export interface Estimator {
  readonly name: string;
  /**
   * Learns from examples.
   *
   * @returns how it answers: `[N, …]` → `[N, K]`
   */
  fit(x: Tensor, y: Tensor): FittedEstimator | Promise<FittedEstimator>;
}

export interface FittedEstimator {
  /** `[N, …]` → `[N, K]`. */
  predict(x: Tensor): Tensor;
}

const read = reader('ridge', { alpha: number({ least: 0 }).or(1) });

/**
 * The linear model with a price on large weights, as a model of `pipeline`: of a sequence it reads
 * every step. As scikit-learn's `Ridge`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const line = pipeline({ model: ridge({ alpha: 0 }) });
 * await line.fit([[0], [1], [2]], [1, 3, 5]);
 * line.predict([[10]]).toArray(); // [[21]]
 * ```
 */
export function ridge(options: { alpha?: number } = {}): Estimator {
  const { alpha } = read(options);
  return {
    name: 'ridge',
    fit(x, y) {
      const { coefficients, intercept } = linearRegression(
        flat('ridge.fit', x),
        y,
        { alpha }
      );
      return {
        predict(asked) {
          const who = 'ridge.predict';
          const rows = flat(who, asked);
          if (rows.shape[1] !== coefficients.shape[0]) {
            throw new RangeError(
              `${who}: x must have ${coefficients.shape[0]} numbers an example, as in fitting, got ${rows.shape[1]}`
            );
          }
          return rows.matmul(coefficients).add(intercept);
        }
      };
    }
  };
}

/** All that is known of an example in one row. */
function flat(who: string, given: TensorLike): Tensor {
  const x = requireExamples(who, 'x', given);
  return x.rank === 2 ? x : x.reshape([x.shape[0], x.size / x.shape[0]]);
}
