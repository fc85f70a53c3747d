import type { OptimizerSpec } from '../../spec/optimizers';
import type { UpdateRule } from '../optimizer';
import { rounded } from '../rounded';

/**
 * Adam by the largest gradient in place of the mean square (Kingma and Ba 2015): `m += (1−β1)(g−m)`,
 * `u = max(β2 u, |g|)`, a step of `rate/(1−β1ᵗ) · m/(u + ε)`. PyTorch adds ε to |g| instead of u.
 */
export function adamaxRule(spec: OptimizerSpec<'adamax'>): UpdateRule {
  const { beta1, beta2, epsilon, convention } = spec;
  const pytorch = convention === 'pytorch';
  const [inside, outside] = pytorch ? [epsilon, 0] : [0, epsilon];
  return {
    slots: [0, 0],
    update(weights, gradient, [m, u], rate, step) {
      const alpha = rate / (1 - rounded(beta1, convention) ** step);
      for (let at = 0; at < weights.length; at++) {
        const g = gradient[at];
        m[at] += (g - m[at]) * (1 - beta1);
        u[at] = Math.max(beta2 * u[at], Math.abs(g) + inside);
        weights[at] -= (alpha * m[at]) / (u[at] + outside);
      }
    }
  };
}
