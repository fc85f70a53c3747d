import type { Convention } from '../base/options';

/** Keras casts some of its constants to float32 before it uses them, even on float64 weights. */
export const rounded = (constant: number, convention: Convention): number =>
  convention === 'pytorch' ? constant : Math.fround(constant);
