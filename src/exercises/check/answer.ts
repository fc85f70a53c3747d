import { requireKnown } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import { references, type Reference, type ReferenceName } from '../answers';
import { drawsFor } from '../draws/draws';
import { compared } from './compared';
import { checkContext } from './context';
import { drawnReference } from './drawnExercise';
import type { PassedCheck } from './report';

export interface AnswerOptions {
  /** Names the assignment whose own variant of the exercise is asked for; the lesson's unless given. */
  variant?: string;
}

/**
 * Checks a function that an exercise asks for against the one in the library. The notebook cell that
 * calls this holds neither the formula nor a number of the answer.
 *
 * @param exercise id of the exercise: `memory-of`
 * @throws CheckFailure that names the slip, or the first arguments with a wrong result; TypeError
 * when there is no such exercise
 * @example
 * ```ts
 * check.answer('memory-of', factor => Math.floor(Math.log(0.01) / Math.log(factor)) + 1);
 * ```
 */
export function checkAnswer(
  exercise: ReferenceName,
  answer: unknown,
  options: AnswerOptions = {}
): PassedCheck {
  requireKnown('check.answer', options, ['variant']);
  if (!Object.hasOwn(references, exercise)) {
    throw new TypeError(
      `check.answer: the exercises are ${Object.keys(references).join(', ')}; got ${described(exercise)}`
    );
  }
  const reference =
    options.variant === undefined
      ? (references[exercise] as unknown as Reference<readonly unknown[]>)
      : drawnReference(exercise, options.variant);
  return compared(withDrawn(reference, exercise), answer);
}

/** How many cases are drawn beside the fixed ones. */
const DRAWN = 6;

/**
 * A reference with drawn cases behind its fixed ones. In marking they are redrawn for each student
 * and run; the Check button tries the same ones again until the answer is right.
 */
export function withDrawn(
  reference: Reference<readonly unknown[]>,
  exercise: string
): Reference<readonly unknown[]> {
  const { cases, draw } = reference;
  const { student = '', seed = 0 } = checkContext();
  const drawn = (at: number): readonly unknown[][] =>
    draw === undefined
      ? []
      : [
          [
            ...draw(
              drawsFor(student, [
                'check',
                exercise,
                student,
                `${seed}`,
                `${at}`
              ])
            )
          ]
        ];
  return {
    ...reference,
    cases: () => [
      ...cases(),
      ...Array.from({ length: DRAWN }, (_, at) => drawn(at)).flat()
    ]
  };
}
