import { MessageChannel, Worker } from 'node:worker_threads';
import { threadCode } from '../../../node/v8Settings';
import type { CheckAnswer } from '../../core/check/checkJob';
import type { CheckJob } from '../../core/check/sentParts';
import { createAnswerChild, type AnswerChild } from './answerChild';
import type {
  CheckLimits,
  CheckThreadData,
  FromThread,
  ToCheck,
  ToThread
} from './checkMessages';
import { announceReply, createReplySignal } from './replySignal';

/**
 * The process of one check. A thread of its own runs the tests; this one hands what that asks on to
 * the process of the answer, and ends that when it takes too long. Nothing of the notebook's own
 * kernel is reachable from any of them. Thread and process are started at once, while the kernel
 * still compiles what they will run.
 *
 * @param program the file that holds thread and answer
 */
export function startCheck(program: string): void {
  let answer: AnswerChild | null = null;
  let begin: (job: CheckJob) => void = () => undefined;
  process.on('message', (message: ToCheck) => {
    if ('limits' in message) {
      const { limits } = message;
      answer = createAnswerChild(program, limits);
      // Then it waits to be ended: its exit could be heard of before what it has said.
      begin = prepareCheck(program, limits, answer, said =>
        process.send?.(said)
      );
    } else {
      begin(message.check);
    }
  });
  // The caller is gone.
  process.once('disconnect', () => {
    answer?.end();
    process.exit(1);
  });
}

/** Starts the thread; gives a function that hands it the job. */
function prepareCheck(
  program: string,
  { megabytes }: CheckLimits,
  answer: AnswerChild,
  tell: (answer: CheckAnswer) => void
): (job: CheckJob) => void {
  const { port1, port2 } = new MessageChannel();
  const signal = createReplySignal();
  const workerData: CheckThreadData = { port: port2, signal };
  const finish = (said: CheckAnswer) => {
    answer.end();
    tell(said);
  };
  const thread = new Worker(program, {
    argv: ['check'],
    workerData,
    transferList: [port2],
    resourceLimits: {
      maxOldGenerationSizeMb: Math.floor(megabytes / 2),
      codeRangeSizeMb: threadCode
    },
    stdout: true,
    stderr: true
  });
  thread.on('error', error =>
    finish({ problem: `${error.name}: ${error.message}` })
  );
  thread.on('exit', () =>
    finish({ problem: 'The tests ended without an answer.' })
  );
  port1.on('message', (message: FromThread) => {
    if (message.say === 'answer') {
      finish(message.answer);
      return;
    }
    const { line, fresh } = message;
    void answer.pass(line, { fresh }).then((reply: ToThread) => {
      port1.postMessage(reply);
      announceReply(signal);
    });
  });
  return job => port1.postMessage(job);
}
