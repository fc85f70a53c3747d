import type { OptimizerName, OptimizerSpec } from '../../spec/optimizers';
import type { UpdateRule } from '../optimizer';
import { adadeltaRule } from './adadelta';
import { adagradRule } from './adagrad';
import { adamRule } from './adam';
import { adamaxRule } from './adamax';
import { nadamRule } from './nadam';
import { rmspropRule } from './rmsprop';
import { sgdRule } from './sgd';

/** An optimiser that is described has a rule, or it does not compile. */
const rules: {
  readonly [N in OptimizerName]: (spec: OptimizerSpec<N>) => UpdateRule;
} = {
  adadelta: adadeltaRule,
  adagrad: adagradRule,
  adam: adamRule,
  adamW: adamRule,
  adamax: adamaxRule,
  nadam: nadamRule,
  rmsprop: rmspropRule,
  sgd: sgdRule
};

/** The rule of the optimiser that a spec describes. */
export const ruleOf = (spec: OptimizerSpec): UpdateRule =>
  (rules[spec.kind] as (spec: OptimizerSpec) => UpdateRule)(spec);
