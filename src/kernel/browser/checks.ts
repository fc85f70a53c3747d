import { reportOf } from '../../exercises/check/report';
import type { CheckReport } from '../../trace';
import type { CheckRequest } from '../core/check/checkJob';
import type { Host } from '../core/host';
import type { FromWorker, Start } from './messages';

/** How long one check may take, in s. */
const SECONDS = 60;

/** Checks, each in a worker of its own; `script` is the address of the kernel's. */
export function createChecks(script: string, assets: string): Host['checks'] {
  const running = new Map<Worker, { exercise: string; stop(): void }>();
  return {
    stop(exercise) {
      const found = [...running.values()].filter(
        one => one.exercise === exercise
      );
      found.forEach(one => one.stop());
      return found.length > 0;
    },
    run(request: CheckRequest) {
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
        worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
          if ('report' in data) {
            finish(data.report);
          } else if ('problem' in data) {
            finish(didNotRun(data.problem));
          }
        };
        worker.onerror = event =>
          finish(
            didNotRun(event.message || 'The check ended without an answer.')
          );
        const job: Start = { type: 'check', assets, request };
        worker.postMessage(job);
      });
    }
  };
}
