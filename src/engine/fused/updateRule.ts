import type {
  Clipping,
  Optimizer,
  UpdateRule as AnyRule,
  UpdateConstants
} from '../training/optimizer';
import type { Convention } from '../recurrence/weights';

/** A rule for the kernels: compiled, or run from here on their memory. */
export type KernelUpdateRule =
  | UpdateConstants
  | (Pick<AnyRule, 'slots' | 'update'> & {
      readonly kind: 'uncompiled';
      readonly convention: Convention;
    });

/** The rule of one of `optimizers`; null for an optimizer of another make. */
export function updateRuleOf({
  rule,
  spec
}: Pick<Optimizer, 'rule' | 'spec'>): KernelUpdateRule | null {
  return rule && spec
    ? (rule.compiled ?? {
        kind: 'uncompiled',
        convention: spec.convention,
        slots: rule.slots,
        update: rule.update
      })
    : null;
}

/** One step of it. */
export interface UpdateStep {
  readonly rule: KernelUpdateRule;
  readonly clipping: Clipping;
  readonly learningRate: number;
  /** 1 at the first. */
  readonly step: number;
}

/** Start values of what a rule remembers for each weight. */
export function slotsOf(rule: KernelUpdateRule): readonly number[] {
  switch (rule.kind) {
    case 'adam':
      return [0, 0];
    case 'sgd':
      return rule.momentum > 0 ? [0] : [];
    case 'rmsprop':
      return [0, 0, 0];
    case 'adagrad':
      return [rule.start];
    case 'uncompiled':
      return rule.slots;
  }
}
