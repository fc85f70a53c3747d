import type { Named } from '../recurrence/definition';
import type { Tensor } from '../tensor/tensor';
import type { AppliedFunction } from './functions';
import type { Graph } from './graph';

/** A step as a graph, and the weights that it reads. */
export interface TracedStep {
  readonly graph: Graph;
  readonly matrices: readonly Tensor[];
  readonly vectors: readonly Tensor[];
  /** Each function that it applies, once. */
  readonly functions: readonly AppliedFunction[];
  /** Tensors without numbers, for equations to be read off: `x` with the states before, and the channels. */
  readonly input: Named;
  readonly outputs: Named;
  /** Which value of the graph a tensor of the step is. */
  readonly idOf: (tensor: Tensor) => number | undefined;
}
