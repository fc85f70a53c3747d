import {
  receiveMessageOnPort,
  workerData,
  type MessagePort
} from 'node:worker_threads';
import { reportOf } from '../../../exercises/check/report';
import type { CheckReport } from '../../../trace';
import type { CheckRequest } from '../../core/check/checkJob';
import { problemText } from '../../core/check/runCheck';
import { compileCheck } from '../marking/compileCheck';
import { judgeAnswer } from '../marking/judgeAnswer';
import { AnswerGone } from '../marking/judgeProcess';
import type { FromAnswer, MarkJob } from '../marking/messages';
import { prepareQuietHost } from '../marking/quietHost';
import type { CheckThreadData, FromThread, ToThread } from './checkMessages';

/**
 * The thread of a check in which the tests run. It holds the expected values and compares; what the
 * answer gives it asks for through the thread that has started it.
 *
 * @param whenWarm called when all that a check needs has been compiled
 */
export async function checkThread(whenWarm: () => void): Promise<void> {
  const { request, port, signal } = workerData as CheckThreadData;
  prepareQuietHost();
  let said: FromThread;
  try {
    const report = await check(request, port, signal);
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
  request: CheckRequest,
  port: MessagePort,
  signal: Int32Array
): Promise<CheckReport> {
  const job = jobOf(request);
  if (job.answer.trim() === '') {
    const maxPoints = job.tests.reduce((sum, { points }) => sum + points, 0);
    const report = reportOf({
      status: 'didNotRun',
      message: 'Nothing is answered.'
    });
    return { ...report, exercise: job.exercise, maxPoints };
  }
  const { report } = await judgeAnswer(
    job,
    compileCheck(job),
    (line, fresh) => {
      const asked: FromThread = {
        say: 'pass',
        fresh,
        line: JSON.stringify(line)
      };
      port.postMessage(asked);
      Atomics.wait(signal, 0, 0);
      Atomics.store(signal, 0, 0);
      const reply = receiveMessageOnPort(port)?.message as ToThread;
      if ('gone' in reply) {
        throw new AnswerGone(reply.gone);
      }
      return JSON.parse(reply.line) as FromAnswer;
    }
  );
  return { ...report, exercise: job.exercise };
}

function jobOf({ exercise, cells }: CheckRequest): Omit<MarkJob, 'solution'> {
  const of = (wanted: string) =>
    cells.filter(({ role, source }) => role === wanted && source.trim() !== '');
  return {
    exercise,
    needs: of('needs').map(({ id, source }) => ({ id, source })),
    extras: of('own').map(({ source }) => source),
    answer: of('answer')[0]?.source ?? '',
    tests: cells
      .filter(({ role }) => role === 'test')
      .map(({ id, source, points = 0 }) => ({ id, source, points }))
  };
}
