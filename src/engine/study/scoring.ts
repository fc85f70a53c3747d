import { requireFunction, requireKnown, requireText } from '../base/check';
import { described } from '../base/described';
import type { Answer } from '../tensor/metric';
import type { Tensor } from '../tensor/tensor';
import type { MetricName } from '../training/metrics';
import { requireMetric } from '../training/requireMetric';
import { alignedTruth } from '../training/rowLoss';

/** A score of one's own of answers on held-out examples, in y's own unit. */
export interface Scoring {
  readonly name: string;
  readonly unit?: string;
  /** Default false: it is an error. */
  readonly greaterIsBetter?: boolean;
  /** The score of answers, both `[N, …]`. */
  of(truth: Tensor, answers: Tensor, answer?: Answer | null): number;
}

/** Scores whose larger number is the better one. */
const better = /accuracy|precision|recall|f1$/i;

/** @throws TypeError on a score that does not exist */
export function requireScoring(
  who: string,
  given: MetricName | Scoring
): Required<Omit<Scoring, 'unit'>> & Pick<Scoring, 'unit'> {
  if (typeof given === 'object' && given !== null) {
    requireKnown(`${who}: scoring`, given, [
      'name',
      'unit',
      'greaterIsBetter',
      'of'
    ]);
    const name = requireText(who, 'scoring.name', given.name);
    requireFunction(who, 'scoring.of', given.of);
    return {
      greaterIsBetter: false,
      ...given,
      name,
      of: (truth, answers, answer) =>
        given.of(alignedTruth(truth, answers), answers, answer)
    };
  }
  if (typeof given !== 'string') {
    throw new TypeError(
      `${who}: scoring must be a name such as 'meanAbsoluteError', or { name, of: (truth, answers) => number }, got ${described(given)}`
    );
  }
  const metric = requireMetric(`${who}: scoring`, given);
  return {
    name: metric.name,
    greaterIsBetter: better.test(metric.name),
    of(truth, answers, answer) {
      const running = requireMetric(`${who}: scoring`, metric, answer).start();
      running.add(truth, answers);
      return running.result();
    }
  };
}
