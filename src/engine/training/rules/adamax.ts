import { requireNumber } from '../../base/check';
import { keptShare, isPytorch, rounded } from '../makeOptimizer';
import type { UpdateRule } from '../optimizer';
import type { AdamaxOptions } from '../optimizerOptions';

/**
 * Adam by the largest gradient in place of the mean square (Kingma and Ba 2015): `m += (1−β1)(g−m)`,
 * `u = max(β2 u, |g|)`, a step of `rate/(1−β1ᵗ) · m/(u + ε)`. PyTorch adds ε to |g| instead of u.
 */
export function adamaxRule(who: string, options: AdamaxOptions): UpdateRule {
  const pytorch = isPytorch(who, options);
  const beta1 = keptShare(who, 'beta1', options.beta1 ?? 0.9);
  const beta2 = keptShare(who, 'beta2', options.beta2 ?? 0.999);
  const epsilon = requireNumber(
    who,
    'epsilon',
    options.epsilon ?? (pytorch ? 1e-8 : 1e-7),
    { least: 0 }
  );
  const [inside, outside] = pytorch ? [epsilon, 0] : [0, epsilon];
  return {
    slots: [0, 0],
    update(weights, gradient, [m, u], rate, step) {
      const alpha = rate / (1 - rounded(beta1, pytorch) ** step);
      for (let at = 0; at < weights.length; at++) {
        const g = gradient[at];
        m[at] += (g - m[at]) * (1 - beta1);
        u[at] = Math.max(beta2 * u[at], Math.abs(g) + inside);
        weights[at] -= (alpha * m[at]) / (u[at] + outside);
      }
    }
  };
}
