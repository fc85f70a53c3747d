import { requireOneOf } from '../base/check';
import { flag, integer, options } from '../base/options';
import type { Metric } from '../tensor/metric';
import {
  accuracyRow,
  classOf,
  counting,
  errorRow,
  isRight,
  logShare,
  logSumExp,
  meanOf
} from './metricRows';

export interface TopKOptions {
  /** How many answers are allowed. Default 5. */
  k?: number;
}

const readTopK = options('metrics.topKCategoricalAccuracy', {
  k: integer().or(5)
});

export interface PerplexityOptions {
  /** Of a network whose last layer has no softmax. Default false. */
  fromLogits?: boolean;
}

const readPerplexity = options('metrics.perplexity', {
  fromLogits: flag.or(false)
});

/** Scores by their Keras names. */
export const metrics = {
  /**
   * Binary, categorical or by class ids, whichever the shapes say.
   *
   * @example
   * ```ts
   * const running = metrics.accuracy().start();
   * running.add(tensor([1, 0]), tensor([[0.1, 0.9], [0.3, 0.7]]));
   * running.result(); // 0.5
   * ```
   */
  accuracy: (): Metric => meanOf('accuracy', accuracyRow),

  /**
   * Share of rows whose class is among the `k` likeliest; by class ids or one-hot. As Keras's, a class
   * that is as likely as the last of them is among them.
   *
   * @throws TypeError when `k` is no whole number of at least 1; RangeError, while it gathers, on a
   *   class id that the output has no number for
   * @example
   * ```ts
   * const running = metrics.topKCategoricalAccuracy({ k: 2 }).start();
   * running.add(tensor([1, 2]), tensor([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]]));
   * running.result(); // 0.5
   * ```
   */
  topKCategoricalAccuracy(options: TopKOptions = {}): Metric {
    const who = 'metrics.topKCategoricalAccuracy';
    const { k } = readTopK(options);
    return meanOf(
      'topKCategoricalAccuracy',
      (truth, output, row, width, truthWidth) => {
        const start = row * width;
        const right =
          output[start + classOf(who, truth, row, width, truthWidth)];
        let above = 0;
        for (let at = 0; at < width; at++) {
          above += Number(output[start + at] > right);
        }
        return Number(above < k);
      }
    );
  },

  /**
   * `exp` of the mean of `−log p`, where p is what was given to the class that came: among so many
   * equally likely ones a guess would be as hard. As KerasHub's `Perplexity`: probabilities are kept
   * above 10⁻⁷ and then made to sum to 1.
   *
   * @throws TypeError on a wrong or unknown option; RangeError, while it gathers, on a class id that
   *   the output has no number for
   * @example
   * ```ts
   * const running = metrics.perplexity().start();
   * running.add(tensor([0, 3]), tensor([[0.25, 0.25, 0.25, 0.25], [0.25, 0.25, 0.25, 0.25]]));
   * Number(running.result().toFixed(6)); // 4
   * ```
   */
  perplexity(options: PerplexityOptions = {}): Metric {
    const who = 'metrics.perplexity';
    const { fromLogits } = readPerplexity(options);
    return meanOf(
      'perplexity',
      (truth, output, row, width, truthWidth) => {
        const start = row * width;
        const right =
          output[start + classOf(who, truth, row, width, truthWidth)];
        return fromLogits
          ? logSumExp(output, start, width) - right
          : -logShare(right, output, start, width);
      },
      Math.exp
    );
  },

  /**
   * Share of numbers that lie on the right side of 0.5.
   *
   * @example
   * ```ts
   * const running = metrics.binaryAccuracy().start();
   * running.add(tensor([[1], [0]]), tensor([[0.9], [0.1]]));
   * running.result(); // 1
   * ```
   */
  binaryAccuracy: (): Metric =>
    meanOf('binaryAccuracy', (truth, output, row, width) => {
      let right = 0;
      for (let k = 0; k < width; k++) {
        right += isRight(truth[row * width + k], output[row * width + k]);
      }
      return right / width;
    }),

  /**
   * Mean of `|truth − output|`.
   *
   * @example
   * ```ts
   * const running = metrics.meanAbsoluteError().start();
   * running.add(tensor([[1], [0]]), tensor([[2], [2]]));
   * running.result(); // 1.5
   * ```
   */
  meanAbsoluteError: (): Metric =>
    meanOf('meanAbsoluteError', errorRow(Math.abs)),

  /**
   * Mean of `(truth − output)²`.
   *
   * @example
   * ```ts
   * const running = metrics.meanSquaredError().start();
   * running.add(tensor([[1], [0]]), tensor([[2], [2]]));
   * running.result(); // 2.5
   * ```
   */
  meanSquaredError: (): Metric =>
    meanOf(
      'meanSquaredError',
      errorRow(error => error * error)
    ),

  /**
   * Square root of the mean of `(truth − output)²`.
   *
   * @example
   * ```ts
   * const running = metrics.rootMeanSquaredError().start();
   * running.add(tensor([[1], [0]]), tensor([[3], [2]]));
   * running.result(); // 2
   * ```
   */
  rootMeanSquaredError: (): Metric =>
    meanOf(
      'rootMeanSquaredError',
      errorRow(error => error * error),
      Math.sqrt
    ),

  /**
   * Of those called 1 (above 0.5), the share that are.
   *
   * @example
   * ```ts
   * const running = metrics.precision().start();
   * running.add(tensor([[1], [0]]), tensor([[0.9], [0.8]]));
   * running.result(); // 0.5
   * ```
   */
  precision: (): Metric =>
    counting('precision', ({ hits, called }) => hits / Math.max(called, 1)),

  /**
   * Of those that are 1, the share that were called so.
   *
   * @example
   * ```ts
   * const running = metrics.recall().start();
   * running.add(tensor([[1], [0]]), tensor([[0.9], [0.8]]));
   * running.result(); // 1
   * ```
   */
  recall: (): Metric =>
    counting('recall', ({ hits, real }) => hits / Math.max(real, 1)),

  /**
   * Harmonic mean of precision and recall.
   *
   * @example
   * ```ts
   * const running = metrics.f1().start();
   * running.add(tensor([[1], [1]]), tensor([[0.9], [0.8]]));
   * running.result(); // 1
   * ```
   */
  f1: (): Metric =>
    counting(
      'f1',
      ({ hits, called, real }) => (2 * hits) / Math.max(called + real, 1)
    )
};

export type MetricName = keyof typeof metrics | 'mse' | 'mae' | 'rmse';

/** A metric by its name, or as it is. */
export function requireMetric(who: string, value: MetricName | Metric): Metric {
  if (typeof value === 'object' && value !== null && 'start' in value) {
    return value;
  }
  const short = {
    mse: 'meanSquaredError',
    mae: 'meanAbsoluteError',
    rmse: 'rootMeanSquaredError'
  } as const;
  const name = requireOneOf(who, 'metrics', value, [
    ...(Object.keys(metrics) as (keyof typeof metrics)[]),
    'mse',
    'mae',
    'rmse'
  ]);
  return metrics[name in short ? short[name as 'mse'] : (name as 'f1')]();
}
