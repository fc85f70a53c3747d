import type { OptimizerSpec } from '../../spec/optimizers';
import type { UpdateRule } from '../optimizer';

/** Hinton 2012: steps by the gradient over the root of its running mean square. */
export function rmspropRule(spec: OptimizerSpec<'rmsprop'>): UpdateRule {
  const { rho, momentum, epsilon, centered, convention } = spec;
  const pytorch = convention === 'pytorch';
  return {
    slots: [0, 0, 0],
    compiled: {
      kind: 'rmsprop',
      convention,
      rho,
      momentum,
      epsilon,
      centered
    },
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
  };
}
