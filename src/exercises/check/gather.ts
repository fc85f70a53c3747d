import type { CheckReport } from '../../trace';
import { CheckFailure, reportOf } from './report';

/** How one test cell of an exercise ended. */
export interface TestOutcome {
  readonly points: number;
  /** What its last line gave, when it ended. */
  readonly result?: unknown;
  /** What it threw, when it did. */
  readonly error?: unknown;
}

/**
 * One report of an exercise from the outcomes of its tests: the points of those that ended, and the
 * words of the first that did not.
 *
 * @param line the line (from 0) of the answer on which an error arose, when known
 */
export function gatherReport(
  outcomes: readonly TestOutcome[],
  { seconds, line }: { seconds: number; line?: number }
): CheckReport {
  const maxPoints = sum(outcomes.map(({ points }) => points));
  const failed = outcomes.filter(outcome => 'error' in outcome);
  const points = maxPoints - sum(failed.map(outcome => outcome.points));
  const reports = outcomes.flatMap(({ result, error }) =>
    [result, error].flatMap(value => {
      const report = reportIn(value);
      return report ? [report] : [];
    })
  );
  const numbersChecked = sum(reports.map(report => report.numbersChecked));
  const common = { points, maxPoints, seconds, numbersChecked };

  const [first] = failed;
  if (first === undefined) {
    const last = reports.at(-1);
    return {
      ...reportOf({
        status: 'passed',
        message: last?.message ?? 'All tests of this exercise pass.',
        details: last?.details ?? []
      }),
      ...(last?.channels ? { channels: last.channels } : {}),
      ...common
    };
  }
  const report = reportIn(first.error);
  return {
    ...(report ?? stopped(first.error)),
    ...(report?.line === undefined && line !== undefined ? { line } : {}),
    ...common
  };
}

/** A report for an answer that threw something of its own. */
function stopped(error: unknown): CheckReport {
  return reportOf({
    status: 'didNotRun',
    message:
      error instanceof Error && error.name !== ''
        ? `${error.name}: ${error.message}`
        : String(error)
  });
}

/** The report that a passed check returns or a failed one throws. */
function reportIn(value: unknown): CheckReport | undefined {
  if (value instanceof CheckFailure) {
    return value.report;
  }
  return typeof value === 'object' &&
    value !== null &&
    'report' in value &&
    isReport(value.report)
    ? value.report
    : undefined;
}

function isReport(value: unknown): value is CheckReport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'check'
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
