import { requireKnown, requireNumber } from '../base/check';
import { shapeText } from '../tensor/shape';
import { asTensor, Tensor, type TensorLike } from '../tensor/tensor';

export interface NaiveBayesOptions {
  /** Added to each count, so that a word never seen in a class does not rule it out. Default 1. */
  alpha?: number;
}

/** Counts that are kept: 800 MB. */
const MOST_COUNTS = 1e8;

/** A fitted naive Bayes classifier. */
export interface NaiveBayes {
  /** `[C, F]`: the logarithm of each feature's share in each class. */
  readonly featureLogProbabilities: Tensor;
  /** `[C]`: the logarithm of each class's share. */
  readonly classLogPriors: Tensor;
  /**
   * Counts `[N, F]` → the probability of each class `[N, C]`.
   *
   * @throws RangeError on another width, and where an alpha of 0 rules every class out
   */
  predictProbabilities(x: TensorLike): Tensor;
  /** Counts `[N, F]` → the likeliest class `[N]`. @throws RangeError as `predictProbabilities` */
  predict(x: TensorLike): Tensor;
}

/**
 * Classes from counts alone, each counted thing for itself (naive Bayes): of words it knows how
 * often, never where. As scikit-learn's `MultinomialNB`.
 *
 * @param x counts `[N, F]`, such as `vocabulary.count(texts)`
 * @param y class ids `[N]`, whole numbers from 0
 * @throws TypeError on a wrong or unknown option; RangeError when shapes do not fit, a count is
 *   negative, a class id is none, or a class has no counts and alpha is 0
 * @example
 * ```ts
 * const texts = ['good good fine', 'bad', 'bad poor'];
 * const vocabulary = fitVocabulary(texts);
 * const model = naiveBayes(vocabulary.count(texts), [1, 0, 0]);
 * model.predict(vocabulary.count(['poor', 'fine'])).toArray(); // [0, 1]
 * ```
 */
export function naiveBayes(
  x: TensorLike,
  y: TensorLike,
  options: NaiveBayesOptions = {}
): NaiveBayes {
  const who = 'naiveBayes';
  requireKnown(who, options, ['alpha']);
  const alpha = requireNumber(who, 'alpha', options.alpha ?? 1, { least: 0 });
  const counts = requireCounts(who, x);
  const ids = requireIds(who, y, counts.shape[0]);
  const [rows, features] = counts.shape;
  const classes = ids.reduce((most, id) => Math.max(most, id), 0) + 1;
  if (classes * features > MOST_COUNTS) {
    throw new RangeError(
      `${who}: y names class ${classes - 1}, and ${classes} classes of ${features} features are more than ${MOST_COUNTS} counts; give class ids without gaps`
    );
  }
  const members = new Float64Array(classes);
  const totals = Array.from({ length: classes }, () =>
    new Float64Array(features).fill(alpha)
  );
  for (let row = 0; row < rows; row++) {
    members[ids[row]] += 1;
    const total = totals[ids[row]];
    for (let f = 0; f < features; f++) {
      total[f] += counts.values[row * features + f];
    }
  }
  const priors = members.map(count => Math.log(count / rows));
  const logs = totals.map((total, id) => {
    const all = total.reduce((sum, count) => sum + count, 0);
    if (all === 0) {
      throw new RangeError(
        `${who}: class ${id} has no counts in x, and with an alpha of ${alpha} no feature has a share of them; give an alpha above 0, or leave the class out`
      );
    }
    return total.map(count => Math.log(count / all));
  });
  const probabilities = (asked: TensorLike): Tensor => {
    const read = requireCounts(`${who}.predict`, asked);
    if (read.shape[1] !== features) {
      throw new RangeError(
        `${who}.predict: x must have ${features} counts an example, as in fitting, got ${read.shape[1]}`
      );
    }
    const found = new Float64Array(read.shape[0] * classes);
    for (let row = 0; row < read.shape[0]; row++) {
      const of = read.values.subarray(row * features, (row + 1) * features);
      const joint = logs.map((log, c) => priors[c] + weighed(of, log));
      if (!joint.some(Number.isFinite)) {
        throw new RangeError(
          `${who}.predict: example ${row} has together what no class had (alpha is ${alpha}); with an alpha above 0 nothing is ruled out`
        );
      }
      found.set(shares(joint), row * classes);
    }
    return new Tensor(found, [read.shape[0], classes]);
  };
  return {
    featureLogProbabilities: new Tensor(
      Float64Array.from(logs.flatMap(log => Array.from(log))),
      [classes, features]
    ),
    classLogPriors: new Tensor(priors, [classes]),
    predictProbabilities: probabilities,
    predict(asked) {
      const found = probabilities(asked).toArray<number[][]>();
      return new Tensor(
        Float64Array.from(found, row => row.indexOf(Math.max(...row))),
        [found.length]
      );
    }
  };
}

/** Σ counts · logarithms. A count of 0 weighs nothing, also where the logarithm is −∞. */
function weighed(counts: ArrayLike<number>, logs: Float64Array): number {
  let sum = 0;
  for (let f = 0; f < logs.length; f++) {
    sum += counts[f] === 0 ? 0 : counts[f] * logs[f];
  }
  return sum;
}

/** exp, divided by its sum; from the largest, so that nothing overflows. */
function shares(logs: readonly number[]): number[] {
  const most = Math.max(...logs);
  const powers = logs.map(log => Math.exp(log - most));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map(power => power / all);
}

function requireCounts(who: string, value: TensorLike): Tensor {
  const counts = asTensor(value, `${who}: x`);
  if (counts.rank !== 2 || counts.size === 0) {
    throw new RangeError(
      `${who}: x must be counts [examples, features], got shape ${shapeText(counts.shape)}`
    );
  }
  const bad = counts.values.findIndex(
    count => !(count >= 0 && Number.isFinite(count))
  );
  if (bad >= 0) {
    throw new RangeError(
      `${who}: x must hold counts of at least 0, got ${counts.values[bad]} in example ${Math.floor(bad / counts.shape[1])}`
    );
  }
  return counts;
}

function requireIds(who: string, value: TensorLike, rows: number): number[] {
  const ids = asTensor(value, `${who}: y`);
  if (ids.size !== rows) {
    throw new RangeError(
      `${who}: y must hold one class id an example (${rows}), got shape ${shapeText(ids.shape)}`
    );
  }
  const bad = ids.values.findIndex(id => !Number.isInteger(id) || id < 0);
  if (bad >= 0) {
    throw new RangeError(
      `${who}: y must hold class ids, whole numbers from 0, got ${ids.values[bad]} at ${bad}`
    );
  }
  return Array.from(ids.values);
}
