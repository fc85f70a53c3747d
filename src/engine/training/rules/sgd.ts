import type { OptimizerSpec } from '../../spec/optimizers';
import type { UpdateRule } from '../optimizer';
import { rounded } from '../rounded';

/** Steps against the gradient, with momentum and perhaps Nesterov's (1983) look ahead. */
export function sgdRule(spec: OptimizerSpec<'sgd'>): UpdateRule {
  const { nesterov, convention } = spec;
  const pytorch = convention === 'pytorch';
  const momentum = rounded(spec.momentum, convention);
  return {
    slots: momentum > 0 ? [0] : [],
    compiled: {
      kind: 'sgd',
      convention,
      momentum,
      nesterov
    },
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
  };
}
