import { randomUUID } from 'node:crypto';
import {
  CheckFailure,
  creditOf,
  gatherReport,
  setCheckContext,
  type TestOutcome
} from '../../../exercises/check';
import type { CheckReport } from '../../../trace';
import type { CompiledCell } from '../../core/cells/converter';
import { createRunner } from '../../core/cells/runner';
import { createEvaluator } from '../cells/evaluator';
import { mimeBundle } from '../../core/live/mimeBundle';
import { createCellRecords, scriptName } from '../../core/report/cellRecords';
import { placeOf } from '../../core/report/errorReport';
import type { Run } from '../../core/run/run';
import { compileExercise, Refused } from './compileExercise';
import type { CompiledExercise } from './compileExercise';
import type {
  ExerciseMark,
  FromAnswer,
  MarkJob,
  SentCell,
  ToAnswer
} from './messages';
import { createRemote } from './remote';
import { errorFromWire } from './wireValue';

type Pass = (line: ToAnswer, fresh: boolean) => FromAnswer;

/** Exercises whose compiled parts are kept. A course has few, and marks them one after the other. */
const KEPT = 8;
const compiled = new Map<string, CompiledExercise>();

/**
 * Marks one exercise of one student: the teacher's notebook cells and tests run here, the answer in
 * a process of its own. Never throws for anything that a student wrote.
 */
export async function judge(job: MarkJob, pass: Pass): Promise<ExerciseMark> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const { tests } = job;
  const records = createCellRecords();
  const runner = createRunner(createEvaluator(process.cwd()));
  const whose = job.student === undefined ? {} : { student: job.student };
  setCheckContext({ exercise: job.exercise, answer: job.answer, ...whose });
  let count = 0;

  let exercise: CompiledExercise;
  try {
    exercise = exerciseOf(job);
    for (const cell of exercise.needs) {
      await runner.run(cell, scriptName(runOf(++count)));
    }
  } catch (error) {
    const report = gatherReport(allFailed(error), { seconds: seconds() });
    return markOf(job, report, allFailed(error), wordsOf(error));
  }

  let sent: ToAnswer;
  try {
    const cells = exercise.compile([...job.extras, job.answer]);
    const numbers = cells.map(() => ++count);
    const number = numbers[numbers.length - 1];
    records.add({
      run: runOf(number),
      source: job.answer,
      positions: runner.positions(cells[cells.length - 1])
    });
    sent = {
      ask: 'begin',
      ...whose,
      needs: exercise.needs.map((cell, at) => sentCell(cell, at + 1)),
      answer: cells.map((cell, at) => sentCell(cell, numbers[at]))
    };
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    const outcomes = allFailed(error);
    return markOf(
      job,
      gatherReport(outcomes, { seconds: seconds(), line: error.line }),
      outcomes
    );
  }

  let isThere = false;
  let answerError: Error | undefined;
  const remote = createRemote(line => {
    begin();
    try {
      return pass(line, false);
    } catch (error) {
      isThere = false;
      throw error;
    }
  });

  /** Starts the answer's process when there is none: also after a test that ended it. */
  function begin(): void {
    if (isThere) {
      return;
    }
    const reply = pass(sent, true);
    isThere = true;
    answerError = 'error' in reply ? errorFromWire(reply.error) : undefined;
  }

  const outcomes: TestOutcome[] = [];
  const lines = new Map<number, number | undefined>();
  let line: number | undefined;
  for (const [at, test] of exercise.tests.entries()) {
    const { points } = tests[at];
    if (test instanceof Refused) {
      outcomes.push({ points, error: test, isTestsFault: true });
      continue;
    }
    try {
      begin();
      // Anew for each test: one test's variables may hide a name of the answer's.
      for (const name of exercise.names) {
        runner.scope.follow(name, () => remote.value(name));
      }
      const own = runOf(++count);
      records.add({
        run: own,
        source: tests[at].source,
        positions: runner.positions(test)
      });
      const { value } = await runner.run(test, scriptName(own));
      outcomes.push({ points, result: value });
    } catch (error) {
      line ??= placeOf(error, records, job.answer)?.line;
      lines.set(at, placeOf(error, records, tests[at].source)?.line);
      outcomes.push({ points, error });
    }
  }
  const report = gatherReport(outcomes, {
    seconds: seconds(),
    line,
    ...(answerError && {
      answerError,
      answerLine: placeOf(answerError, records, job.answer)?.line
    })
  });
  return markOf(
    job,
    remote.hasChanged
      ? {
          ...report,
          details: [
            ...report.details,
            'Your function changes the lists that it is given. Whoever calls it may not expect that: make new ones.'
          ]
        }
      : report,
    outcomes,
    outcomes.find(({ isTestsFault }) => isTestsFault)?.error === undefined
      ? undefined
      : 'a test does not compile',
    lines
  );

  function allFailed(error: unknown): TestOutcome[] {
    return tests.map(({ points }) => ({ points, error }));
  }
}

function exerciseOf({ needs, solution, tests }: MarkJob): CompiledExercise {
  const key = JSON.stringify([needs, solution, tests]);
  let found = compiled.get(key);
  if (found === undefined) {
    found = compileExercise({ needs, solution, tests });
    compiled.set(key, found);
    if (compiled.size > KEPT) {
      compiled.delete([...compiled.keys()][0]);
    }
  }
  return found;
}

function sentCell(
  { emit, names, modules }: CompiledCell,
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

function markOf(
  { exercise, tests }: MarkJob,
  report: CheckReport,
  outcomes: readonly TestOutcome[],
  teachersFault?: string,
  lines?: ReadonlyMap<number, number | undefined>
): ExerciseMark {
  const full = { ...report, exercise };
  return {
    exercise,
    points: report.points,
    maxPoints: report.maxPoints,
    status: report.status,
    message: report.message,
    tests: tests.map(({ id, points }, at) => {
      const credit = creditOf(outcomes[at]);
      return {
        id,
        points: credit.points,
        maxPoints: points,
        line: lines?.get(at) ?? null,
        message: credit.isFull
          ? ''
          : credit.words || wordsOf(outcomes[at].error)
      };
    }),
    outputs: mimeBundle(full, [full.message, ...full.details].join('\n')).data,
    ...(teachersFault === undefined ? {} : { teachersFault }),
    seconds: report.seconds
  };
}

function wordsOf(error: unknown): string {
  if (error instanceof CheckFailure) {
    return error.report.message;
  }
  return error instanceof Error
    ? `${error.name}: ${error.message}`
    : String(error);
}

function runOf(number: number): Run {
  return {
    number,
    parent: {
      msg_id: randomUUID(),
      msg_type: 'mark',
      session: '',
      username: '',
      date: '',
      version: ''
    },
    count: number,
    cellId: null,
    silent: true,
    allowsInput: false,
    request: 0,
    interrupted: false,
    lastAwaits: 0,
    sideErrors: [],
    printed: 0,
    shown: { outputs: 0, characters: 0, full: false },
    onInterrupt: new Set()
  };
}
