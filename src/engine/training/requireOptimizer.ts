import { requireFunction, requireOneOf } from '../base/check';
import type { OptimizerName as Described } from '../spec/optimizers';
import type { Optimizer } from './optimizer';
import type { OptimizerName } from './optimizers';
import { optimizers } from './optimizers';

/** The maker of each optimizer by its name; one that is described and not made does not compile. */
const makers: { readonly [N in Described]: () => Optimizer } = optimizers;

/** An optimizer by its name, with its defaults, or as it is. */
export function requireOptimizer(
  who: string,
  value: OptimizerName | Optimizer
): Optimizer {
  if (typeof value === 'object' && value !== null && 'apply' in value) {
    for (const name of ['apply', 'state', 'restore', 'reset'] as const) {
      requireFunction(who, `optimizer.${name}`, value[name]);
    }
    return value;
  }
  const names = Object.keys(makers) as OptimizerName[];
  return makers[requireOneOf(who, 'optimizer', value, names)]();
}
