import { freshId, type Showable } from '../../engine/base/showable';
import { TRACE_VERSION, type CheckReport, type ViewOptions } from '../../trace';
import { checkContext } from './context';
import type { RunOfNetwork } from '../../engine/run/run';

/** What a check says; the rest of a report is the same for all. */
export type Findings = Pick<CheckReport, 'status' | 'message'> &
  Partial<
    Pick<
      CheckReport,
      | 'details'
      | 'line'
      | 'numbersChecked'
      | 'first'
      | 'channels'
      | 'equations'
      | 'written'
      | 'library'
      | 'run'
      | 'seconds'
    >
  >;

/** Fills in what every report carries. Points are the tests' own (nbgrader's) and added by the caller. */
export function reportOf(findings: Findings): CheckReport {
  return {
    version: TRACE_VERSION,
    kind: 'check',
    id: freshId('check'),
    exercise: checkContext().exercise ?? 'check',
    points: 0,
    maxPoints: 0,
    details: [],
    seconds: 0,
    numbersChecked: 0,
    ...findings
  };
}

/** An answer is not yet right. Its message is what the student reads; `report` is what a view draws. */
export class CheckFailure extends Error {
  override readonly name = 'CheckFailure';

  constructor(
    readonly report: CheckReport,
    options?: ErrorOptions,
    /** How much of it is right, from 0 to 1: so much of the points is earned all the same. */
    readonly share: number = 0
  ) {
    super([report.message, ...report.details].join('\n'), options);
  }
}

/** A check that stops nobody: the last line of a test cell, shown as its output. */
export class PassedCheck implements Showable<CheckReport> {
  readonly id: string;

  constructor(readonly report: CheckReport) {
    this.id = report.id;
  }

  toBundle(): CheckReport {
    return this.report;
  }

  toString(): string {
    const { status, message, details } = this.report;
    return [
      status === 'passed' ? `Passed. ${message}` : message,
      ...details
    ].join('\n');
  }
}

/** @throws CheckFailure unless the findings say that the check passed. */
export function settle(findings: Findings, cause?: unknown): PassedCheck {
  const report = reportOf(findings);
  if (report.status === 'passed') {
    return new PassedCheck(report);
  }
  throw new CheckFailure(report, cause === undefined ? undefined : { cause });
}

/** Above this many numbers a run is left out of a report, which a notebook keeps whole. */
const MOST_NUMBERS = 20_000;

/** The run that a check has judged, for its report; nothing where it is too large to be kept there. */
export function runToOpen(
  run: RunOfNetwork,
  view?: ViewOptions
): Pick<Findings, 'run'> {
  const bundle = run.toBundle({ ...(view && { view }) });
  const numbers = bundle.layers
    .flatMap(({ channels }) => channels)
    .reduce((sum, { array }) => sum + array.values.length, 0);
  return numbers > MOST_NUMBERS ? {} : { run: bundle };
}
