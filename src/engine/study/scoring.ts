import { requireFunction, requireKnown, requireText } from '../base/check';
import { described } from '../base/described';
import type { Answer } from '../tensor/metric';
import type { Tensor } from '../tensor/tensor';
import type { MetricName } from '../training/metrics';
import { requireMetric } from '../training/requireMetric';
import { alignedTruth } from '../training/rowLoss';
import type { Answered } from './answered';

/** A score of one's own of answers on held-out examples, in y's own unit. */
export interface Scoring {
  readonly name: string;
  readonly unit?: string;
  /** Default false: it is an error. */
  readonly greaterIsBetter?: boolean;
  /**
   * The score of answers, both `[N, …]`.
   *
   * @param mask `[N, T]`: 0 where a step is padding; undefined where none is
   */
  of(
    truth: Tensor,
    answers: Tensor,
    answer?: Answer | null,
    mask?: Tensor
  ): number;
}

/** A score that is told what was answered. */
interface SettledScoring extends Pick<Scoring, 'unit'> {
  readonly name: string;
  readonly greaterIsBetter: boolean;
  of(answered: Answered, answer?: Answer | null): number;
}

/** Scores whose larger number is the better one. */
export const greaterIsBetter = (name: string): boolean =>
  /accuracy|precision|recall|f1$/i.test(name);

/** @throws TypeError on a score that does not exist */
export function requireScoring(
  who: string,
  given: MetricName | Scoring
): SettledScoring {
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
      of: ({ truth, answers, mask }, answer) =>
        given.of(alignedTruth(truth, answers), answers, answer, mask)
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
    greaterIsBetter: greaterIsBetter(metric.name),
    of({ truth, answers, mask }, answer) {
      const running = requireMetric(`${who}: scoring`, metric, answer).start();
      running.add(truth, answers, mask);
      return running.result();
    }
  };
}
