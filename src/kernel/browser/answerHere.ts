import { setRefusal } from '../../engine/base/refusal';
import type { Evaluator } from '../core/cells/evaluator';
import type { AnswerLibrary } from '../core/check/answerLibrary';
import { AnswerGone } from '../core/check/answerGone';
import type { FromAnswer } from '../core/check/answerMessages';
import { createAnswerer, type Answerer } from '../core/check/answerer';
import type { Pass } from '../core/check/judgeAnswer';
import { createStopPoints } from '../core/session/stopPoints';
import { boundLists } from './listRoom';

/** How long an answer may take for one thing that a test asks of it, in s: as on Node. */
const SECONDS_EACH = 20;
/** How much it may add to lists meanwhile, in MB. */
const MEGABYTES = 1024;
const TOO_LONG =
  'The answer was stopped: it takes too long. Does a loop in it ever end?';
const TOO_LARGE = `The answer was stopped at ${MEGABYTES} MB of memory: does a list in it grow without end?`;

/**
 * An answer that runs in the worker of its tests: a worker cannot wait for another where no memory is
 * shared. What it is asked and gives is handed over by value all the same, as to a process of its own.
 */
export function createAnswerHere(
  evaluator: Evaluator,
  library: AnswerLibrary
): Pass {
  let answer: Answerer | null = null;
  let deadline = Infinity;
  const room = boundLists();
  const points = createStopPoints({
    ask: () => undefined,
    isStopped: () => performance.now() > deadline
  });
  return (line, fresh, callBack) => {
    if (answer === null || fresh) {
      answer = createAnswerer({
        evaluator,
        library,
        callBack,
        guard: {
          run: () => undefined,
          awaited: value => value,
          resumed: () => undefined,
          turned: points.turned
        }
      });
    }
    // A function of the test's that the answer calls may ask more of the answer.
    const outer = { deadline, left: room.left, wasFull: room.wasFull };
    const mine = performance.now() + SECONDS_EACH * 1000;
    const withinLimits = (reply: FromAnswer) => {
      // The tests' own references compute steps in this worker, too.
      setRefusal(undefined);
      const { wasFull } = room;
      deadline = outer.deadline;
      room.left = outer.left;
      room.wasFull = outer.wasFull;
      if ('error' in reply && wasFull) {
        throw new AnswerGone(TOO_LARGE);
      }
      if ('error' in reply && performance.now() > mine) {
        throw new AnswerGone(TOO_LONG);
      }
      return reply;
    };
    deadline = mine;
    room.left = MEGABYTES * 2 ** 20;
    room.wasFull = false;
    points.renew();
    const reply = answer(line);
    return reply instanceof Promise
      ? reply.then(withinLimits)
      : withinLimits(reply);
  };
}
