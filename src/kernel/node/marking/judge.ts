import { CheckFailure, creditOf } from '../../../exercises/check';
import { mimeBundle } from '../../core/live/mimeBundle';
import {
  exerciseJob,
  isUnanswered,
  type ExerciseJob
} from '../../core/check/exerciseJob';
import { createCompilers } from '../../core/check/compiler';
import { toldOf } from '../../core/collect/oddities';
import { prepareExercise, type PreparedExercise } from './prepareExercise';
import {
  judgeAnswer,
  nothingAnswered,
  type JudgedAnswer,
  type SendToAnswer
} from '../../core/check/judgeAnswer';
import { Refused } from '../../core/check/refused';
import { createEvaluator } from '../cells/evaluator';
import { nodePlaceWithin } from '../cells/place';
import type { ExerciseMark, MarkJob } from './messages';

/** Exercises whose compiled parts are kept. A course has few, and marks them one after the other. */
const KEPT = 8;
const prepared = new Map<string, PreparedExercise>();
const nextCompiler = createCompilers(nodePlaceWithin(process.cwd()));

/**
 * Marks one exercise of one student: the teacher's notebook cells and tests run here, the answer in
 * a process of its own. Never throws for anything that a student wrote.
 */
export async function judge(
  asked: MarkJob,
  pass: SendToAnswer
): Promise<ExerciseMark> {
  const job = exerciseJob(asked);
  const judged = isUnanswered(job)
    ? nothingAnswered(job)
    : await judgeAnswer(
        job,
        {
          needs: () => exerciseOf(asked).needs,
          answer: () => exerciseOf(asked).answer(job),
          tests: () => exerciseOf(asked).tests,
          names: () => exerciseOf(asked).names
        },
        { evaluator: createEvaluator(process.cwd()), pass }
      );
  return markOf(job, judged);
}

function exerciseOf({ needs, solution, tests }: MarkJob): PreparedExercise {
  const key = JSON.stringify([needs, solution, tests]);
  let found = prepared.get(key);
  if (found === undefined) {
    found = prepareExercise({ needs, solution, tests }, nextCompiler);
    prepared.set(key, found);
    if (prepared.size > KEPT) {
      prepared.delete([...prepared.keys()][0]);
    }
  }
  return found;
}

function markOf(
  { exercise, tests, answer, oddities }: ExerciseJob,
  judged: JudgedAnswer
): ExerciseMark {
  const { report, outcomes, lines } = judged;
  const full = { ...report, exercise };
  const faulty = outcomes.find(({ isTestsFault }) => isTestsFault);
  const fault =
    judged.teachersFault !== undefined
      ? wordsOf(judged.teachersFault)
      : faulty === undefined
        ? undefined
        : faulty.error instanceof Refused
          ? 'a test does not compile'
          : wordsOf(faulty.error);
  return {
    exercise,
    answer,
    odd: toldOf(oddities, 'teacher'),
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
        line: lines[at] ?? null,
        message: credit.isFull
          ? ''
          : credit.words || wordsOf(outcomes[at].error)
      };
    }),
    outputs: mimeBundle(full, [full.message, ...full.details].join('\n')).data,
    ...(fault === undefined ? {} : { teachersFault: fault }),
    seconds: report.seconds
  };
}

function wordsOf(error: unknown): string {
  if (error instanceof CheckFailure) {
    return error.report.message;
  }
  return error instanceof Error
    ? // What has ended says its words without a name.
      [error.name, error.message].filter(part => part !== '').join(': ')
    : String(error);
}
