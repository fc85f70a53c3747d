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

/** Former names, which still go for a release. */
const former = {
  initial: 'initialLearningRate',
  rate: 'decayRate',
  factor: 'decayRate',
  every: 'decaySteps'
} as const;

/**
 * Options under their former names: `initial`, `rate` and `factor`, `every`.
 *
 * @deprecated Keras's names say the same: `initialLearningRate`, `decayRate`, `decaySteps`.
 */
export type FormerScheduleOptions<O> = Omit<
  O,
  'initialLearningRate' | 'decayRate' | 'decaySteps'
> &
  Partial<O> & {
    initial?: number;
    rate?: number;
    factor?: number;
    every?: number;
  };

function renamed<O>(options: object): O {
  return (
    typeof options === 'object' && options !== null && !Array.isArray(options)
      ? Object.fromEntries(
          Object.entries(options).map(([name, value]) => [
            name in former ? former[name as keyof typeof former] : name,
            value
          ])
        )
      : options
  ) as O;
}

type Rounding = (value: number) => number;

const exact: Rounding = value => value;

/** Learning rates that change with the steps (batches) taken, as in Keras. */
export const schedules = {
  /**
   * `initialLearningRate · decayRate^(steps/decaySteps)`; in stairs with `staircase`. As Keras's `ExponentialDecay`.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.exponential({ initialLearningRate: 1, decaySteps: 2, decayRate: 0.25 }).at(1); // 0.5
   * ```
   */
  exponential(
    options:
      ExponentialDecayOptions | FormerScheduleOptions<ExponentialDecayOptions>
  ): Schedule {
    const spec = scheduleOptions.exponential(
      renamed<ExponentialDecayOptions>(options)
    );
    const { initialLearningRate: initial, decaySteps: every } = spec;
    const { decayRate: rate, staircase } = spec;
    return {
      name: 'exponential',
      spec: { kind: 'exponential', ...spec },
      at(steps, round = exact) {
        const share = round(steps / every);
        const power = round(
          round(rate) ** (staircase ? Math.floor(share) : share)
        );
        return round(round(initial) * power);
      }
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
  step(
    options: StepDecayOptions | FormerScheduleOptions<StepDecayOptions>
  ): Schedule {
    const spec = scheduleOptions.step(renamed<StepDecayOptions>(options));
    const { initialLearningRate: initial, decaySteps, decayRate } = spec;
    return {
      name: 'step',
      spec: { kind: 'step', ...spec },
      at: (steps, round = exact) =>
        round(initial * decayRate ** Math.floor(steps / decaySteps))
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
  cosine(
    options: CosineDecayOptions | FormerScheduleOptions<CosineDecayOptions>
  ): Schedule {
    const spec = scheduleOptions.cosine(renamed<CosineDecayOptions>(options));
    const { initialLearningRate: initial, decaySteps: every, alpha } = spec;
    const { warmupTarget: top = initial } = spec;
    const warmup = spec.warmupTarget === undefined ? 0 : spec.warmupSteps;
    return {
      name: 'cosine',
      spec: { kind: 'cosine', ...spec },
      at(steps, round = exact) {
        if (steps < warmup) {
          const rise = round(round(top) - round(initial));
          return round(round(rise * round(steps / warmup)) + round(initial));
        }
        const share = round(Math.min((steps - warmup) / every, 1));
        const angle = round(round(Math.PI) * share);
        const cosine = round(0.5 * round(1 + round(Math.cos(angle))));
        const part = round(round(round(1 - alpha) * cosine) + round(alpha));
        return round(round(top) * part);
      }
    };
  }
};

/** The maker of each schedule by its name, for files. */
export const scheduleMakers: {
  readonly [K in ScheduleKind]: (
    options: Omit<ScheduleSpec<K>, 'kind'>
  ) => Schedule;
} = schedules;
