import { requireBoolean, requireNumber } from '../../base/check';
import { keptShare, isPytorch, rounded } from '../makeOptimizer';
import type { UpdateRule } from '../optimizer';
import type { AdamOptions } from '../optimizerOptions';

/**
 * `m += (1−β1)(g−m)`, `v += (1−β2)(g²−v)`; Keras then steps by
 * `rate·√(1−β2ᵗ)/(1−β1ᵗ) · m/(√v + ε)`, PyTorch by `rate/(1−β1ᵗ) · m/(√v/√(1−β2ᵗ) + ε)`. With
 * `amsgrad` (Reddi et al. 2018) the largest v so far stands in place of v.
 *
 * @param decay taken off each weight as `rate·decay·w`, apart from the gradient
 * @param penalty added to the gradient as `penalty·w`
 */
export function adamRule(
  who: string,
  options: AdamOptions,
  decay: number,
  penalty = 0
): UpdateRule {
  const pytorch = isPytorch(who, options);
  const beta1 = keptShare(who, 'beta1', options.beta1 ?? 0.9);
  const beta2 = keptShare(who, 'beta2', options.beta2 ?? 0.999);
  const epsilon = requireNumber(
    who,
    'epsilon',
    options.epsilon ?? (pytorch ? 1e-8 : 1e-7),
    { least: 0 }
  );
  const amsgrad = requireBoolean(who, 'amsgrad', options.amsgrad ?? false);
  return {
    slots: amsgrad ? [0, 0, 0] : [0, 0],
    ...(!amsgrad &&
      penalty === 0 && {
        compiled: {
          kind: 'adam',
          convention: pytorch ? 'pytorch' : 'keras',
          beta1,
          beta2,
          epsilon,
          decay
        }
      }),
    update(weights, gradient, [m, v, largest], rate, step) {
      const correction1 = 1 - rounded(beta1, pytorch) ** step;
      const root2 = Math.sqrt(1 - rounded(beta2, pytorch) ** step);
      const alpha = pytorch ? rate / correction1 : (rate * root2) / correction1;
      const scale = pytorch ? root2 : 1;
      for (let at = 0; at < weights.length; at++) {
        const g = gradient[at] + penalty * weights[at];
        if (decay > 0) {
          weights[at] -= weights[at] * decay * rate;
        }
        m[at] += (g - m[at]) * (1 - beta1);
        v[at] += (g * g - v[at]) * (1 - beta2);
        if (amsgrad) {
          largest[at] = Math.max(largest[at], v[at]);
        }
        const square = amsgrad ? largest[at] : v[at];
        weights[at] -= (alpha * m[at]) / (Math.sqrt(square) / scale + epsilon);
      }
    }
  };
}
