import type { OptimizerSpec } from '../../spec/optimizers';
import type { UpdateRule } from '../optimizer';
import { rounded } from '../rounded';

/**
 * Adam with Nesterov's momentum (Dozat 2016): with `μ_t = β1 (1 − ½·0.96^{tψ})`,
 * `m̂ = μ_{t+1} m/(1 − μ_1⋯μ_{t+1}) + (1 − μ_t) g/(1 − μ_1⋯μ_t)`, `v̂ = v/(1−β2ᵗ)`, it steps by
 * `rate · m̂/(√v̂ + ε)`. ψ is 1 in Keras, 0.004 in PyTorch.
 */
export function nadamRule(spec: OptimizerSpec<'nadam'>): UpdateRule {
  const { beta1, beta2, epsilon, momentumDecay: psi, convention } = spec;
  // Keras rounds its constants to float32, all but those of the product.
  const [kept1, kept2, fading] = [beta1, beta2, 0.96].map(constant =>
    rounded(constant, convention)
  );
  const momentum = (step: number) => kept1 * (1 - 0.5 * fading ** (step * psi));
  /** μ_1⋯μ_t at t; of the number of the step alone, so that a resumed training finds it again. */
  const products = [1];
  const product = (step: number): number => {
    for (let t = products.length; t <= step; t++) {
      products.push(products[t - 1] * beta1 * (1 - 0.5 * 0.96 ** (t * psi)));
    }
    return products[step];
  };
  return {
    slots: [0, 0],
    update(weights, gradient, [m, v], rate, step) {
      const next = momentum(step + 1);
      const ahead = next / (1 - product(step) * next);
      const now = (1 - momentum(step)) / (1 - product(step));
      const correction2 = 1 - kept2 ** step;
      for (let at = 0; at < weights.length; at++) {
        const g = gradient[at];
        m[at] += (g - m[at]) * (1 - kept1);
        v[at] += (g * g - v[at]) * (1 - kept2);
        weights[at] -=
          (rate * (ahead * m[at] + now * g)) /
          (Math.sqrt(v[at] / correction2) + epsilon);
      }
    }
  };
}
