import type { CheckReport, Methods } from '../../../trace';
import { reportOf } from '../../../exercises/check/report';

/** What a page asks to be checked. */
export type CheckRequest = Methods['check']['params'];

/** What a check answers: the report, with every number of it, or why there is none. */
export type CheckAnswer =
  { readonly report: CheckReport } | { readonly problem: string };

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
