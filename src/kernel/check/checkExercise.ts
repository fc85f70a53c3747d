import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { reportOf } from '../../exercises/check/report';
import type { CheckReport } from '../../trace';
import type { CheckAnswer, CheckJob, CheckRequest } from './checkJob';

/** What one check may take. */
export interface CheckLimits {
  readonly seconds: number;
  readonly megabytes: number;
}

const defaultLimits: CheckLimits = { seconds: 60, megabytes: 1024 };

/**
 * Checks an exercise in a fresh thread, so that nothing that the student left in the kernel helps
 * or hinders, and nothing that the check does stays. Always gives a report: what takes too long, too
 * much memory, or does not start is "did not run" with the reason.
 */
export function checkExercise(
  request: CheckRequest,
  { seconds, megabytes }: CheckLimits = defaultLimits
): Promise<CheckReport> {
  const started = performance.now();
  const didNotRun = (message: string): CheckReport => ({
    ...reportOf({ status: 'didNotRun', message }),
    exercise: request.exercise,
    seconds: (performance.now() - started) / 1000
  });
  return new Promise(resolve => {
    const workerData: CheckJob = { request };
    const thread = new Worker(join(__dirname, 'check.js'), {
      workerData,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: megabytes }
    });
    const finish = (report: CheckReport) => {
      clearTimeout(timer);
      void thread.terminate();
      resolve(report);
    };
    const timer = setTimeout(
      () =>
        finish(
          didNotRun(
            `The check was stopped after ${seconds} seconds: does a loop in the answer ever end?`
          )
        ),
      seconds * 1000
    );
    thread.on('message', (answer: CheckAnswer) =>
      finish('report' in answer ? answer.report : didNotRun(answer.problem))
    );
    thread.on('error', (error: NodeJS.ErrnoException) =>
      finish(
        didNotRun(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? `The check was stopped at ${megabytes} MB of memory: does a list in the answer grow without end?`
            : `${error.name}: ${error.message}`
        )
      )
    );
    thread.on('exit', () =>
      finish(didNotRun('The check ended without an answer.'))
    );
  });
}
