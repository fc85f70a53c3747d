import type { Answer } from '../tensor/metric';

/**
 * What a metric is of. `choice`: classes, one of several or yes and no; `classes`: one of several;
 * `sides`: yes or no for each number; `quantities`: numbers in their own unit.
 */
type MetricOf = 'choice' | 'classes' | 'sides' | 'quantities';

/** Of every metric of the library: the one place that says which outputs and truths it takes. */
const metricOf = {
  accuracy: 'choice',
  topKCategoricalAccuracy: 'classes',
  perplexity: 'classes',
  binaryAccuracy: 'sides',
  precision: 'sides',
  recall: 'sides',
  f1: 'sides',
  meanAbsoluteError: 'quantities',
  meanSquaredError: 'quantities',
  rootMeanSquaredError: 'quantities'
} as const satisfies Record<string, MetricOf>;

export type LibraryMetric = keyof typeof metricOf;

interface Fit {
  /** What it is of, in words. */
  readonly words: string;
  fits(answer: Answer): boolean;
}

const isOfClasses = ({ kind, truth }: Answer): boolean =>
  kind !== 'number' && truth !== 'sequences';

const fit: Readonly<Record<MetricOf, Fit>> = {
  choice: { words: 'classes', fits: isOfClasses },
  classes: {
    words: 'one class among several',
    fits: answer =>
      isOfClasses(answer) &&
      (answer.over === 'classes' || answer.truth === 'ids')
  },
  sides: {
    words: 'yes or no for each number of the output',
    fits: answer =>
      isOfClasses(answer) &&
      answer.truth !== 'ids' &&
      !(answer.over === 'classes' && answer.kind === 'logit')
  },
  quantities: {
    words: 'the difference of two numbers',
    fits: ({ kind, truth }) => truth === 'numbers' && kind !== 'logit'
  }
};

/** What a network answers with, in words, and what may be measured of it. */
function fitting(answer: Answer): readonly [got: string, use: string] {
  const { kind, over, truth } = answer;
  if (truth === 'sequences') {
    return [
      'sequences of labels',
      'a metric of your own over what ctcDecode reads'
    ];
  }
  if (kind === 'number') {
    return [
      'quantities',
      "'meanAbsoluteError', or end the network in a sigmoid or softmax and take a cross-entropy"
    ];
  }
  const what = {
    probability: 'probabilities',
    logit: 'logits',
    side: 'numbers above and below 0'
  }[kind];
  return over === 'classes'
    ? [
        `${what} of one class among several${truth === 'ids' ? ', named by its id' : ''}`,
        "'accuracy'"
      ]
    : [`${what}, each by itself`, "'binaryAccuracy'"];
}

/** @throws TypeError when a metric means nothing of such an answer, with one that does */
export function requireFit(
  who: string,
  name: LibraryMetric,
  answer: Answer
): void {
  requireAnswer(`${who}: metrics: '${name}'`, metricOf[name], answer);
}

/** @throws TypeError when what is of such a kind means nothing of such an answer, with what does */
export function requireAnswer(
  what: string,
  of: MetricOf,
  answer: Answer
): void {
  const { words, fits } = fit[of];
  if (!fits(answer)) {
    const [got, use] = fitting(answer);
    throw new TypeError(
      `${what} is of ${words}, but the network answers with ${got}; use ${use}`
    );
  }
}

/** What a row of truths may be that names no class by its id. */
const truthWords: Readonly<Record<MetricOf, string>> = {
  choice: '0 or 1, or shares of classes that sum to 1',
  classes: '1 for its class and 0 for each other',
  sides: '0 or 1',
  quantities: 'any number'
};

/**
 * Throws unless the truth of a row is of classes, where the metric is. Ids of classes are looked at where
 * they are read.
 *
 * @param from where the row begins
 * @throws RangeError on a quantity
 */
export function requireTruthOfClasses(
  name: LibraryMetric,
  truth: ArrayLike<number>,
  from: number,
  width: number
): void {
  const of = metricOf[name];
  if (of === 'quantities') {
    return;
  }
  let sum = 0;
  let areWhole = true;
  for (let at = from; at < from + width; at++) {
    const value = truth[at];
    areWhole &&= value === 0 || value === 1;
    sum += value >= 0 ? value : NaN;
  }
  const fits = areWhole
    ? of !== 'classes' || sum <= 1
    : of === 'choice' && width > 1 && Math.abs(sum - 1) < 1e-3;
  if (!fits) {
    const row = Array.from({ length: width }, (_, at) => truth[from + at]);
    throw new RangeError(
      `metrics.${name}: truth must be ${truthWords[of]}, got ${width > 1 ? `[${row.join(', ')}]` : row[0]}; of quantities take 'meanAbsoluteError'`
    );
  }
}
