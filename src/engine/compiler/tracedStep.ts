import type { Tensor } from '../tensor/tensor';
import type { FollowedStep } from './followStep';
import type { AppliedFunction } from './functions';
import type { Graph } from './graph';

/** A step as a graph, and the weights that it reads. */
export interface TracedStep {
  readonly graph: Graph;
  readonly matrices: readonly Tensor[];
  readonly vectors: readonly Tensor[];
  /** Each function that it applies, once. */
  readonly functions: readonly AppliedFunction[];
  /** What it was lowered from. */
  readonly followed: FollowedStep;
  /** Which value of the graph a tensor of the followed step is; −1 where it is none. */
  readonly idOf: (tensor: Tensor) => number;
}
