import type { Tensor } from '../tensor/tensor';
import type { Graph } from './graph';

/** A step as a graph, and the weights that it reads. */
export interface TracedStep {
  readonly graph: Graph;
  readonly matrices: readonly Tensor[];
  readonly vectors: readonly Tensor[];
}
