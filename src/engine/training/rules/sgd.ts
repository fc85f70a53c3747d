import type { OptimizerSpec } from '../../spec/optimizers';
import type { UpdateRule } from '../optimizer';
import { rounded } from '../rounded';

/**
 * Steps against the gradient, with momentum and perhaps Nesterov's (1983) look ahead. Weight decay
 * stands in the gradient in PyTorch, apart from it in Keras.
 */
export function sgdRule(spec: OptimizerSpec<'sgd'>): UpdateRule {
  const { nesterov, dampening, convention } = spec;
  const pytorch = convention === 'pytorch';
  const momentum = rounded(spec.momentum, convention);
  const decay = rounded(spec.weightDecay, convention);
  if (dampening > 0 && (!pytorch || nesterov)) {
    throw new TypeError(
      pytorch
        ? 'optimizers.sgd: nesterov goes with dampening 0 alone'
        : "optimizers.sgd: dampening is PyTorch's; give convention: 'pytorch' too"
    );
  }
  const [penalty, apart] = pytorch ? [decay, 0] : [0, decay];
  return {
    slots: momentum > 0 ? [0] : [],
    ...(dampening === 0 &&
      decay === 0 && {
        compiled: { kind: 'sgd', convention, momentum, nesterov }
      }),
    update(weights, gradient, [velocity], rate, step) {
      for (let at = 0; at < weights.length; at++) {
        const g = gradient[at] + penalty * weights[at];
        weights[at] -= weights[at] * apart * rate;
        if (momentum === 0) {
          weights[at] -= rate * g;
        } else if (pytorch) {
          velocity[at] =
            step === 1 ? g : momentum * velocity[at] + (1 - dampening) * g;
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
