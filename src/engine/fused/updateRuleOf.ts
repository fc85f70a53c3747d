import type { Clipping, Optimizer } from '../training/optimizer';
import type { UpdateRule } from './updateRule';

/** The rule of one of `optimizers`; null for an optimiser of another make. */
export function updateRuleOf({
  rule
}: Pick<Optimizer, 'rule'>): UpdateRule | null {
  if (!rule) {
    return null;
  }
  const { compiled, convention, slots, update } = rule;
  return compiled ?? { kind: 'uncompiled', convention, slots, update };
}

/** At most one of the three bounds. */
export function clippingOf({ options }: Pick<Optimizer, 'options'>): Clipping {
  const { clipNorm, clipValue, globalClipNorm } = options as Clipping;
  return {
    ...(clipNorm !== undefined && { clipNorm }),
    ...(clipValue !== undefined && { clipValue }),
    ...(globalClipNorm !== undefined && { globalClipNorm })
  };
}
