import type { OptimizerSpec } from '../../spec/optimizers';
import type { UpdateRule } from '../optimizer';

/**
 * Zeiler 2012: `s = ρs + (1−ρ)g²`, `Δ = √(d + ε)/√(s + ε) · g`, `d = ρd + (1−ρ)Δ²`, a step of
 * `rate · Δ`.
 */
export function adadeltaRule(spec: OptimizerSpec<'adadelta'>): UpdateRule {
  const { rho, epsilon } = spec;
  return {
    slots: [0, 0],
    update(weights, gradient, [square, change], rate) {
      for (let at = 0; at < weights.length; at++) {
        const g = gradient[at];
        square[at] = rho * square[at] + (1 - rho) * g * g;
        const delta =
          (Math.sqrt(change[at] + epsilon) / Math.sqrt(square[at] + epsilon)) *
          g;
        change[at] = rho * change[at] + (1 - rho) * delta * delta;
        weights[at] -= rate * delta;
      }
    }
  };
}
