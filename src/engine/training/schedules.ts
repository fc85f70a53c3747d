import { requireFunction, requireNumber } from '../base/check';
import { family } from '../base/family';
import type { Schedule, ScheduleKind, ScheduleSpec } from '../spec/schedules';
import { scheduleOptions } from '../spec/schedules';

export type { Schedule };

export interface ExponentialDecayOptions {
  initialLearningRate: number;
  decaySteps: number;
  decayRate: number;
  /** Falls in stairs. Default false. */
  staircase?: boolean;
}

export interface StepDecayOptions {
  initialLearningRate: number;
  decaySteps: number;
  /** Default 0.1. */
  decayRate?: number;
}

export interface CosineDecayOptions {
  initialLearningRate: number;
  decaySteps: number;
  /** The share that is left at the end. Default 0. */
  alpha?: number;
  warmupTarget?: number;
  warmupSteps?: number;
}

export interface PiecewiseConstantOptions {
  /** The last step of each stretch but the last, rising. */
  boundaries: readonly number[];
  /** The rate of each stretch: one more than boundaries. */
  values: readonly number[];
}

type Rounding = (value: number) => number;

const exact: Rounding = value => value;

/** The `at` of a schedule, which rounds by nothing unless it is told to. */
const rateBy =
  (rate: (steps: number, round: Rounding) => number): Schedule['at'] =>
  (steps, round = exact) => {
    requireNumber('schedule.at', 'steps', steps, { least: 0 });
    requireFunction('schedule.at', 'round', round);
    return rate(steps, round);
  };

/** Learning rates that change with the steps (batches) taken, as in Keras. */
export const schedules = family('schedules', {
  /**
   * `initialLearningRate · decayRate^(steps/decaySteps)`; in stairs with `staircase`. As Keras's `ExponentialDecay`.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.exponential({ initialLearningRate: 1, decaySteps: 2, decayRate: 0.25 }).at(1); // 0.5
   * ```
   */
  exponential(options: ExponentialDecayOptions): Schedule {
    const spec = scheduleOptions.exponential(options);
    const { initialLearningRate: initial, decaySteps: every } = spec;
    const { decayRate: rate, staircase } = spec;
    return {
      name: 'exponential',
      spec: { kind: 'exponential', ...spec },
      at: rateBy((steps, round) => {
        const share = round(steps / every);
        const power = round(
          round(rate) ** (staircase ? Math.floor(share) : share)
        );
        return round(round(initial) * power);
      })
    };
  },

  /**
   * Falls by `decayRate` every `decaySteps` steps. As PyTorch's `StepLR` counted in steps.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.step({ initialLearningRate: 1, decaySteps: 3, decayRate: 0.5 }).at(6); // 0.25
   * ```
   */
  step(options: StepDecayOptions): Schedule {
    const spec = scheduleOptions.step(options);
    const { initialLearningRate: initial, decaySteps, decayRate } = spec;
    return {
      name: 'step',
      spec: { kind: 'step', ...spec },
      at: rateBy((steps, round) =>
        round(initial * decayRate ** Math.floor(steps / decaySteps))
      )
    };
  },

  /**
   * Half a cosine from `initialLearningRate` to `alpha` times it over `decaySteps` (Loshchilov and Hutter
   * 2017). With `warmupTarget` the rate first rises evenly from `initialLearningRate` to it over `warmupSteps`,
   * and falls from there. As Keras's `CosineDecay`.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.cosine({ initialLearningRate: 1, decaySteps: 4 }).at(4); // 0
   * ```
   */
  cosine(options: CosineDecayOptions): Schedule {
    const spec = scheduleOptions.cosine(options);
    const { initialLearningRate: initial, decaySteps: every, alpha } = spec;
    const { warmupTarget: top = initial } = spec;
    const warmup = spec.warmupTarget === undefined ? 0 : spec.warmupSteps;
    return {
      name: 'cosine',
      spec: { kind: 'cosine', ...spec },
      at: rateBy((steps, round) => {
        if (steps < warmup) {
          const rise = round(round(top) - round(initial));
          return round(round(rise * round(steps / warmup)) + round(initial));
        }
        const share = round(Math.min((steps - warmup) / every, 1));
        const angle = round(round(Math.PI) * share);
        const cosine = round(0.5 * round(1 + round(Math.cos(angle))));
        const part = round(round(round(1 - alpha) * cosine) + round(alpha));
        return round(round(top) * part);
      })
    };
  },

  /**
   * A rate of its own for each stretch; a boundary is the last step of its stretch. As Keras's
   * `PiecewiseConstantDecay`.
   *
   * @throws TypeError on a wrong or unknown option, boundaries that do not rise, or not one value more than these
   * @example
   * ```ts
   * schedules.piecewise({ boundaries: [2], values: [0.1, 0.05] }).at(3); // 0.05
   * ```
   */
  piecewise(options: PiecewiseConstantOptions): Schedule {
    const spec = scheduleOptions.piecewise(options);
    const { boundaries, values } = spec;
    return {
      name: 'piecewise',
      spec: { kind: 'piecewise', ...spec },
      at: rateBy((steps, round) =>
        round(values[boundaries.filter(last => last < steps).length])
      )
    };
  }
});

/** The maker of each schedule by its name, for files. */
export const scheduleMakers: {
  readonly [K in ScheduleKind]: (
    options: Omit<ScheduleSpec<K>, 'kind'>
  ) => Schedule;
} = schedules;
