import { isLibraryStep } from '../../exercises/check/libraryStep';
import { setHost } from '../../engine';
import { createAnswerLibrary } from '../core/check/answerLibrary';
import type { CheckAnswer } from '../core/check/checkJob';
import { judgeAnswer } from '../core/check/judgeAnswer';
import { problemText } from '../core/check/problemText';
import { partsOf } from '../core/check/sentParts';
import { setDisplayHost, unseen } from '../core/library/displayHost';
import * as library from '../core/library/library';
import { setMachine } from '../core/machine';
import { addNewMethods } from '../core/session/newMethods';
import { createAnswerHere } from './answerHere';
import { createEvaluator } from './evaluator';
import { pageMachine } from './machine';
import type { CheckStart } from './messages';
import { createNextTurn } from './nextTurn';
import { tellStacksAsV8 } from './stacks';
import { createDataFiles, withoutFiles } from './userFiles';

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
