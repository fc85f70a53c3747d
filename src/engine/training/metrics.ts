import { requireOneOf } from '../base/check';
import { flag, integer, options } from '../base/options';
import { sameShape } from '../tensor/shape';
import type { Metric } from '../tensor/metric';

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

/** Score of one row: `width` numbers of the output, `truthWidth` of the truth. */
type Row = (
  truth: ArrayLike<number>,
  output: ArrayLike<number>,
  row: number,
  width: number,
  truthWidth: number
) => number;

function meanOf(
  name: string,
  score: Row,
  finish: (mean: number) => number = mean => mean
): Metric {
  return {
    name,
    start() {
      // Total and count.
      const sums = new Float64Array(2);
      return {
        sums,
        add(truth, output, mask) {
          const width = output.rank < 2 ? 1 : output.shape[output.rank - 1];
          const rows = output.size / width;
          const truthWidth = sameShape(truth.shape, output.shape)
            ? width
            : truth.size / rows;
          const perMask = mask ? rows / mask.size : 1;
          for (let row = 0; row < rows; row++) {
            if (mask && mask.values[Math.floor(row / perMask)] === 0) {
              continue;
            }
            sums[0] += score(
              truth.values,
              output.values,
              row,
              width,
              truthWidth
            );
            sums[1]++;
          }
        },
        result: () => finish(sums[0] / sums[1])
      };
    }
  };
}

function errorRow(of: (error: number) => number): Row {
  return (truth, output, row, width) => {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      sum += of(truth[row * width + k] - output[row * width + k]);
    }
    return sum / width;
  };
}

function accuracyRow(
  truth: ArrayLike<number>,
  output: ArrayLike<number>,
  row: number,
  width: number,
  truthWidth: number
): number {
  if (width === 1) {
    return isRight(truth[row], output[row]);
  }
  const top = largest(output, row * width, width);
  return truthWidth === width
    ? Number(top === largest(truth, row * width, width))
    : Number(top === truth[row]);
}

/** The class of a row, by its id or its largest number. @throws RangeError on an id that is none */
function classOf(
  who: string,
  truth: ArrayLike<number>,
  row: number,
  width: number,
  truthWidth: number
): number {
  if (truthWidth === width && width > 1) {
    return largest(truth, row * width, width);
  }
  const id = truth[row];
  if (!Number.isInteger(id) || id < 0 || id >= width) {
    throw new RangeError(
      `${who}: truth must hold class ids, whole numbers from 0 to ${width - 1}, got ${id}`
    );
  }
  return id;
}

/** Keras's: so near 0 or 1 a probability may come to the logarithm. */
const EPSILON = 1e-7;

const clipped = (p: number) => Math.min(Math.max(p, EPSILON), 1 - EPSILON);

function logShare(
  right: number,
  output: ArrayLike<number>,
  start: number,
  width: number
): number {
  let sum = 0;
  for (let k = 0; k < width; k++) {
    sum += clipped(output[start + k]);
  }
  return Math.log(clipped(right) / sum);
}

function logSumExp(
  values: ArrayLike<number>,
  start: number,
  width: number
): number {
  const top = values[start + largest(values, start, width)];
  let sum = 0;
  for (let k = 0; k < width; k++) {
    sum += Math.exp(values[start + k] - top);
  }
  return top + Math.log(sum);
}

function isRight(truth: number, output: number): number {
  return Number(truth > 0.5 === output > 0.5);
}

function largest(
  values: ArrayLike<number>,
  start: number,
  width: number
): number {
  let best = 0;
  for (let k = 1; k < width; k++) {
    if (values[start + k] > values[start + best]) {
      best = k;
    }
  }
  return best;
}

interface Counts {
  hits: number;
  called: number;
  real: number;
}

function counting(name: string, finish: (counts: Counts) => number): Metric {
  return {
    name,
    start() {
      // Hits, called and real.
      const sums = new Float64Array(3);
      return {
        sums,
        add(truth, output, mask) {
          const perMask = mask ? output.size / mask.size : 1;
          for (let at = 0; at < output.size; at++) {
            if (mask && mask.values[Math.floor(at / perMask)] === 0) {
              continue;
            }
            const isCalled = output.values[at] > 0.5;
            const isReal = truth.values[at] > 0.5;
            sums[0] += Number(isCalled && isReal);
            sums[1] += Number(isCalled);
            sums[2] += Number(isReal);
          }
        },
        result: () => finish({ hits: sums[0], called: sums[1], real: sums[2] })
      };
    }
  };
}
