import { family } from '../base/family';
import { withoutOptions } from '../base/check';
import { flag, integer, options } from '../base/options';
import type { Answer, Metric } from '../tensor/metric';
import { boundaryOf } from '../tensor/metric';
import { requireFit, type LibraryMetric } from './metricFits';
import {
  accuracyRow,
  classOf,
  counting,
  errorRow,
  isRight,
  logShare,
  logSumExp,
  meanMetric
} from './metricRows';

export interface TopKOptions {
  /** How many answers are allowed. Default 5. */
  k?: number;
}

const readTopK = options('metrics.topKCategoricalAccuracy', {
  k: integer().or(5)
});

export interface PerplexityOptions {
  /** Of a network whose last layer has no softmax; `compile` knows it. By itself default false. */
  fromLogits?: boolean;
}

const readPerplexity = options('metrics.perplexity', {
  fromLogits: flag.optional()
});

/**
 * Scores by their Keras names. Where no row counts, each is 0, as there; where an answer is NaN, so is the
 * score. A metric of classes refuses a truth that is a quantity.
 */
export const metrics = family('metrics', {
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
  accuracy: withoutOptions('metrics.accuracy', (): Metric =>
    bounded('accuracy', (kind, ignoreIndex) =>
      meanMetric('accuracy', accuracyRow(boundaryOf(kind)), {
        takesIds: true,
        ignoreIndex,
        kind
      })
    )
  ),

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
    const metric = bounded('topKCategoricalAccuracy', (kind, ignoreIndex) =>
      meanMetric(
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
        },
        { takesIds: true, ignoreIndex, kind }
      )
    );
    return { ...metric, options: { k } };
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
    const made = (logits: boolean, ignoreIndex?: number): Metric =>
      meanMetric(
        'perplexity',
        (truth, output, row, width, truthWidth) => {
          const start = row * width;
          const right =
            output[start + classOf(who, truth, row, width, truthWidth)];
          return logits
            ? logSumExp(output, start, width) - right
            : -logShare(who, right, output, start, width);
        },
        { finish: Math.exp, takesIds: true, ignoreIndex }
      );
    return {
      ...made(fromLogits ?? false),
      ...(fromLogits !== undefined && { options: { fromLogits } }),
      reading(caller, answer) {
        requireFit(caller, 'perplexity', answer);
        const logits = answer.kind === 'logit';
        if (fromLogits !== undefined && fromLogits !== logits) {
          throw new TypeError(
            `${caller}: metrics.perplexity({ fromLogits: ${fromLogits} }), but the network answers with ${logits ? 'logits' : 'probabilities'}; leave fromLogits out: loss and last layer say it`
          );
        }
        return made(logits, answer.ignoreIndex);
      }
    };
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
  binaryAccuracy: withoutOptions('metrics.binaryAccuracy', (): Metric =>
    bounded('binaryAccuracy', kind =>
      meanMetric(
        'binaryAccuracy',
        (truth, output, row, width) => {
          let right = 0;
          for (let k = 0; k < width; k++) {
            const at = row * width + k;
            right += isRight(truth[at], output[at], boundaryOf(kind));
          }
          return right / width;
        },
        { kind }
      )
    )
  ),

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
  meanAbsoluteError: withoutOptions('metrics.meanAbsoluteError', (): Metric =>
    checked('meanAbsoluteError', errorRow(Math.abs))
  ),

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
  meanSquaredError: withoutOptions('metrics.meanSquaredError', (): Metric =>
    checked(
      'meanSquaredError',
      errorRow(error => error * error)
    )
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
  rootMeanSquaredError: withoutOptions(
    'metrics.rootMeanSquaredError',
    (): Metric =>
      checked(
        'rootMeanSquaredError',
        errorRow(error => error * error),
        Math.sqrt
      )
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
  precision: withoutOptions('metrics.precision', (): Metric =>
    bounded('precision', kind =>
      counting(
        'precision',
        kind,
        ({ hits, called }) => hits / Math.max(called, 1)
      )
    )
  ),

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
  recall: withoutOptions('metrics.recall', (): Metric =>
    bounded('recall', kind =>
      counting('recall', kind, ({ hits, real }) => hits / Math.max(real, 1))
    )
  ),

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
  f1: withoutOptions('metrics.f1', (): Metric =>
    bounded('f1', kind =>
      counting(
        'f1',
        kind,
        ({ hits, called, real }) => (2 * hits) / Math.max(called + real, 1)
      )
    )
  )
});

/** The mean of a score of quantities, which reads every answer alike. */
function checked(
  name: LibraryMetric,
  score: Parameters<typeof meanMetric>[1],
  finish?: (mean: number) => number
): Metric {
  const metric = meanMetric(name, score, finish && { finish });
  return {
    ...metric,
    reading(who, answer) {
      requireFit(who, name, answer);
      return metric;
    }
  };
}

/**
 * A metric that asks on which side of a boundary each number lies, or leaves out the rows of a class;
 * by itself, of probabilities, of which all rows count.
 */
function bounded(
  name: LibraryMetric,
  make: (kind: Answer['kind'], ignoreIndex?: number) => Metric
): Metric {
  return {
    ...make('probability'),
    reading(who, answer) {
      requireFit(who, name, answer);
      return make(answer.kind, answer.ignoreIndex);
    }
  };
}

export type MetricName = keyof typeof metrics | 'mse' | 'mae' | 'rmse';
