import { requireKnown, requireNumber } from '../base/check';
import { momentsOf } from '../data/moments';
import { shapeText } from '../tensor/shape';
import { asTensor, Tensor, type TensorLike } from '../tensor/tensor';
import { dot, leastSquares } from './leastSquares';

export interface LinearRegressionOptions {
  /** Ridge: so much of the squared weights is added to the squared errors. Default 0. */
  alpha?: number;
}

/** A fitted linear model. */
export interface LinearRegression {
  /** `[F, K]`: the weight of each feature for each answer. */
  readonly coefficients: Tensor;
  /** `[K]`: what is added. */
  readonly intercept: Tensor;
  /** How many numbers were fitted. */
  readonly parameters: number;
  /** `[N, F]` → `[N, K]`. @throws RangeError on another width */
  predict(x: TensorLike): Tensor;
}

/**
 * The best linear answer from given features, by least squares: what a network has to beat before
 * it is worth its parameters. As scikit-learn's `LinearRegression`, and with `alpha` its `Ridge`;
 * of columns that say the same, the second gets weight 0.
 *
 * @param x features `[N, F]`
 * @param y answers `[N]` or `[N, K]`
 * @throws TypeError on a wrong or unknown option; RangeError when shapes do not fit or a number is
 *   not finite
 * @example
 * ```ts
 * const line = linearRegression([[0], [1], [2]], [1, 3, 5]);
 * line.predict([[10]]).toArray(); // [[21]]
 * ```
 */
export function linearRegression(
  x: TensorLike,
  y: TensorLike,
  options: LinearRegressionOptions = {}
): LinearRegression {
  const who = 'linearRegression';
  requireKnown(who, options, ['alpha']);
  const alpha = requireNumber(who, 'alpha', options.alpha ?? 0, { least: 0 });
  const rows = rowsOf(who, 'x', x);
  const given = asTensor(y, `${who}: y`);
  const answers = rowsOf(
    who,
    'y',
    given.rank === 1 ? given.reshape([given.size, 1]) : given
  );
  if (answers.length !== rows.length) {
    throw new RangeError(
      `${who}: x holds ${rows.length} examples, but y ${answers.length}`
    );
  }
  const [features, outputs] = [rows[0].length, answers[0].length];
  // From the means, so that what is added is neither fitted nor made small by `alpha`.
  const [xMoments, yMoments] = [rows, answers].map(table =>
    table[0].map((_, column) => momentsOf(table.map(row => row[column])))
  );
  const [xMean, yMean] = [xMoments, yMoments].map(moments =>
    moments.map(({ mean }) => mean)
  );
  const centered = rows.map(row =>
    row.map((value, f) => (xMoments[f].constant ? 0 : value - xMean[f]))
  );
  const penalty = Array.from({ length: alpha > 0 ? features : 0 }, (_, f) =>
    Array.from({ length: features }, (_, at) =>
      at === f ? Math.sqrt(alpha) : 0
    )
  );
  const weights = yMean.map((mean, k) =>
    leastSquares(
      [...centered, ...penalty],
      [...answers.map(row => row[k] - mean), ...penalty.map(() => 0)]
    )
  );
  const added = yMean.map((mean, k) => mean - dot(weights[k], xMean));
  return {
    coefficients: new Tensor(
      Float64Array.from({ length: features * outputs }, (_, at) => {
        const k = at % outputs;
        return weights[k][(at - k) / outputs];
      }),
      [features, outputs]
    ),
    intercept: new Tensor(Float64Array.from(added), [outputs]),
    parameters: (features + 1) * outputs,
    predict(asked) {
      const read = rowsOf(`${who}.predict`, 'x', asked);
      if (read[0].length !== features) {
        throw new RangeError(
          `${who}.predict: x must have ${features} features, as in fitting, got ${read[0].length}`
        );
      }
      const found = read.flatMap(row =>
        weights.map((weight, k) => added[k] + dot(row, weight))
      );
      return new Tensor(Float64Array.from(found), [read.length, outputs]);
    }
  };
}

/** The rows of a table of finite numbers. */
function rowsOf(who: string, name: string, value: TensorLike): number[][] {
  const table = asTensor(value, `${who}: ${name}`);
  if (table.rank !== 2 || table.size === 0) {
    throw new RangeError(
      `${who}: ${name} must be a table [examples, numbers], got shape ${shapeText(table.shape)}`
    );
  }
  const bad = table.values.findIndex(number => !Number.isFinite(number));
  if (bad >= 0) {
    throw new RangeError(
      `${who}: ${name} must hold finite numbers, got ${table.values[bad]} in example ${Math.floor(bad / table.shape[1])}`
    );
  }
  return table.toArray<number[][]>();
}
