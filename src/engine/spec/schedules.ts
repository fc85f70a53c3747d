import { described } from '../base/described';
import type { OptionsReader, Settled } from '../base/options';
import { flag, integer, number, Option, options } from '../base/options';
import { requireFunction, requireInteger, requireNumber } from '../base/check';

const initialLearningRate = number({ least: 0 });
const decaySteps = integer();

/** Numbers of steps, each above the one before. */
const risingSteps = new Option<readonly number[]>((who, name, value) => {
  if (!Array.isArray(value) || value.length === 0) {
    throw new TypeError(
      `${who}: ${name} must be a list of steps such as [100, 200], got ${described(value)}`
    );
  }
  return value.map((given: unknown, at) => {
    const step = requireInteger(who, `${name}[${at}]`, given);
    if (at > 0 && step <= (value[at - 1] as number)) {
      throw new TypeError(
        `${who}: ${name} must rise, got ${step} after ${value[at - 1]}`
      );
    }
    return step;
  });
});

/** One rate before the first boundary, and one after each. */
const ratesBetween = new Option<readonly number[]>(
  (who, name, value, { boundaries }) => {
    const wanted = (boundaries as readonly number[]).length + 1;
    if (!Array.isArray(value) || value.length !== wanted) {
      throw new TypeError(
        `${who}: ${name} must be a list of ${wanted} rates, one more than boundaries, got ${described(value)}`
      );
    }
    return value.map((rate: unknown, at) =>
      requireNumber(who, `${name}[${at}]`, rate, { least: 0 })
    );
  }
);

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
    alpha: number({ least: 0 }).or(0),
    warmupTarget: number({ least: 0 }).optional(),
    warmupSteps: integer(0).or(0)
  }),
  piecewise: options('schedules.piecewise', {
    boundaries: risingSteps,
    values: ratesBetween
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
   * The rate of the step after `steps` steps, at least 0.
   *
   * @param round applied to each number on the way; optimizers as Keras's hand in `Math.fround`, for
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
      requireFunction(who, `${name}.at`, value.at);
      return value as Schedule;
    }
    throw new TypeError(
      `${who}: ${name} must be a number or one of schedules, got ${described(value)}`
    );
  }
);
