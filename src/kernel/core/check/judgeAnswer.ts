import {
  CheckFailure,
  gatherReport,
  reportOf,
  setCheckContext,
  type TestOutcome
} from '../../../exercises/check';
import { hasHiddenTests } from '../../../exercises/metadata';
import type { CheckReport } from '../../../trace';
import type { TranspiledCell } from '../cells/converter';
import type { Evaluator } from '../cells/evaluator';
import { createRunner } from '../cells/runner';
import type { TranspiledAnswer } from './transpileAnswer';
import { Refused } from './refused';
import { silentRun } from '../run/run';
import { createCellRecords, scriptName } from '../report/cellRecords';
import { inNotebookWords, placeOf, placesOf } from '../report/errorReport';
import type { Called, GoOn } from './answerer';
import type { FromAnswer, SentCell, ToAnswer } from './answerMessages';
import type { ExerciseJob } from './exerciseJob';
import { createRemote, type Remote } from './remote';
import type { CellPlace } from '../cellPlace';
import { toldOf } from '../collect/oddities';

/**
 * Hands a message to the answer, which runs elsewhere; to a fresh one when asked for. Where nothing can
 * wait, what takes time gives a promise, and an answer calls a test's functions by `callBack`.
 *
 * @throws when the answer has ended
 */
export type SendToAnswer = (
  line: ToAnswer,
  fresh: boolean,
  callBack: (called: Called) => GoOn
) => FromAnswer | Promise<FromAnswer>;

/** The transpiled parts of an exercise, each asked for once, in this order. */
export interface ExerciseParts {
  /** @throws Refused */
  needs(): readonly TranspiledCell[];
  /** The answer with what it uses. @throws Refused */
  answer(): TranspiledAnswer;
  tests(): readonly (TranspiledCell | Refused)[];
  /** The names that the tests may take from the answer. */
  names(): readonly string[];
}

/** What came of an answer. */
export interface JudgedAnswer {
  readonly report: CheckReport;
  /** How each test ended. */
  readonly outcomes: readonly TestOutcome[];
  /** The last line of each test (from 0) that had begun when it ended, where known. */
  readonly lines: readonly (number | undefined)[];
  /** The fault is not the answer's. */
  readonly teachersFault?: unknown;
}

/** A test that most likely asks for steps of one's own; it says itself when it walks one. */
const CHECKS_STEP = /\bcheck\s*\.\s*step\b/;
const CHANGES_LISTS =
  'Your function changes the lists that it is given. Code that calls it may not expect that: make new ones.';
const BOTH_KINDS =
  "One test compares a step with the library's and with one of the assignment's own: make two of it.";
const IN_NEEDS =
  'The error is in a notebook cell that this exercise needs, not in the answer.';

/** What is said where there is nothing to judge. */
export function nothingAnswered({
  tests
}: Pick<ExerciseJob, 'tests'>): JudgedAnswer {
  const error = new CheckFailure(
    reportOf({ status: 'didNotRun', message: 'Nothing is answered.' })
  );
  const outcomes = tests.map(({ points }) => ({ points, error }));
  return {
    report: gatherReport(outcomes, { seconds: 0 }),
    outcomes,
    lines: []
  };
}

/**
 * Judges one answer, for marks and for the Check button: what it needs and its tests run here, the
 * answer apart from them. Never throws for anything that a student wrote.
 */
export async function judgeAnswer(
  job: ExerciseJob,
  parts: ExerciseParts,
  {
    evaluator,
    pass
  }: { readonly evaluator: Evaluator; readonly pass: SendToAnswer }
): Promise<JudgedAnswer> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const { tests } = job;
  const whose = job.student === undefined ? {} : { student: job.student };
  const records = createCellRecords();
  const runner = createRunner(evaluator);
  setCheckContext({
    exercise: job.exercise,
    answer: job.answer,
    seed: job.seed,
    answered: job.answered,
    ...whose
  });
  let count = 0;

  const failed = (error: unknown, line?: number): JudgedAnswer => {
    const outcomes = tests.map(({ points }) => ({ points, error }));
    return {
      report: gatherReport(outcomes, { seconds: seconds(), line }),
      outcomes,
      lines: []
    };
  };

  let needs: readonly TranspiledCell[];
  try {
    needs = parts.needs();
    for (const cell of needs) {
      await runner.run(cell, scriptName(silentRun(++count)));
    }
  } catch (error) {
    const { report, ...rest } = failed(error);
    const details = [IN_NEEDS, ...report.details];
    return {
      ...rest,
      report: { ...report, status: 'didNotRun', details },
      teachersFault: error
    };
  }

  /** The answer as it is sent to where it runs; none where questions are marked. */
  function sentAnswer(): Extract<ToAnswer, { ask: 'begin' }> | null {
    if (job.answered !== undefined) {
      return null;
    }
    const work = parts.answer();
    const send = (cell: TranspiledCell) => sentCell(cell, ++count);
    const before = work.before.map(send);
    const own = send(work.answer);
    records.add({
      run: silentRun(own.number),
      source: job.answer,
      positions: runner.positions(work.answer)
    });
    return {
      ask: 'begin',
      ...whose,
      withheld: job.withheld,
      ownSteps: job.tests.some(({ source }) => CHECKS_STEP.test(source)),
      needs: needs.map((cell, at) => sentCell(cell, at + 1)),
      before,
      answer: own,
      after: work.after.map(send)
    };
  }
  let sent: ReturnType<typeof sentAnswer>;
  try {
    sent = sentAnswer();
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    return failed(error, error.line);
  }

  const answer = sent === null ? null : createAnswer(sent, pass);
  const outcomes: TestOutcome[] = [];
  const lines: (number | undefined)[] = [];
  let line: number | undefined;
  for (const [at, test] of parts.tests().entries()) {
    const { points, source } = tests[at];
    if (test instanceof Refused) {
      outcomes.push(await refused(points, test));
      continue;
    }
    if (source.trim() === '') {
      // A test without text tests nothing, and earns nothing.
      outcomes.push({ points, error: new Error('This test is empty.') });
      continue;
    }
    const outcome = await tried(test, at);
    outcomes.push(answer?.isOtherAsked() ? await tried(test, at) : outcome);
    if (hasHiddenTests(source)) {
      // What an answer was given there it could tell in the words of a later error.
      answer?.leave();
    }
  }
  async function tried(test: TranspiledCell, at: number): Promise<TestOutcome> {
    const { points, source, isMarkedLater } = tests[at];
    try {
      await answer?.begin();
      // Again for each test: one test's variables may hide a name of the answer's.
      for (const name of parts.names()) {
        runner.scope.follow(name, () => answer?.remote.value(name));
      }
      const own = silentRun(++count);
      records.add({ run: own, source, positions: runner.positions(test) });
      const { value } = await runner.run(test, scriptName(own));
      return { points, isMarkedLater, result: value };
    } catch (error) {
      if (!answer?.isOtherAsked()) {
        line ??= placeOf(error, records, job.answer)?.line;
        lines[at] = lastOf(placesOf(error, records, source));
      }
      // Where no code is the student's, whatever fails but a comparison is the teacher's.
      const isTestsFault =
        job.answered !== undefined && !(error instanceof CheckFailure);
      return {
        points,
        error: readable(error),
        ...(isTestsFault && { isTestsFault })
      };
    }
  }
  /** What the answer itself does says more than that a test does not go with it. */
  async function refused(points: number, error: Refused): Promise<TestOutcome> {
    try {
      await answer?.begin();
      return { points, error, isTestsFault: true };
    } catch (gone) {
      return { points, error: gone };
    }
  }
  const answerError = answer?.error();
  const report = gatherReport(outcomes, {
    seconds: seconds(),
    line,
    ...(answerError && {
      answerError,
      answerLine: placeOf(answerError, records, job.answer)?.line
    })
  });
  const details = [
    ...report.details,
    ...(answer?.remote.hasChanged === true ? [CHANGES_LISTS] : []),
    ...toldOf(job.oddities, 'student')
  ];
  return {
    report: { ...report, details },
    outcomes,
    lines
  };
}

/** The last line among places; undefined where there is none. */
function lastOf(places: readonly CellPlace[]): number | undefined {
  return places.length === 0
    ? undefined
    : Math.max(...places.map(({ line }) => line));
}

/** An answer that runs elsewhere, seen from here. */
interface AnswerThere {
  readonly remote: Remote;
  /** Starts it when there is none: also after a test that ended it. */
  begin(): Promise<void> | void;
  /** The next test gets a fresh one. */
  leave(): void;
  /** Whether the test walked a step of the other kind than the answer began with: tried again, it may. */
  isOtherAsked(): boolean;
  /** What the answer's own notebook cell threw. */
  error(): Error | undefined;
}

function createAnswer(
  sent: Extract<ToAnswer, { ask: 'begin' }>,
  pass: SendToAnswer
): AnswerThere {
  let isThere = false;
  let isOther = false;
  let { ownSteps } = sent;
  let error: Error | undefined;
  function begin(): Promise<void> | void {
    if (isThere) {
      return;
    }
    isOther = false;
    const reply = passOn({ ...sent, ownSteps }, true);
    return reply instanceof Promise ? reply.then(begun) : begun(reply);
  }
  function begun(reply: FromAnswer): void {
    isThere = true;
    remote.forget();
    error = 'error' in reply ? remote.error(reply.error) : undefined;
  }
  function passOn(
    line: ToAnswer,
    fresh: boolean
  ): FromAnswer | Promise<FromAnswer> {
    try {
      const reply = pass(line, fresh, called => remote.calledBack(called));
      return reply instanceof Promise ? reply.catch(ended) : reply;
    } catch (gone) {
      return ended(gone);
    }
  }
  function ended(gone: unknown): never {
    isThere = false;
    throw gone;
  }
  const remote = createRemote(
    line => {
      if (line.ask === 'walk' && line.isOwn !== ownSteps) {
        isOther = true;
        ({ isOwn: ownSteps } = line);
        ended(new Error(BOTH_KINDS));
      }
      const beginning = begin();
      return beginning instanceof Promise
        ? beginning.then(() => passOn(line, false))
        : passOn(line, false);
    },
    {
      cells: [...sent.before, sent.answer, ...sent.after].map(
        ({ number }) => number
      ),
      withheld: sent.withheld
    }
  );
  const leave = () => {
    isThere = false;
  };
  return {
    remote,
    begin,
    leave,
    isOtherAsked: () => isOther,
    error: () => error
  };
}

function sentCell(
  { emit, names, modules }: TranspiledCell,
  number: number
): SentCell {
  return {
    number,
    javascript: emit.javascript,
    references: emit.references,
    hasValue: emit.hasValue,
    names: [...names.all],
    hoisted: [...names.hoisted],
    modules
  };
}

/** An error with the names that stand in the notebook in place of those of the text that ran. */
function readable(error: unknown): unknown {
  if (error instanceof Error) {
    error.message = inNotebookWords(error.message);
  }
  return error;
}
