import { requireInteger, requireKnown, requireNumber } from '../base/check';
import { described } from '../base/described';

/** A learning rate that depends on the number of steps taken. */
export interface Schedule {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * The rate of the step after `steps` steps.
   *
   * @param round applied to each number on the way; optimisers as Keras's hand in `Math.fround`, for
   *   Keras computes its schedules in float32
   */
  at(steps: number, round?: (value: number) => number): number;
}

type Rounding = (value: number) => number;

const exact: Rounding = value => value;

/** Learning rates that change with the steps (batches) taken, as in Keras. */
export const schedules = {
  /**
   * `initial · rate^(steps/decaySteps)`; in stairs with `staircase`. As Keras's `ExponentialDecay`.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.exponential({ initial: 1, decaySteps: 2, rate: 0.25 }).at(1); // 0.5
   * ```
   */
  exponential(options: {
    initial: number;
    decaySteps: number;
    rate: number;
    staircase?: boolean;
  }): Schedule {
    const who = 'schedules.exponential';
    requireKnown(who, options, ['initial', 'decaySteps', 'rate', 'staircase']);
    const { staircase = false } = options;
    const initial = requireNumber(who, 'initial', options.initial);
    const rate = requireNumber(who, 'rate', options.rate, { least: 0 });
    const every = requireInteger(who, 'decaySteps', options.decaySteps);
    return {
      name: 'exponential',
      options,
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
   * Falls by `factor` every `every` steps. As PyTorch's `StepLR` counted in steps.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.step({ initial: 1, every: 3, factor: 0.5 }).at(6); // 0.25
   * ```
   */
  step(options: { initial: number; every: number; factor?: number }): Schedule {
    const who = 'schedules.step';
    requireKnown(who, options, ['initial', 'every', 'factor']);
    const initial = requireNumber(who, 'initial', options.initial);
    const every = requireInteger(who, 'every', options.every);
    const factor = requireNumber(who, 'factor', options.factor ?? 0.1, {
      least: 0
    });
    return {
      name: 'step',
      options,
      at: (steps, round = exact) =>
        round(initial * factor ** Math.floor(steps / every))
    };
  },

  /**
   * Half a cosine from `initial` to `alpha · initial` over `decaySteps` (Loshchilov and Hutter
   * 2017). With `warmupTarget` the rate first rises evenly from `initial` to it over `warmupSteps`,
   * and falls from there. As Keras's `CosineDecay`.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * schedules.cosine({ initial: 1, decaySteps: 4 }).at(4); // 0
   * ```
   */
  cosine(options: {
    initial: number;
    decaySteps: number;
    alpha?: number;
    warmupTarget?: number;
    warmupSteps?: number;
  }): Schedule {
    const who = 'schedules.cosine';
    requireKnown(who, options, [
      'initial',
      'decaySteps',
      'alpha',
      'warmupTarget',
      'warmupSteps'
    ]);
    const initial = requireNumber(who, 'initial', options.initial);
    const every = requireInteger(who, 'decaySteps', options.decaySteps);
    const alpha = requireNumber(who, 'alpha', options.alpha ?? 0);
    const top = requireNumber(
      who,
      'warmupTarget',
      options.warmupTarget ?? initial
    );
    const warmup =
      options.warmupTarget === undefined
        ? 0
        : requireInteger(who, 'warmupSteps', options.warmupSteps ?? 0, 0);
    return {
      name: 'cosine',
      options,
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

/** A fixed rate or a schedule, checked. */
export function requireLearningRate(
  who: string,
  value: unknown
): number | Schedule {
  if (typeof value === 'number') {
    return requireNumber(who, 'learningRate', value, { least: 0 });
  }
  if (
    typeof value === 'object' &&
    value !== null &&
    'at' in value &&
    // An array has an `at` as well.
    'name' in value
  ) {
    return value as Schedule;
  }
  throw new TypeError(
    `${who}: learningRate must be a number or one of schedules, got ${described(value)}`
  );
}
