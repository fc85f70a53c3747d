import { described } from '../base/described';
import type { OptionsReader, Settled } from '../base/options';
import { flag, integer, number, Option, options } from '../base/options';
import { requireNumber } from '../base/check';

const initialLearningRate = number();
const decaySteps = integer();

/** Readers of each schedule's options, by its name. */
export const scheduleOptions = {
  exponential: options('schedules.exponential', {
    initialLearningRate,
    decaySteps,
    decayRate: number({ least: 0 }),
    staircase: flag.or(false)
  }),
  step: options('schedules.step', {
    initialLearningRate,
    decaySteps,
    decayRate: number({ least: 0 }).or(0.1)
  }),
  cosine: options('schedules.cosine', {
    initialLearningRate,
    decaySteps,
    alpha: number().or(0),
    warmupTarget: number().optional(),
    warmupSteps: integer(0).or(0)
  })
};

type Readers = typeof scheduleOptions;
export type ScheduleKind = keyof Readers;

/** A schedule with every default filled in. */
export type ScheduleSpec<K extends ScheduleKind = ScheduleKind> = {
  [N in K]: { readonly kind: N } & (Readers[N] extends OptionsReader<infer F>
    ? Settled<F>
    : never);
}[K];

/** A learning rate that depends on the number of steps taken. */
export interface Schedule {
  readonly name: string;
  /** @internal What it was made with, for files; absent in a schedule of your own, which no file can hold. */
  readonly spec?: ScheduleSpec;
  /**
   * The rate of the step after `steps` steps.
   *
   * @param round applied to each number on the way; optimisers as Keras's hand in `Math.fround`, for
   *   Keras computes its schedules in float32
   */
  at(steps: number, round?: (value: number) => number): number;
}

/** A fixed rate or a schedule. */
export const learningRate = new Option<number | Schedule>(
  (who, name, value) => {
    if (typeof value === 'number') {
      return requireNumber(who, name, value, { least: 0 });
    }
    // An array has an `at` as well.
    if (
      typeof value === 'object' &&
      value !== null &&
      'at' in value &&
      'name' in value
    ) {
      return value as Schedule;
    }
    throw new TypeError(
      `${who}: ${name} must be a number or one of schedules, got ${described(value)}`
    );
  }
);
