import { reportOf } from '../../../exercises/check/report';
import type { CheckReport } from '../../../trace';
import type { CheckRequest } from './checkJob';

/** Begins to measure; gives reports of a check that did not run, with the reason. */
export function notRun({
  exercise,
  cells
}: CheckRequest): (message: string) => CheckReport {
  const started = performance.now();
  return message => ({
    ...reportOf({ status: 'didNotRun', message }),
    exercise,
    maxPoints: cells.reduce((sum, { points = 0 }) => sum + points, 0),
    seconds: (performance.now() - started) / 1000
  });
}
