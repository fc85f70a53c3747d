import type { check } from '../../../exercises/check';
import type { Withholding } from '../collect/withheldBy';
import { Withheld } from '../../../exercises/answers/withheld';
import { PassedCheck, reportOf } from '../../../exercises/check/report';

/** What `import … from 'gatescope'` gives an answer. */
export interface AnswerLibrary {
  readonly given: object;
  /** From now on these throw where they are called, by whatever name. */
  withhold(withheld: readonly Withholding[]): void;
  /** Whether `check` is passed over whatever it is asked, or belongs to the tests. */
  passOver(isPassed: boolean): void;
}

/**
 * The library as an answer gets it: all but `check`, whose references say what is wanted, and could be
 * made to say it by code that shares their process; and of the rest, not what its exercise withholds.
 *
 * @param library what a notebook gets; in a process of the answer's own it comes without `check`, so
 *   that the references are nowhere in its memory and in no file that it reads
 */
export function createAnswerLibrary(library: object): AnswerLibrary {
  let isPassed = false;
  const noCheck = (): PassedCheck => {
    if (!isPassed) {
      throw new Error(
        'check belongs to the tests: where an answer is checked or marked, it runs without it.'
      );
    }
    return passedOver();
  };
  const noChecks: Readonly<Record<keyof typeof check, () => PassedCheck>> = {
    step: noCheck,
    answer: noCheck,
    answers: noCheck,
    close: passedOver,
    that: passedOver,
    keeps: noCheck
  };
  const whole: Readonly<Record<string, unknown>> = {
    ...library,
    check: noChecks
  };
  const given: Record<string, unknown> = { ...whole };
  return {
    given,
    passOver(isOver) {
      isPassed = isOver;
    },
    withhold(withheld) {
      Object.assign(given, whole);
      for (const { name, message } of withheld) {
        if (typeof given[name] === 'function') {
          given[name] = () => {
            throw new Withheld(message);
          };
        }
      }
    }
  };
}

/** What a student compares by themselves has been said in their notebook, and is passed over here. */
const passedOver = (): PassedCheck =>
  new PassedCheck(
    reportOf({ status: 'passed', message: 'It is asked in the notebook.' })
  );
