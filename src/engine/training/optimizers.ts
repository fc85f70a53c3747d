import { family } from '../base/family';
import type { Convention } from '../recurrence/weights';
import { optimizerOptions } from '../spec/optimizers';
import type { Schedule } from '../spec/schedules';
import { optimizer } from './makeOptimizer';
import type { Clipping, Optimizer } from './optimizer';
import { adagradRule } from './rules/adagrad';
import { adamRule } from './rules/adam';
import { nadamRule } from './rules/nadam';
import { rmspropRule } from './rules/rmsprop';
import { sgdRule } from './rules/sgd';

/** Options that all optimizers share. */
export interface OptimizerOptions extends Clipping {
  /** A number or one of `schedules`. */
  learningRate?: number | Schedule;
  /** Whose defaults, whose place of ε, whose clipping. Default `keras`. */
  convention?: Convention;
}

export interface SgdOptions extends OptimizerOptions {
  /** Share of the last step that goes on, 0 to 1. Default 0. */
  momentum?: number;
  /** Share of the gradient that the momentum leaves out, in PyTorch's convention. Default 0. */
  dampening?: number;
  /** Whether the gradient is that of where the momentum leads (Nesterov 1983). Default false. */
  nesterov?: boolean;
  /**
   * How fast weights fall to 0. As PyTorch's `weight_decay` it adds `weightDecay · w` to the gradient;
   * as Keras's it takes `rate · weightDecay · w` off each weight, apart from the gradient. Default 0.
   */
  weightDecay?: number;
}

export interface AdamOptions extends OptimizerOptions {
  /** Share of the mean gradient that is kept at each step. Default 0.9. */
  beta1?: number;
  /** Share of the mean squared gradient that is kept at each step. Default 0.999. */
  beta2?: number;
  /** 1e-7 as Keras, 1e-8 as PyTorch. */
  epsilon?: number;
  /** Divides by the largest mean squared gradient so far (Reddi et al. 2018). Default false. */
  amsgrad?: boolean;
  /** As for SGD: in the gradient as PyTorch, apart from it as Keras. Default 0. */
  weightDecay?: number;
}

export interface AdamWOptions extends Omit<AdamOptions, 'weightDecay'> {
  /** Each step also takes `rate · weightDecay` of a weight off it. 0.004 as Keras, 0.01 as PyTorch. */
  weightDecay?: number;
}

export interface RmspropOptions extends OptimizerOptions {
  /** 0.9 as Keras, 0.99 as PyTorch (there called alpha). */
  rho?: number;
  /** Share of the last step that goes on, 0 to 1. Default 0. */
  momentum?: number;
  /** Inside the root as Keras (1e-7), outside as PyTorch (1e-8). */
  epsilon?: number;
  /** Divides by the variance of the gradients instead of their mean square. Default false. */
  centered?: boolean;
}

export interface AdagradOptions extends OptimizerOptions {
  /** 0.1 as Keras, 0 as PyTorch. */
  initialAccumulatorValue?: number;
  /** Inside the root as Keras (1e-7), outside as PyTorch (1e-10). */
  epsilon?: number;
}

export interface NadamOptions extends Omit<
  AdamOptions,
  'amsgrad' | 'weightDecay'
> {
  /** How fast the momentum rises to beta1: ψ, 1 as Keras, 0.004 as PyTorch. */
  momentumDecay?: number;
}

/** Rules that turn gradients into steps. */
export const optimizers = family('optimizers', {
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
    return optimizer(
      { kind: 'sgd', ...optimizerOptions.sgd(options) },
      sgdRule
    );
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
    return optimizer(
      { kind: 'adam', ...optimizerOptions.adam(options) },
      adamRule
    );
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
    return optimizer(
      { kind: 'adamW', ...optimizerOptions.adamW(options) },
      adamRule
    );
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
    return optimizer(
      { kind: 'nadam', ...optimizerOptions.nadam(options) },
      nadamRule
    );
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
    return optimizer(
      { kind: 'rmsprop', ...optimizerOptions.rmsprop(options) },
      rmspropRule
    );
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
    return optimizer(
      { kind: 'adagrad', ...optimizerOptions.adagrad(options) },
      adagradRule
    );
  }
});

export type OptimizerName = keyof typeof optimizers;
