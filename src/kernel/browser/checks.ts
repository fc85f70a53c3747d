import type { CheckReport } from '../../trace';
import type { NotebookPlace } from '../core/cells/place';
import type { CheckAnswer, CheckRequest } from '../core/check/checkJob';
import { prepareCheck } from '../core/check/prepareCheck';
import { createCompilers } from '../core/check/compiler';
import { checkedJob, isUnanswered } from '../core/check/exerciseJob';
import { notRun } from '../core/check/checkJob';
import { problemText } from '../core/report/errorReport';
import { sentParts } from '../core/check/sentParts';
import type { SessionHost } from '../core/host';
import type { CheckStart } from './messages';

/** How long one check may take, in s. */
const SECONDS = 60;

/**
 * Checks, each in a worker of its own, so that nothing that the student left in the kernel helps or
 * hinders. They are compiled here, where the compiler is warm, while the worker starts.
 *
 * @param options `script`, the address of the worker; `assets`, the folder of the data; `place` where
 *   the notebook is; `ready` settles when the compiler is there
 */
export function createChecks({
  script,
  assets,
  place,
  ready
}: {
  readonly script: string;
  readonly assets: string;
  readonly place: NotebookPlace;
  readonly ready: () => Promise<void>;
}): SessionHost['checks'] {
  const nextCompiler = createCompilers(place);
  const running = new Map<Worker, { exercise: string; stop(): void }>();
  return {
    stop(exercise) {
      const found = [...running.values()].filter(
        one => one.exercise === exercise
      );
      found.forEach(one => one.stop());
      return found.length > 0;
    },
    async run(request: CheckRequest) {
      const didNotRun = notRun(request);
      try {
        await ready();
      } catch (error) {
        return didNotRun(problemText(error));
      }
      const job = checkedJob(request);
      if (isUnanswered(job)) {
        return didNotRun('Nothing is answered.');
      }
      return new Promise<CheckReport>(resolve => {
        const worker = new Worker(script);
        const finish = (report: CheckReport) => {
          clearTimeout(timer);
          running.delete(worker);
          worker.terminate();
          resolve(report);
        };
        running.set(worker, {
          exercise: request.exercise,
          stop: () => finish(didNotRun('The check was stopped.'))
        });
        const timer = setTimeout(
          () =>
            finish(
              didNotRun(
                `The check was stopped after ${SECONDS} seconds: does a loop in the answer ever end?`
              )
            ),
          SECONDS * 1000
        );
        worker.onmessage = ({ data }: MessageEvent<CheckAnswer>) =>
          finish('report' in data ? data.report : didNotRun(data.problem));
        worker.onerror = event =>
          finish(
            didNotRun(event.message || 'The check ended without an answer.')
          );
        try {
          const parts = sentParts(prepareCheck(job, nextCompiler));
          const start: CheckStart = { assets, check: { job, parts } };
          worker.postMessage(start);
        } catch (error) {
          finish(didNotRun(problemText(error)));
        }
      });
    }
  };
}
