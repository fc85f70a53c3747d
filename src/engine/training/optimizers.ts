import { requireKnown, requireNumber, requireOneOf } from '../check';
import type { Floats } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { clipGradients, normOf, requireClipping } from './clipping';
import type { Optimizer, UpdateRule } from './optimizer';
import type {
  AdagradOptions,
  AdamOptions,
  AdamWOptions,
  OptimizerOptions,
  RmspropOptions,
  SgdOptions
} from './optimizerOptions';
import { requireLearningRate } from './schedules';

const shared = [
  'learningRate',
  'convention',
  'clipNorm',
  'clipValue',
  'globalClipNorm'
];

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
    requireKnown(who, options, [...shared, 'momentum', 'nesterov']);
    const { nesterov = false } = options;
    const pytorch = isPytorch(who, options);
    const momentum = rounded(
      fraction(who, 'momentum', options.momentum ?? 0),
      pytorch
    );
    return optimizer('sgd', options, pytorch ? 1e-3 : 0.01, {
      slots: momentum > 0 ? [0] : [],
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
    requireKnown(who, options, [...shared, 'beta1', 'beta2', 'epsilon']);
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
      ...shared,
      'beta1',
      'beta2',
      'epsilon',
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
      ...shared,
      'rho',
      'momentum',
      'epsilon',
      'centered'
    ]);
    const pytorch = isPytorch(who, options);
    const rho = fraction(who, 'rho', options.rho ?? (pytorch ? 0.99 : 0.9));
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
      ...shared,
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

/**
 * `m += (1−β1)(g−m)`, `v += (1−β2)(g²−v)`; Keras then steps by
 * `rate·√(1−β2ᵗ)/(1−β1ᵗ) · m/(√v + ε)`, PyTorch by `rate/(1−β1ᵗ) · m/(√v/√(1−β2ᵗ) + ε)`.
 */
function adamRule(
  who: string,
  options: AdamOptions,
  decay: number
): UpdateRule {
  const pytorch = isPytorch(who, options);
  const beta1 = fraction(who, 'beta1', options.beta1 ?? 0.9);
  const beta2 = fraction(who, 'beta2', options.beta2 ?? 0.999);
  const epsilon = requireNumber(
    who,
    'epsilon',
    options.epsilon ?? (pytorch ? 1e-8 : 1e-7),
    { least: 0 }
  );
  return {
    slots: [0, 0],
    update(weights, gradient, [m, v], rate, step) {
      const correction1 = 1 - rounded(beta1, pytorch) ** step;
      const root2 = Math.sqrt(1 - rounded(beta2, pytorch) ** step);
      const alpha = pytorch ? rate / correction1 : (rate * root2) / correction1;
      const scale = pytorch ? root2 : 1;
      for (let at = 0; at < weights.length; at++) {
        const g = gradient[at];
        if (decay > 0) {
          weights[at] -= weights[at] * decay * rate;
        }
        m[at] += (g - m[at]) * (1 - beta1);
        v[at] += (g * g - v[at]) * (1 - beta2);
        weights[at] -= (alpha * m[at]) / (Math.sqrt(v[at]) / scale + epsilon);
      }
    }
  };
}

/** Keras casts some of its constants to float32 before it uses them, even on float64 weights. */
function rounded(constant: number, pytorch: boolean): number {
  return pytorch ? constant : Math.fround(constant);
}

function isPytorch(who: string, options: OptimizerOptions): boolean {
  return (
    requireOneOf(who, 'convention', options.convention ?? 'keras', [
      'keras',
      'pytorch'
    ]) === 'pytorch'
  );
}

function fraction(who: string, name: string, value: number): number {
  return requireNumber(who, name, value, { least: 0, most: 1 });
}

function optimizer(
  name: string,
  options: OptimizerOptions,
  defaultRate: number,
  rule: UpdateRule
): Optimizer {
  const who = `optimizers.${name}`;
  const given = requireLearningRate(who, options.learningRate ?? defaultRate);
  requireClipping(who, options);
  const convention = options.convention ?? 'keras';
  const schedule = typeof given === 'number' ? null : given;
  const start = typeof given === 'number' ? given : given.at(0);
  let learningRate = start;
  let iterations = 0;
  let slots: Floats[][] = [];
  return {
    name,
    options: { ...options },
    get iterations() {
      return iterations;
    },
    get learningRate() {
      return learningRate;
    },
    set learningRate(rate) {
      learningRate = requireNumber(who, 'learningRate', rate, { least: 0 });
    },
    apply(variables, gradients) {
      const arrays = gradients.map(({ values }) => values);
      const gradientNorm = normOf(arrays);
      clipGradients(arrays, options, convention);
      if (slots.length !== variables.length) {
        slots = variables.map(({ tensor }) =>
          rule.slots.map(value =>
            allocate(tensor.dtype, tensor.size).fill(value)
          )
        );
      }
      const { learningRate: rate, step } = this.advance();
      variables.forEach(({ tensor }, index) => {
        rule.update(tensor.values, arrays[index], slots[index], rate, step);
      });
      return { gradientNorm };
    },
    advance() {
      if (schedule) {
        learningRate =
          convention === 'pytorch'
            ? schedule.at(iterations)
            : schedule.at(iterations, Math.fround);
      }
      iterations++;
      return {
        learningRate: rounded(learningRate, convention === 'pytorch'),
        step: iterations
      };
    },
    state: () => ({
      iterations,
      learningRate,
      slots: slots.map(arrays => arrays.map(values => values.slice()))
    }),
    restore(state) {
      iterations = state.iterations;
      learningRate = state.learningRate;
      slots = state.slots.map(arrays => arrays.map(values => values.slice()));
    },
    reset() {
      iterations = 0;
      learningRate = start;
      slots = [];
    }
  };
}
