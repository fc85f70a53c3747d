import type { OptimizerSpec } from '../../spec/optimizers';
import type { UpdateRule } from '../optimizer';
import { rounded } from '../rounded';

/**
 * `m += (1−β1)(g−m)`, `v += (1−β2)(g²−v)`; Keras then steps by
 * `rate·√(1−β2ᵗ)/(1−β1ᵗ) · m/(√v + ε)`, PyTorch by `rate/(1−β1ᵗ) · m/(√v/√(1−β2ᵗ) + ε)`. With
 * `amsgrad` (Reddi et al. 2018) the largest v so far stands in place of v.
 * AdamW (Loshchilov and Hutter 2019) first takes `rate·decay·w` off each weight; so does Keras's Adam
 * with a decay, where PyTorch's adds `decay·w` to the gradient.
 */
export function adamRule(spec: OptimizerSpec<'adam' | 'adamW'>): UpdateRule {
  const { beta1, beta2, epsilon, amsgrad, convention } = spec;
  const pytorch = convention === 'pytorch';
  const weightDecay = rounded(spec.weightDecay, convention);
  const [penalty, decay] =
    pytorch && spec.kind === 'adam' ? [weightDecay, 0] : [0, weightDecay];
  return {
    slots: amsgrad ? [0, 0, 0] : [0, 0],
    ...(!amsgrad &&
      penalty === 0 && {
        compiled: {
          kind: 'adam',
          convention,
          beta1,
          beta2,
          epsilon,
          decay
        }
      }),
    update(weights, gradient, [m, v, largest], rate, step) {
      const correction1 = 1 - rounded(beta1, convention) ** step;
      const root2 = Math.sqrt(1 - rounded(beta2, convention) ** step);
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
