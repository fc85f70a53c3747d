import { isLibraryStep } from '../../exercises/check/libraryStep';
import { setHost } from '../../engine';
import { createAnswerLibrary } from '../core/check/answerLibrary';
import type { CheckAnswer } from '../core/check/checkJob';
import { judgeAnswer } from '../core/check/judgeAnswer';
import { problemText } from '../core/report/errorReport';
import { partsOf } from '../core/check/sentParts';
import { setDisplayHost, unseen } from '../core/library/displayHost';
import * as library from '../core/library/library';
import { setMachine } from '../core/machine';
import { addNewMethods } from '../core/session/newMethods';
import { createEvaluator } from './evaluator';
import { pageMachine } from './machine';
import type { CheckStart } from './messages';
import { createNextTurn } from './nextTurn';
import { tellStacksAsV8 } from './stacks';
import { createDataFiles, withoutFiles } from './userFiles';
import { setRefusal } from '../../engine/base/refusal';
import type { Evaluator } from '../core/cells/evaluator';
import type { AnswerLibrary } from '../core/check/answerLibrary';
import { AnswerGone } from '../core/check/answerMessages';
import type { FromAnswer } from '../core/check/answerMessages';
import { createAnswerer, type Answerer } from '../core/check/answerer';
import type { SendToAnswer } from '../core/check/judgeAnswer';
import { createStopPoints } from '../core/session/stopPoints';
import { boundLists } from './listRoom';

const { postMessage } = globalThis as unknown as {
  postMessage(message: CheckAnswer): void;
};
const nextTurn = createNextTurn();

tellStacksAsV8();
setMachine(pageMachine);
addNewMethods();
// Reads the library's steps before an answer can change how texts are read.
isLibraryStep(null);
// What an answer leaves behind, a timer that throws or a promise that nobody awaits, ends no test.
for (const stray of ['error', 'unhandledrejection']) {
  self.addEventListener(stray, event => event.preventDefault());
}
setDisplayHost(unseen);

async function check({
  assets,
  check: { job, parts }
}: CheckStart): Promise<CheckAnswer> {
  setHost({
    pause: () => new Promise<void>(resolve => nextTurn(resolve)),
    ...createDataFiles(assets),
    ...withoutFiles('a check')
  });
  const evaluatorWith = (given: object) =>
    createEvaluator(new Map([['gatescope', given]]));
  const given = createAnswerLibrary(library);
  const { report } = await judgeAnswer(job, partsOf(parts), {
    evaluator: evaluatorWith(library),
    pass: createAnswerHere(evaluatorWith(given.given), given)
  });
  return { report: { ...report, exercise: job.exercise } };
}

self.addEventListener('message', ({ data }: MessageEvent<CheckStart>) => {
  check(data).then(postMessage, (error: unknown) =>
    postMessage({ problem: problemText(error) })
  );
});

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
function createAnswerHere(
  evaluator: Evaluator,
  library: AnswerLibrary
): SendToAnswer {
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
