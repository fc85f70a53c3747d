import { requireKnown, requireNumber, requireOneOf } from '../base/check';
import {
  fraction,
  isPytorch,
  keptShare,
  optimizer,
  rounded,
  sharedOptions
} from './makeOptimizer';
import type { Optimizer } from './optimizer';
import type {
  AdadeltaOptions,
  AdagradOptions,
  AdamaxOptions,
  AdamOptions,
  AdamWOptions,
  NadamOptions,
  RmspropOptions,
  SgdOptions
} from './optimizerOptions';
import { adadeltaRule } from './rules/adadelta';
import { adamRule } from './rules/adam';
import { adamaxRule } from './rules/adamax';
import { nadamRule } from './rules/nadam';

/** Rules that turn gradients into steps. */
export const optimizers = {
  /**
   * Steps against the gradient, with momentum if asked for (also Nesterov's). Rate 0.01 as Keras,
   * 0.001 as PyTorch.
   *
   * @throws TypeError on a wrong or unknown option, or more than one way of clipping
   * @example
   * ```ts
   * optimizers.sgd({ learningRate: 0.01, globalClipNorm: 1 }).learningRate; // 0.01
   * ```
   */
  sgd(options: SgdOptions = {}): Optimizer {
    const who = 'optimizers.sgd';
    requireKnown(who, options, [...sharedOptions, 'momentum', 'nesterov']);
    const { nesterov = false } = options;
    const pytorch = isPytorch(who, options);
    const momentum = rounded(
      fraction(who, 'momentum', options.momentum ?? 0),
      pytorch
    );
    return optimizer('sgd', options, pytorch ? 1e-3 : 0.01, {
      slots: momentum > 0 ? [0] : [],
      compiled: {
        kind: 'sgd',
        convention: pytorch ? 'pytorch' : 'keras',
        momentum,
        nesterov
      },
      update(weights, gradient, [velocity], rate, step) {
        for (let at = 0; at < weights.length; at++) {
          const g = gradient[at];
          if (momentum === 0) {
            weights[at] -= rate * g;
          } else if (pytorch) {
            velocity[at] = step === 1 ? g : momentum * velocity[at] + g;
            const direction = nesterov
              ? g + momentum * velocity[at]
              : velocity[at];
            weights[at] -= rate * direction;
          } else {
            velocity[at] = momentum * velocity[at] - rate * g;
            weights[at] += nesterov
              ? momentum * velocity[at] - rate * g
              : velocity[at];
          }
        }
      }
    });
  },

  /**
   * Kingma and Ba 2015. Rate 0.001. ε 1e-7 as Keras, 1e-8 as PyTorch.
   *
   * @throws TypeError on a wrong or unknown option, or more than one way of clipping
   * @example
   * ```ts
   * optimizers.adam({ learningRate: 0.01, globalClipNorm: 1 }).learningRate; // 0.01
   * ```
   */
  adam(options: AdamOptions = {}): Optimizer {
    const who = 'optimizers.adam';
    requireKnown(who, options, [
      ...sharedOptions,
      'beta1',
      'beta2',
      'epsilon',
      'amsgrad'
    ]);
    return optimizer('adam', options, 1e-3, adamRule(who, options, 0));
  },

  /**
   * Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019). Decay 0.004 as
   * Keras, 0.01 as PyTorch.
   *
   * @throws TypeError on a wrong or unknown option, or more than one way of clipping
   * @example
   * ```ts
   * optimizers.adamW({ learningRate: 0.01, globalClipNorm: 1 }).learningRate; // 0.01
   * ```
   */
  adamW(options: AdamWOptions = {}): Optimizer {
    const who = 'optimizers.adamW';
    requireKnown(who, options, [
      ...sharedOptions,
      'beta1',
      'beta2',
      'epsilon',
      'amsgrad',
      'weightDecay'
    ]);
    const pytorch = isPytorch(who, options);
    const decay = rounded(
      requireNumber(
        who,
        'weightDecay',
        options.weightDecay ?? (pytorch ? 0.01 : 0.004),
        { least: 0 }
      ),
      pytorch
    );
    return optimizer('adamW', options, 1e-3, adamRule(who, options, decay));
  },

  /**
   * Adam with Nesterov's momentum (Dozat 2016). Rate 0.001 as Keras, 0.002 as PyTorch.
   *
   * @throws TypeError on a wrong or unknown option, or more than one way of clipping
   * @example
   * ```ts
   * optimizers.nadam({ learningRate: 0.01, globalClipNorm: 1 }).learningRate; // 0.01
   * ```
   */
  nadam(options: NadamOptions = {}): Optimizer {
    const who = 'optimizers.nadam';
    requireKnown(who, options, [
      ...sharedOptions,
      'beta1',
      'beta2',
      'epsilon',
      'momentumDecay'
    ]);
    const rate = isPytorch(who, options) ? 2e-3 : 1e-3;
    return optimizer('nadam', options, rate, nadamRule(who, options));
  },

  /**
   * Adam by the largest gradient in place of the mean square (Kingma and Ba 2015). Rate 0.001 as
   * Keras, 0.002 as PyTorch.
   *
   * @throws TypeError on a wrong or unknown option, or more than one way of clipping
   * @example
   * ```ts
   * optimizers.adamax({ learningRate: 0.01, globalClipNorm: 1 }).learningRate; // 0.01
   * ```
   */
  adamax(options: AdamaxOptions = {}): Optimizer {
    const who = 'optimizers.adamax';
    requireKnown(who, options, [...sharedOptions, 'beta1', 'beta2', 'epsilon']);
    const rate = isPytorch(who, options) ? 2e-3 : 1e-3;
    return optimizer('adamax', options, rate, adamaxRule(who, options));
  },

  /**
   * Zeiler 2012: steps in the unit of the weights. Rate 0.001 as Keras, 1 as PyTorch.
   *
   * @throws TypeError on a wrong or unknown option, or more than one way of clipping
   * @example
   * ```ts
   * optimizers.adadelta({ learningRate: 0.01, globalClipNorm: 1 }).learningRate; // 0.01
   * ```
   */
  adadelta(options: AdadeltaOptions = {}): Optimizer {
    const who = 'optimizers.adadelta';
    requireKnown(who, options, [...sharedOptions, 'rho', 'epsilon']);
    const rate = isPytorch(who, options) ? 1 : 1e-3;
    return optimizer('adadelta', options, rate, adadeltaRule(who, options));
  },

  /**
   * Hinton 2012. Rate 0.001 as Keras, 0.01 as PyTorch.
   *
   * @throws TypeError on a wrong or unknown option, or more than one way of clipping
   * @example
   * ```ts
   * optimizers.rmsprop({ learningRate: 0.01, globalClipNorm: 1 }).learningRate; // 0.01
   * ```
   */
  rmsprop(options: RmspropOptions = {}): Optimizer {
    const who = 'optimizers.rmsprop';
    requireKnown(who, options, [
      ...sharedOptions,
      'rho',
      'momentum',
      'epsilon',
      'centered'
    ]);
    const pytorch = isPytorch(who, options);
    const rho = keptShare(who, 'rho', options.rho ?? (pytorch ? 0.99 : 0.9));
    const momentum = fraction(who, 'momentum', options.momentum ?? 0);
    const epsilon = requireNumber(
      who,
      'epsilon',
      options.epsilon ?? (pytorch ? 1e-8 : 1e-7),
      { least: 0 }
    );
    const { centered = false } = options;
    return optimizer('rmsprop', options, pytorch ? 0.01 : 1e-3, {
      slots: [0, 0, 0],
      compiled: {
        kind: 'rmsprop',
        convention: pytorch ? 'pytorch' : 'keras',
        rho,
        momentum,
        epsilon,
        centered
      },
      update(weights, gradient, [square, velocity, average], rate) {
        for (let at = 0; at < weights.length; at++) {
          const g = gradient[at];
          square[at] = rho * square[at] + (1 - rho) * g * g;
          let variance = square[at];
          if (centered) {
            average[at] = rho * average[at] + (1 - rho) * g;
            variance -= average[at] * average[at];
          }
          const root = pytorch
            ? Math.sqrt(variance) + epsilon
            : Math.sqrt(variance + epsilon);
          if (momentum === 0) {
            weights[at] -= (rate * g) / root;
          } else if (pytorch) {
            velocity[at] = momentum * velocity[at] + g / root;
            weights[at] -= rate * velocity[at];
          } else {
            velocity[at] = momentum * velocity[at] + (rate * g) / root;
            weights[at] -= velocity[at];
          }
        }
      }
    });
  },

  /**
   * Duchi et al. 2011. Rate 0.001 as Keras, 0.01 as PyTorch.
   *
   * @throws TypeError on a wrong or unknown option, or more than one way of clipping
   * @example
   * ```ts
   * optimizers.adagrad({ learningRate: 0.01, globalClipNorm: 1 }).learningRate; // 0.01
   * ```
   */
  adagrad(options: AdagradOptions = {}): Optimizer {
    const who = 'optimizers.adagrad';
    requireKnown(who, options, [
      ...sharedOptions,
      'initialAccumulatorValue',
      'epsilon'
    ]);
    const pytorch = isPytorch(who, options);
    const start = rounded(
      requireNumber(
        who,
        'initialAccumulatorValue',
        options.initialAccumulatorValue ?? (pytorch ? 0 : 0.1),
        { least: 0 }
      ),
      pytorch
    );
    const epsilon = requireNumber(
      who,
      'epsilon',
      options.epsilon ?? (pytorch ? 1e-10 : 1e-7),
      { least: 0 }
    );
    return optimizer('adagrad', options, pytorch ? 0.01 : 1e-3, {
      slots: [start],
      compiled: {
        kind: 'adagrad',
        convention: pytorch ? 'pytorch' : 'keras',
        start,
        epsilon
      },
      update(weights, gradient, [total], rate) {
        for (let at = 0; at < weights.length; at++) {
          const g = gradient[at];
          total[at] += g * g;
          weights[at] -=
            (rate * g) /
            (pytorch
              ? Math.sqrt(total[at]) + epsilon
              : Math.sqrt(total[at] + epsilon));
        }
      }
    });
  }
};

export type OptimizerName = keyof typeof optimizers;

/** An optimiser by its name, with its defaults, or as it is. */
export function requireOptimizer(
  who: string,
  value: OptimizerName | Optimizer
): Optimizer {
  if (typeof value === 'object' && value !== null && 'apply' in value) {
    return value;
  }
  const name = requireOneOf(
    who,
    'optimizer',
    value,
    Object.keys(optimizers) as OptimizerName[]
  );
  return optimizers[name]();
}
