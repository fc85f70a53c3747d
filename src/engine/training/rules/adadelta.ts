import { requireNumber } from '../../base/check';
import { keptShare, isPytorch } from '../makeOptimizer';
import type { UpdateRule } from '../optimizer';
import type { AdadeltaOptions } from '../optimizerOptions';

/**
 * Zeiler 2012: `s = ρs + (1−ρ)g²`, `Δ = √(d + ε)/√(s + ε) · g`, `d = ρd + (1−ρ)Δ²`, a step of
 * `rate · Δ`.
 */
export function adadeltaRule(
  who: string,
  options: AdadeltaOptions
): UpdateRule {
  const pytorch = isPytorch(who, options);
  const rho = keptShare(who, 'rho', options.rho ?? (pytorch ? 0.9 : 0.95));
  const epsilon = requireNumber(
    who,
    'epsilon',
    options.epsilon ?? (pytorch ? 1e-6 : 1e-7),
    { least: 0 }
  );
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
