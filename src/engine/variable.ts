import type { Tensor } from './tensor/tensor';

/** A weight: what an optimiser changes and a file keeps. */
export interface Variable {
  /** As the framework calls it: `kernel`, `recurrentKernel`, `bias`; `weight_ih`, … */
  readonly name: string;
  /** A leaf of the tape. Optimisers write into its `values`. */
  readonly tensor: Tensor;
  readonly trainable: boolean;
}
