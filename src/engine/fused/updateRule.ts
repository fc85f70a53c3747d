import type { Convention } from '../cells/gatedWeights';
import type { Clipping } from '../training/optimizer';

/** The rule of an optimiser, with all its constants. */
export type UpdateRule = { readonly convention: Convention } & (
  | {
      readonly kind: 'adam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      /** AdamW's weight decay; 0 without. */
      readonly decay: number;
    }
  | {
      readonly kind: 'sgd';
      readonly momentum: number;
      readonly nesterov: boolean;
    }
  | {
      readonly kind: 'rmsprop';
      readonly rho: number;
      readonly momentum: number;
      readonly epsilon: number;
      readonly centered: boolean;
    }
  | {
      readonly kind: 'adagrad';
      readonly start: number;
      readonly epsilon: number;
    }
);

/** One step of it. */
export interface UpdateStep {
  readonly rule: UpdateRule;
  readonly clipping: Clipping;
  readonly learningRate: number;
  /** 1 at the first. */
  readonly step: number;
}

/** Start values of what a rule remembers for each weight. */
export function slotsOf(rule: UpdateRule): readonly number[] {
  switch (rule.kind) {
    case 'adam':
      return [0, 0];
    case 'sgd':
      return rule.momentum > 0 ? [0] : [];
    case 'rmsprop':
      return [0, 0, 0];
    case 'adagrad':
      return [rule.start];
  }
}
