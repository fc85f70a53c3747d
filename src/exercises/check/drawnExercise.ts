import {
  answers,
  inNumbers,
  references,
  type Drawn,
  type DrawnAnswer,
  type Reference,
  type ReferenceName
} from '../answers';
import { hideValue, holdValue } from '../answers/drawnHolds';
import { steps } from '../answers/drawnSteps';
import { described } from '../../engine/base/described';
import { drawsFor, requireText } from '../draws/draws';
import { compared } from './compared';
import { CheckFailure } from './report';

type AnyReference = Reference<readonly unknown[]>;
type AnyAnswer = DrawnAnswer<unknown, readonly unknown[]>;

/** The exercises whose step is checked, each with its step and the call in the lesson. */
const stepOf = {
  'rnn-step': { step: 'rnn', call: "check.step(step, 'rnn')" },
  'lstm-step': { step: 'lstm', call: "check.step(step, 'lstm')" },
  'gru-step': { step: 'gru', call: "check.step(step, 'gru')" },
  'min-gru': {
    step: 'minGru',
    call: 'check.step(myMinGru(2, 3), sizes => minGru({ ...sizes, seed: 1 }))'
  }
} as const;

const holds = { 'hold-value': holdValue, 'hide-value': hideValue } as const;

/** The exercises of the lessons that an assignment may draw, by their ids. */
export const drawnExercises: readonly string[] = [
  ...Object.keys(stepOf),
  ...Object.keys(holds),
  ...Object.keys(answers)
].sort();

/**
 * What an exercise asks in the assignment of this name, instead of what its lesson asks: always the
 * same for a name.
 *
 * @throws TypeError when the name is no text; RangeError when nothing that can be asked comes
 */
export function drawnReference(
  exercise: ReferenceName,
  variant: string
): AnyReference {
  const { reference } = answers[exercise] as unknown as AnyAnswer;
  return reference(answerAsked(exercise, variant));
}

/** The factors of a step in the assignment of this name. */
export function drawnStep(step: keyof typeof steps, variant: string) {
  return draw(steps[step], step, variant);
}

/**
 * The pieces of the lesson's notebook that say what is asked, each with what takes its place.
 *
 * @throws TypeError when there is no such exercise, or the name is no text
 */
export function drawnWords(
  exercise: string,
  variant: string
): (readonly [lesson: string, instead: string])[] {
  if (Object.hasOwn(answers, exercise)) {
    const id = exercise as ReferenceName;
    const call = `check.answer('${id}', ${references[id].name})`;
    return [
      ...words(answers[id] as unknown as AnyAnswer, answerAsked(id, variant)),
      [call, named(call, variant)]
    ];
  }
  if (Object.hasOwn(stepOf, exercise)) {
    const { step, call } = stepOf[exercise as keyof typeof stepOf];
    const byName = call.replace(/sizes => .*\)\)$/, `'${step}')`);
    return [
      ...words(steps[step], drawnStep(step, variant)),
      [call, named(byName, variant)]
    ];
  }
  if (Object.hasOwn(holds, exercise)) {
    const hold = holds[exercise as keyof typeof holds];
    return words(hold, draw(hold, exercise, variant));
  }
  throw new TypeError(
    `the exercises that can be drawn are ${drawnExercises.join(', ')}; got ${described(exercise)}`
  );
}

const named = (call: string, variant: string): string =>
  `${call.slice(0, -1)}, { variant: ${JSON.stringify(variant)} })`;

const words = <Asked>(drawn: Drawn<Asked>, asked: Asked) =>
  drawn.words.map(([lesson, instead]) => [lesson, instead(asked)] as const);

function draw<Asked>(
  drawn: Drawn<Asked>,
  exercise: string,
  variant: string,
  accept: (asked: Asked) => boolean = () => true
): Asked {
  requireText('variant', variant);
  return drawsFor(variant, ['assignment', exercise, variant]).until(
    'asked',
    each => drawn.draw(each),
    accept
  );
}

function answerAsked(exercise: ReferenceName, variant: string): unknown {
  const answer = answers[exercise] as unknown as AnyAnswer;
  const lesson = references[exercise] as unknown as AnyReference;
  return draw(answer, exercise, variant, asked =>
    isAnother(inNumbers(answer.reference(asked)), lesson)
  );
}

/**
 * Whether the lesson's own solution does not answer it, and each careless answer is told from all others.
 * What is judged by what it does may come to the lesson's numbers and be another: there `draw` alone sees
 * to it.
 */
function isAnother(drawn: AnyReference, lesson: AnyReference): boolean {
  return (
    (lesson.through !== undefined || saidOf(drawn, lesson.right) !== null) &&
    drawn.careless.every(({ of, message }) => saidOf(drawn, of) === message)
  );
}

/** What is said first of an answer; null where it is right. */
function saidOf(
  reference: AnyReference,
  answer: (...args: readonly unknown[]) => unknown
): string | null {
  try {
    compared(reference, answer);
    return null;
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error.report.message;
    }
    throw error;
  }
}
