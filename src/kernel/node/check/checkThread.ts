import {
  receiveMessageOnPort,
  workerData,
  type MessagePort
} from 'node:worker_threads';
import type { CheckReport } from '../../../trace';
import { AnswerGone, readReply } from '../../core/check/answerMessages';
import { judgeAnswer, type SendToAnswer } from '../../core/check/judgeAnswer';
import { problemText } from '../../core/report/errorReport';
import { partsOf, type CheckJob } from '../../core/check/sentParts';
import * as library from '../../core/library/library';
import { createEvaluator } from '../cells/evaluator';
import { prepareQuietHost } from '../marking/quietHost';
import type { CheckThreadData, FromThread, ToThread } from './checkMessages';
import { waitForReply, type ReplySignal } from './replySignal';

/**
 * The thread of a check in which the tests run. It holds the expected values and compares; what the
 * answer gives it asks for through the thread that has started it.
 *
 * @param whenWarm called when all that a check needs has been compiled
 */
export async function checkThread(whenWarm: () => void): Promise<void> {
  const { port, signal } = workerData as CheckThreadData;
  prepareQuietHost(library);
  const job = await new Promise<CheckJob>(resolve =>
    port.once('message', resolve)
  );
  let said: FromThread;
  try {
    const report = await check(job, port, signal);
    said = { say: 'answer', answer: { report } };
  } catch (error) {
    said = { say: 'answer', answer: { problem: problemText(error) } };
  }
  // Before anybody hears of it: then all of this is ended.
  whenWarm();
  port.postMessage(said);
  // Stays until it is ended: an exit could be heard of before what was said.
  port.on('message', () => undefined);
}

async function check(
  { job, parts }: CheckJob,
  port: MessagePort,
  signal: ReplySignal
): Promise<CheckReport> {
  const pass: SendToAnswer = (line, fresh) => {
    const asked: FromThread = {
      say: 'pass',
      fresh,
      line: JSON.stringify(line)
    };
    port.postMessage(asked);
    waitForReply(signal);
    const reply = receiveMessageOnPort(port)?.message as ToThread;
    if ('gone' in reply) {
      throw new AnswerGone(reply.gone);
    }
    return readReply(reply.line);
  };
  const { report } = await judgeAnswer(job, partsOf(parts), {
    evaluator: createEvaluator(process.cwd()),
    pass
  });
  return { ...report, exercise: job.exercise };
}
