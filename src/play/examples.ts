import { random } from '../engine';
import type { HorizonRow } from './messages';
import type { TaskName } from './playState';
import { LEARNED, shareOf, stepsForDelay, tasks, type Task } from './tasks';

/** Of each step its value and its mark. */
export interface Sequence {
  /** And, where the sequence itself does not tell the truth, what comes after its last step. */
  readonly values: readonly number[];
  readonly marks: readonly number[];
}

/** Examples of one task: all of the same length, so that no step is padding. */
export interface TaskExamples {
  readonly steps: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly sequences: readonly Sequence[];
  /** `[N, T, I]` */
  readonly x: Float64Array;
  /** `[N, K]` */
  readonly y: Float64Array;
  /** Of each example its delay, from 1; of `echo`, whose outputs are the delays, 0. */
  readonly delays: Int32Array;
}

/**
 * The examples of a task, of the delays 1 to `longest` in turn. Equal seeds give equal examples.
 *
 * @param count how many; held out, and of each delay as many, where `purpose` says so
 */
export function makeExamples(
  name: TaskName,
  longest: number,
  seed: number,
  purpose: 'learned' | 'held out'
): TaskExamples {
  const task = tasks[name];
  const isHeldOut = purpose === 'held out';
  const count = isHeldOut ? task.heldOut(longest) : LEARNED;
  const steps = stepsForDelay(longest);
  const { inputs } = task;
  const outputs = task.outputs(longest);
  const sequences: Sequence[] = [];
  const x = new Float64Array(count * steps * inputs);
  const y = new Float64Array(count * outputs);
  const delays = new Int32Array(count);
  const draw = random(seed, name, purpose);
  for (let at = 0; at < count; at++) {
    const delay = 1 + (at % longest);
    delays[at] = name === 'echo' ? 0 : delay;
    const values = Array<number>(steps).fill(0);
    const marks = Array<number>(steps).fill(0);
    const set = (step: number, value: number, mark?: 1): void => {
      values[step] = value;
      if (mark) {
        marks[step] = mark;
      }
    };
    task.make({ steps, isHeldOut, set }, delay, draw);
    sequences.push({ values, marks });
    marks.forEach((mark, step) =>
      x.set(task.read(values[step], mark), (at * steps + step) * inputs)
    );
    y.set(task.truth(values, marks), at * outputs);
  }
  return { steps, inputs, outputs, sequences, x, y, delays };
}

/** Where the answer of a sequence at a delay stands: an echo has one for each. */
export const answerOf = (
  { outputs }: Pick<TaskExamples, 'outputs'>,
  sequence: number,
  delay: number
): number => sequence * outputs + Math.min(delay, outputs) - 1;

/**
 * Which answers are right: 1, or else 0.
 *
 * @param answers `[N, K]`, probabilities or numbers
 * @returns `[N, K]`
 */
export const rightOf = (
  { y }: Pick<TaskExamples, 'y'>,
  answers: ArrayLike<number>,
  { isNumber, near }: Task
): Uint8Array =>
  Uint8Array.from(y, (truth, at) =>
    Number(
      isNumber
        ? Math.abs(answers[at] - truth) < near
        : answers[at] > 0.5 === truth > 0.5
    )
  );

/**
 * What is right of what is held out, by delay.
 *
 * @param answers `[N, K]`, probabilities or numbers
 */
export function horizonRow(
  examples: TaskExamples,
  answers: ArrayLike<number>,
  longest: number,
  task: Task
): HorizonRow {
  const { y, delays, outputs } = examples;
  const [good, all, right, asked] = [0, 0, 0, 0].map(
    () => new Float64Array(longest)
  );
  rightOf(examples, answers, task).forEach((isRight, at) => {
    const delay = delays[Math.floor(at / outputs)] || 1 + (at % outputs);
    right[delay - 1] += isRight;
    asked[delay - 1] += 1;
    good[delay - 1] += task.isNumber ? (y[at] - answers[at]) ** 2 : isRight;
    all[delay - 1] += task.isNumber ? y[at] ** 2 : 1;
  });
  const shares = Float32Array.from(
    good,
    (sum, at) => shareOf(task, sum, all[at]).share
  );
  return { shares, good, all, right, asked };
}
