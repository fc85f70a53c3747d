import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { reportOf } from '../../../exercises/check/report';
import type { CheckReport } from '../../../trace';
import type {
  CheckAnswer,
  CheckJob,
  CheckRequest
} from '../../core/check/checkJob';
import { limitedFork } from './limitedFork';

/** What one check may take. */
export interface CheckLimits {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Checks that run, each in a process of its own. */
export interface Checks {
  /**
   * Checks an exercise in a fresh process, so that nothing that the student left in the kernel helps
   * or hinders, and nothing that the check does stays. Always gives a report: what takes too long,
   * too much memory, or does not start is "did not run" with the reason.
   */
  run(request: CheckRequest, limits?: CheckLimits): Promise<CheckReport>;
  /** Ends the checks of an exercise that still run; says whether there was one. */
  stop(exercise: string): boolean;
}

const defaultLimits: CheckLimits = { seconds: 60, megabytes: 1024 };

/** @returns checks that know of each other, so that one can be stopped */
export function createChecks(): Checks {
  const running = new Map<ChildProcess, { exercise: string; stop(): void }>();
  return {
    stop(exercise) {
      const found = [...running.values()].filter(
        one => one.exercise === exercise
      );
      found.forEach(one => one.stop());
      return found.length > 0;
    },
    run(request, { seconds, megabytes } = defaultLimits) {
      const started = performance.now();
      const didNotRun = (message: string): CheckReport => ({
        ...reportOf({ status: 'didNotRun', message }),
        exercise: request.exercise,
        maxPoints: request.cells.reduce(
          (sum, cell) => sum + (cell.points ?? 0),
          0
        ),
        seconds: (performance.now() - started) / 1000
      });
      return new Promise(resolve => {
        const job: CheckJob = { request, megabytes };
        const child = fork(join(__dirname, 'check.js'), {
          ...limitedFork(megabytes),
          // Numbers in a report may be NaN and lie in typed arrays: JSON knows neither.
          serialization: 'advanced',
          stdio: ['ignore', 'ignore', 'ignore', 'ipc']
        });
        const finish = (report: CheckReport) => {
          clearTimeout(timer);
          running.delete(child);
          child.kill('SIGKILL');
          resolve(report);
        };
        running.set(child, {
          exercise: request.exercise,
          stop: () => finish(didNotRun('The check was stopped.'))
        });
        const timer = setTimeout(
          () =>
            finish(
              didNotRun(
                `The check was stopped after ${seconds} seconds: does a loop in the answer ever end?`
              )
            ),
          seconds * 1000
        );
        child.on('message', (answer: CheckAnswer) =>
          finish('report' in answer ? answer.report : didNotRun(answer.problem))
        );
        child.on('error', error =>
          finish(didNotRun(`${error.name}: ${error.message}`))
        );
        // A process ends by a signal of its own when it is refused memory; ours came after `finish`.
        child.on('exit', (_, signal) =>
          finish(
            didNotRun(
              signal === null
                ? 'The check ended without an answer: does the answer end the program?'
                : `The check was stopped at ${megabytes} MB of memory: does a list in the answer grow without end?`
            )
          )
        );
        child.send(job);
      });
    }
  };
}
