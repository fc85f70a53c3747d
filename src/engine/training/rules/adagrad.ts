import type { OptimizerSpec } from '../../spec/optimizers';
import type { UpdateRule } from '../optimizer';
import { rounded } from '../rounded';

/** Duchi et al. 2011: steps by the gradient over the root of the sum of its squares. */
export function adagradRule(spec: OptimizerSpec<'adagrad'>): UpdateRule {
  const { epsilon, convention } = spec;
  const pytorch = convention === 'pytorch';
  const start = rounded(spec.initialAccumulatorValue, convention);
  return {
    slots: [start],
    compiled: {
      kind: 'adagrad',
      convention,
      start,
      epsilon
    },
    update(weights, gradient, [total], rate) {
      for (let at = 0; at < weights.length; at++) {
        const g = gradient[at];
        total[at] += g * g;
        weights[at] -=
          (rate * g) /
          (pytorch
            ? Math.sqrt(total[at]) + epsilon
            : Math.sqrt(total[at] + epsilon));
      }
    }
  };
}
