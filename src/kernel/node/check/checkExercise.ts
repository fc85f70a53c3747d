import type { ChildProcess } from 'node:child_process';
import type { CheckReport } from '../../../trace';
import type { CheckAnswer, CheckRequest } from '../../core/check/checkJob';
import { prepareCheck } from '../../core/check/prepareCheck';
import { createCompilers } from '../../core/check/compiler';
import { checkedJob, isUnanswered } from '../../core/check/exerciseJob';
import { notRun } from '../../core/check/checkJob';
import { problemText } from '../../core/report/errorReport';
import { sentParts } from '../../core/check/sentParts';
import type { Guard } from '../../core/run/run';
import type { NotebookPlace } from '../../core/cells/place';
import type { CheckLimits, ToCheck } from './checkMessages';
import { createCheckProcesses, endCheck } from './checkProcesses';
import { watchTime } from './watchTime';

/** Checks that run, each in a process of its own. */
export interface Checks {
  /**
   * Checks an exercise in fresh processes, one for the tests and one for the answer, so that nothing
   * that the student left in the kernel helps or hinders, and nothing that the check does stays. It
   * is compiled here, where the compiler is warm, while they start; those of the next check start when
   * this one ends.
   * Always gives a report: what takes too long, too much memory, or does not start is "did not run"
   * with the reason.
   */
  run(request: CheckRequest): Promise<CheckReport>;
  /** Ends the checks of an exercise that still run; says whether there was one. */
  stop(exercise: string): boolean;
}

const MEGABYTES = 1024;
/** How long one thing that a test asks of the answer may take unless told otherwise, in s of the processor. */
const SECONDS_EACH = 20;
/** How many times as long all that the tests ask may take. */
const IN_ALL = 3;
/** How much longer than the answer the tests may take, in s. */
const TESTS_LONGER = 15;

/**
 * @param place where the notebook is
 * @param options `secondsEach`: how long one thing that a test asks of the answer may take; all of
 *   them may take three times as long. Default 20.
 * @returns checks that know of each other, so that one can be stopped
 */
export function createChecks(
  place: NotebookPlace,
  { guarded }: Pick<Guard, 'guarded'>,
  { secondsEach = SECONDS_EACH }: { readonly secondsEach?: number } = {}
): Checks {
  const limits: CheckLimits = {
    seconds: IN_ALL * secondsEach,
    secondsEach,
    megabytes: MEGABYTES
  };
  const nextCompiler = createCompilers(place);
  // Where it was when the kernel started, whatever a notebook cell has changed to.
  const processes = createCheckProcesses(place.cwd, limits);
  const running = new Map<ChildProcess, { exercise: string; stop(): void }>();
  return {
    stop(exercise) {
      const found = [...running.values()].filter(
        one => one.exercise === exercise
      );
      found.forEach(one => one.stop());
      return found.length > 0;
    },
    run(request) {
      const { megabytes } = limits;
      const seconds = limits.seconds + TESTS_LONGER;
      const didNotRun = notRun(request);
      const job = checkedJob(request);
      if (isUnanswered(job)) {
        return Promise.resolve(didNotRun('Nothing is answered.'));
      }
      return new Promise(resolve => {
        const child = processes.take();
        const finish = (report: CheckReport) => {
          if (!running.delete(child)) {
            return;
          }
          endWatch();
          endCheck(child);
          resolve(report);
          processes.prepare();
        };
        running.set(child, {
          exercise: request.exercise,
          stop: () => finish(didNotRun('The check was stopped.'))
        });
        const endWatch = watchTime(child.pid ?? 0, seconds, () =>
          finish(
            didNotRun(
              `The tests were stopped after ${seconds} seconds: does what they get from the answer ever end?`
            )
          )
        );
        child.on('message', (answer: CheckAnswer) =>
          finish('report' in answer ? answer.report : didNotRun(answer.problem))
        );
        child.on('error', error =>
          finish(didNotRun(`${error.name}: ${error.message}`))
        );
        // A process ends by a signal of its own when it is refused memory; ours comes after its end here.
        child.on('exit', (_, signal) =>
          finish(
            didNotRun(
              signal === null
                ? 'The check ended without a report.'
                : `The tests were stopped at ${megabytes} MB of memory: is what the answer gives that large?`
            )
          )
        );
        try {
          const parts = guarded(() =>
            sentParts(prepareCheck(job, nextCompiler))
          );
          child.send({ check: { job, parts } } satisfies ToCheck);
        } catch (error) {
          finish(didNotRun(problemText(error)));
        }
      });
    }
  };
}
