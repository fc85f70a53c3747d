import { slipInAnswer } from './slipInAnswer';
import type { CheckReport } from '../../trace';
import { CheckFailure, reportOf } from './report';
import { isWithheld } from '../answers/withheld';
import { unwrittenWords } from './unwrittenWords';

/** How one test cell of an exercise ended. */
export interface TestOutcome {
  readonly points: number;
  /** What its last line gave, when it ended. */
  readonly result?: unknown;
  /** What it threw, when it did. */
  readonly error?: unknown;
  /** The test itself is at fault, not the answer. */
  readonly isTestsFault?: boolean;
  /** Lines of it are not here: its points are given when it is marked. */
  readonly isMarkedLater?: boolean;
}

/** What else is known when the tests have run. */
export interface GatherOptions {
  readonly seconds: number;
  /** The line (from 0) of the answer on which an error arose, when known. */
  readonly line?: number;
  /** What the answer's own notebook cell threw. Functions above or below that line may be right. */
  readonly answerError?: unknown;
  /** The line (from 0) of that. */
  readonly answerLine?: number;
}

/** What is said where a test is not whole. */
const MARKED_LATER =
  'Not all of the tests are in your notebook: the other points are decided when it is marked.';

/**
 * One report of an exercise from the outcomes of its tests: the points that they earn, and the
 * words of the first that does not earn all of its own.
 */
export function gatherReport(
  outcomes: readonly TestOutcome[],
  { seconds, line, answerError, answerLine }: GatherOptions
): CheckReport {
  const maxPoints = sum(outcomes.map(({ points }) => points));
  const credits = outcomes.map(creditOf);
  const reports = outcomes.flatMap(({ result, error }) =>
    [result, error].flatMap(value => {
      const report = reportIn(value);
      return report ? [report] : [];
    })
  );
  const numbersChecked = sum(reports.map(report => report.numbersChecked));
  const points = sum(credits.map(credit => credit.points));
  const common = { points, maxPoints, seconds, numbersChecked };
  const threw =
    answerError === undefined
      ? []
      : [`Your notebook cell stops all the same: ${wordsOf(answerError)}`];

  const at = credits.findIndex(({ isFull }) => !isFull);
  if (at < 0) {
    const last = reports.at(-1);
    const run = reports.findLast(report => report.run)?.run;
    const { written, library } =
      reports.findLast(report => report.written) ?? {};
    return {
      ...reportOf({
        status: 'passed',
        message: last?.message ?? 'All tests of this exercise pass.',
        details: [
          ...(last?.details ?? []),
          ...(points < maxPoints ? [MARKED_LATER] : []),
          ...threw
        ]
      }),
      ...(last?.channels ? { channels: last.channels } : {}),
      ...(written ? { written } : {}),
      ...(library ? { library } : {}),
      ...(run ? { run } : {}),
      ...common
    };
  }
  const first = outcomes[at];
  if (answerError !== undefined && !reportIn(first.error)) {
    return {
      ...stopped(answerError),
      ...(answerLine === undefined ? {} : { line: answerLine }),
      ...common
    };
  }
  const report = reportIn(first.error);
  return {
    ...(report ??
      ('error' in first
        ? stopped(first.error, first.isTestsFault)
        : reportOf({ status: 'notYet', message: credits[at].words }))),
    ...(report?.line === undefined && line !== undefined && !first.isTestsFault
      ? { line }
      : {}),
    ...common
  };
}

/** What a test earns: its points, a part of them, or none. */
export interface Credit {
  readonly points: number;
  readonly isFull: boolean;
  /** Why not all of them, for an outcome that is no error. */
  readonly words: string;
}

/**
 * The points of one test. A number on its last line is partial credit, as in nbgrader; a number
 * that cannot be one (NaN, below 0, above the test's points) and `false` give nothing.
 */
export function creditOf(outcome: TestOutcome): Credit {
  const credit = earnedOf(outcome);
  return outcome.isMarkedLater === true ? { ...credit, points: 0 } : credit;
}

function earnedOf({ points, result, ...rest }: TestOutcome): Credit {
  if ('error' in rest) {
    const { error } = rest;
    const share = error instanceof CheckFailure ? error.share : 0;
    return { points: share * points, isFull: false, words: '' };
  }
  if (result instanceof Promise) {
    return {
      points: 0,
      isFull: points === 0,
      words:
        'The last line of a test is a promise, which says nothing yet: tell your teacher to await it.'
    };
  }
  if (result === false) {
    return {
      points: 0,
      isFull: points === 0,
      words: 'The last line of a test is false.'
    };
  }
  if (typeof result !== 'number' && typeof result !== 'bigint') {
    return { points, isFull: true, words: '' };
  }
  const earned = Number(result);
  if (!(earned >= 0 && earned <= points)) {
    return {
      points: 0,
      isFull: false,
      words: `A test gives ${numberWords(earned)} of ${points} points, which cannot be: tell your teacher.`
    };
  }
  return {
    points: earned,
    isFull: earned === points,
    words: `A test gives ${numberWords(earned)} of ${points} points.`
  };
}

function numberWords(value: number): string {
  return String(value).replace('-', '−');
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error) || error.name === '') {
    return String(error);
  }
  const stub = unwrittenWords(error.message);
  if (stub !== null) {
    return stub;
  }
  const slip = slipInAnswer(error.message);
  if (slip === null) {
    return `${error.name}: ${error.message}`;
  }
  // The compiler's message has the slip in front already: it is said once.
  const rest = error.message.startsWith(slip)
    ? error.message.slice(slip.length).trim()
    : error.message;
  return rest === '' ? slip : `${slip} ${error.name}: ${rest}`;
}

/** A report for an answer, or a test, that threw something of its own. */
function stopped(error: unknown, isTestsFault = false): CheckReport {
  if (isWithheld(error)) {
    return reportOf({ status: 'notYet', message: error.message });
  }
  return reportOf({
    status: 'didNotRun',
    message: wordsOf(error),
    details: isTestsFault
      ? [
          'The error is in a test, not on a line of your answer: is what you return of the kind that is asked for?'
        ]
      : []
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
