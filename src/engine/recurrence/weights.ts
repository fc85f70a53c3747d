import type { Convention } from '../base/options';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { Named } from './definition';

export type { Convention };

/** Weights in a framework's layout, by its names in its order. */
export type WeightList = Readonly<Record<string, Tensor>>;

/** How a cell keeps its weights and hands them to its step. */
export interface CellWeights {
  /** In which layout the variables are now. */
  readonly convention: Convention;
  /** How many biases a gate has. */
  readonly biases: 0 | 1 | 2;
  /** What is trained. */
  readonly variables: readonly Variable[];
  /**
   * One tensor for each parameter of the step (W_f, U_f, b_f, …), computed from the variables on the tape,
   * or from what is laid out as they are and has their names: derivatives by them.
   */
  parameters(from?: WeightList): Named;
  /** Copies, by the names and in the order of the framework. */
  get(convention: Convention): WeightList;
  /** Takes a list in the framework's order, or an object by its names. */
  set(weights: WeightSource, convention: Convention): void;
}

export type WeightSource =
  readonly TensorLike[] | Readonly<Record<string, TensorLike>>;
