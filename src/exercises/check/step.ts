import { slipInAnswer } from './slipInAnswer';
import { Cell } from '../../engine/cells/cell';
import { requireKnown } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import { steps, type StepSizes } from '../answers/drawnSteps';
import { checkContext } from './context';
import { drawnStep } from './drawnExercise';
import { differences } from './difference';
import { settle, type PassedCheck } from './report';
import { caseSizes, stepCase, type CaseSize, type StepCase } from './stepCase';
import { isWithheld } from '../answers/withheld';
import { isLibraryStep } from './libraryStep';
import { isRemoteCell } from './remoteStep';
import { lineOf, notYet, passed } from './stepReport';
import { StepFormError } from './stepForm';
import { trajectory, type AnyStep } from './trajectory';
import { unwrittenWords } from './unwrittenWords';
import { type Trajectory } from './walk';

/** What a step is compared with. */
export type StepReference =
  | 'rnn'
  | 'lstm'
  | 'gru'
  | 'minGru'
  /** A cell of these sizes. */
  | ((sizes: StepSizes) => Cell);

export interface StepOptions {
  /** Of the weights and sequences; 1 unless given, and another one for each student in marking. */
  seed?: number;
  /** Names the assignment whose own variant of the cell is asked for; the library's unless given. */
  variant?: string;
}

export type { StepSizes };

/** Any step function, whatever types its letters have. */
export type StudentStep = (input: never, parameters: never) => unknown;

/**
 * Compares a step with the reference, channel by channel and step by step, over sequences that the
 * student has not seen and with the same random weights.
 *
 * @param mine a step `({ x, h, c }, parameters) => ({ f, i, g, o, c, h })`, or a cell made with one by
 * `cell`; the library's own cells, layers and steps are no answer
 * @param reference `rnn`, `lstm`, `gru`, `minGru`, or a function that makes a cell of the sizes given
 * @throws CheckFailure whose message says which equation is wrong and how, with the first wrong
 * channel, step and unit, expected and got
 */
export function checkStep(
  mine: StudentStep | Cell,
  reference: StepReference,
  options: StepOptions = {}
): PassedCheck {
  requireKnown('check.step', options, ['seed', 'variant']);
  const step = stepOf(mine);
  const make = makerOf(reference, options.variant);
  const drawn = checkContext().seed ?? 0;
  const seed = options.seed ?? 1 + drawn * caseSizes.length;
  const results = caseSizes.map((size, index) => {
    const one = stepCase(make(sizesOf(size)), size, seed + index);
    const expected = trajectory(
      input => one.reference.definition.step(input, one.parameters),
      one
    );
    const got = attempt(step, {
      ...one,
      isOwn: isLibraryStep(one.reference.definition.step)
    });
    return { stepCase: one, expected, got, found: differences(expected, got) };
  });
  const wrong = results.findIndex(({ found }) =>
    [...found.values()].some(difference => difference !== null)
  );
  // The first wrong case leads; a slip must explain the others too.
  return settle(
    wrong < 0
      ? passed(results)
      : notYet([results[wrong], ...results.toSpliced(wrong, 1)])
  );
}

function sizesOf({ inputSize, units }: CaseSize): StepSizes {
  return { inputSize, units };
}

function stepOf(mine: unknown): AnyStep {
  const isCell = mine instanceof Cell || isRemoteCell(mine);
  const step = isCell ? (mine as Cell).definition.step : mine;
  if (typeof step !== 'function') {
    return notYours(
      `Your step is ${described(mine)}; a function is asked for, which takes the input and the parameters of one step.`
    );
  }
  if (isLibraryStep(step)) {
    return notYours(
      isCell
        ? `Your step is the ${(mine as Cell).name} of the library. Write the function that computes one step of it.`
        : 'Your step is the step of the library. Write it yourself.'
    );
  }
  return step as AnyStep;
}

/** @throws CheckFailure */
function notYours(message: string): never {
  settle({ status: 'notYet', message });
  throw new Error('what is not yours does not pass');
}

function makerOf(
  reference: StepReference,
  variant?: string
): (sizes: StepSizes) => Cell {
  if (typeof reference === 'function') {
    if (variant !== undefined) {
      throw new TypeError(
        `check.step: a variant is of ${stepNames}; the reference is a function`
      );
    }
    return reference;
  }
  if (!Object.hasOwn(steps, reference)) {
    throw new TypeError(
      `check.step: reference must be ${stepNames} or a function, got ${described(reference)}`
    );
  }
  const { lesson, cell } = steps[reference];
  return cell(variant === undefined ? lesson : drawnStep(reference, variant));
}

const stepNames = Object.keys(steps)
  .map(name => `'${name}'`)
  .join(', ');

/** The student's trajectory; an error of theirs becomes a report that nothing was checked. */
function attempt(step: AnyStep, one: StepCase): Trajectory {
  try {
    return trajectory(step, one);
  } catch (error) {
    if (isWithheld(error)) {
      return notYours(error.message);
    }
    if (error instanceof StepFormError) {
      settle({
        status: 'notYet',
        message: error.message,
        line: error.channel ? lineOf(error.channel, one).line : undefined
      });
    }
    const message = error instanceof Error ? error.message : String(error);
    settle(
      {
        status: 'didNotRun',
        message:
          unwrittenWords(message) ??
          ['Your step stopped.', slipInAnswer(message), message]
            .filter(part => part !== null)
            .join(' ')
      },
      error
    );
    throw error;
  }
}
