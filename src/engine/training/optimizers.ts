import { requireOneOf } from '../base/check';
import { optimizerOptions } from '../spec/optimizers';
import { optimizer } from './makeOptimizer';
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
    return optimizer({ kind: 'sgd', ...optimizerOptions.sgd(options) });
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
    return optimizer({ kind: 'adam', ...optimizerOptions.adam(options) });
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
    return optimizer({ kind: 'adamW', ...optimizerOptions.adamW(options) });
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
    return optimizer({ kind: 'nadam', ...optimizerOptions.nadam(options) });
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
    return optimizer({ kind: 'adamax', ...optimizerOptions.adamax(options) });
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
    return optimizer({
      kind: 'adadelta',
      ...optimizerOptions.adadelta(options)
    });
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
    return optimizer({ kind: 'rmsprop', ...optimizerOptions.rmsprop(options) });
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
    return optimizer({ kind: 'adagrad', ...optimizerOptions.adagrad(options) });
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
