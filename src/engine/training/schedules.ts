import { requireFunction, requireNumber } from '../base/check';
import { isRecord } from '../base/described';
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

export interface MilestoneDecayOptions {
  initialLearningRate: number;
  /** Steps at which the rate falls, rising. */
  milestones: readonly number[];
  /** Default 0.1. */
  decayRate?: number;
}

export interface PiecewiseConstantOptions {
  /** The last step of each stretch but the last, rising. */
  boundaries: readonly number[];
  /** The rate of each stretch: one more than boundaries. */
  values: readonly number[];
}

export interface CosineRestartsOptions {
  initialLearningRate: number;
  /** Steps to the first restart. */
  firstDecaySteps: number;
  /** How many times as long each fall takes as the one before: Keras's `t_mul`. Default 2. */
  stepFactor?: number;
  /** How many times as high each fall begins: Keras's `m_mul`. Default 1. */
  rateFactor?: number;
  /** The share that is left at the end of a fall. Default 0. */
  alpha?: number;
}

export interface OneCycleOptions {
  /** The rate at the top. */
  maximumLearningRate: number;
  /** Steps of the whole training; afterwards the rate stays as low as it ended. */
  totalSteps: number;
  /** The share of the steps in which the rate rises. Default 0.3. */
  riseShare?: number;
  /** Along half a cosine or a line. Default `cosine`. */
  annealing?: 'cosine' | 'linear';
  /** The rate begins at so small a part of the maximum. Default 25. */
  startDivisor?: number;
  /** The rate ends at so small a part of its start. Default 10000. */
  endDivisor?: number;
  /** Falls to its start as fast as it rose, then from there to the end. Default false. */
  threePhase?: boolean;
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
    isRecord(options)
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
  step(
    options: StepDecayOptions | FormerScheduleOptions<StepDecayOptions>
  ): Schedule {
    const spec = scheduleOptions.step(renamed<StepDecayOptions>(options));
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
   * Falls by `decayRate` at each milestone: the step of that number, counted from 0, is the first with the lower
   * rate. As PyTorch's `MultiStepLR` counted in steps.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.milestones({ initialLearningRate: 1, milestones: [2, 5], decayRate: 0.5 }).at(5); // 0.25
   * ```
   */
  milestones(options: MilestoneDecayOptions): Schedule {
    const spec = scheduleOptions.milestones(options);
    const { initialLearningRate: initial, decayRate, milestones } = spec;
    return {
      name: 'milestones',
      spec: { kind: 'milestones', ...spec },
      at: rateBy((steps, round) =>
        round(
          initial * decayRate ** milestones.filter(at => at <= steps).length
        )
      )
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
  },

  /**
   * Half a cosine again and again (Loshchilov and Hutter 2017), each `stepFactor` times as long and
   * `rateFactor` times as high as the one before. As Keras's `CosineDecayRestarts`; with
   * `rateFactor` 1 also PyTorch's `CosineAnnealingWarmRestarts`, whose `eta_min` is `alpha` times
   * the rate and whose `T_mult` is 1 where Keras has 2.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.cosineRestarts({ initialLearningRate: 1, firstDecaySteps: 4 }).at(4); // 1
   * ```
   */
  cosineRestarts(options: CosineRestartsOptions): Schedule {
    const spec = scheduleOptions.cosineRestarts(options);
    const { initialLearningRate: initial, rateFactor, alpha } = spec;
    return {
      name: 'cosineRestarts',
      spec: { kind: 'cosineRestarts', ...spec },
      at: rateBy((steps, round) => {
        const { restarts, share } = sinceRestart(steps, spec, round);
        const angle = round(round(Math.PI) * share);
        const height = round(0.5 * round(round(rateFactor) ** restarts));
        const cosine = round(height * round(1 + round(Math.cos(angle))));
        const rest = round(1 - round(alpha));
        return round(
          round(initial) * round(round(rest * cosine) + round(alpha))
        );
      })
    };
  },

  /**
   * Rises to the maximum and falls far below where it began, once (Smith and Topin 2018). As
   * PyTorch's `OneCycleLR` with `cycle_momentum=False`.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.oneCycle({ maximumLearningRate: 1, totalSteps: 10 }).at(2); // 1
   * ```
   */
  oneCycle(options: OneCycleOptions): Schedule {
    const spec = scheduleOptions.oneCycle(options);
    const phases = cyclePhases(spec);
    return {
      name: 'oneCycle',
      spec: { kind: 'oneCycle', ...spec },
      at: rateBy((steps, round) => {
        const step = Math.min(steps, spec.totalSteps - 1);
        const { begin, end, from, to } =
          phases.find(phase => step <= phase.end) ?? phases[phases.length - 1];
        const share = end > begin ? (step - begin) / (end - begin) : 1;
        return round(
          spec.annealing === 'linear'
            ? from + (to - from) * share
            : to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share))
        );
      })
    };
  }
});

/** How often a cosine started over, and which share of the present one is over. */
function sinceRestart(
  steps: number,
  { firstDecaySteps, stepFactor }: Omit<ScheduleSpec<'cosineRestarts'>, 'kind'>,
  round: Rounding
): { readonly restarts: number; readonly share: number } {
  const share = round(steps / firstDecaySteps);
  if (stepFactor === 1) {
    const restarts = Math.floor(share);
    return { restarts, share: round(share - restarts) };
  }
  // Counted: the logarithm that tells it at once is a digit off at some restarts.
  let restarts = 0;
  let begin = 0;
  while (begin + stepFactor ** restarts <= share) {
    begin += stepFactor ** restarts;
    restarts++;
  }
  const length = round(round(stepFactor) ** restarts);
  return { restarts, share: round(round(share - round(begin)) / length) };
}

/** From where to where the rate goes between two steps. */
interface CyclePhase {
  readonly begin: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

function cyclePhases(
  spec: Omit<ScheduleSpec<'oneCycle'>, 'kind'>
): readonly CyclePhase[] {
  const { maximumLearningRate: top, totalSteps, riseShare, threePhase } = spec;
  const start = top / spec.startDivisor;
  const low = start / spec.endDivisor;
  const last = totalSteps - 1;
  // The first steps of each phase need not be whole numbers, as in PyTorch.
  const risen = riseShare * totalSteps - 1;
  const fallen = 2 * riseShare * totalSteps - 2;
  const rise = { begin: 0, end: risen, from: start, to: top };
  return threePhase
    ? [
        rise,
        { begin: risen, end: fallen, from: top, to: start },
        { begin: fallen, end: last, from: start, to: low }
      ]
    : [rise, { begin: risen, end: last, from: top, to: low }];
}

/** The maker of each schedule by its name, for files. */
export const scheduleMakers: {
  readonly [K in ScheduleKind]: (
    options: Omit<ScheduleSpec<K>, 'kind'>
  ) => Schedule;
} = schedules;
