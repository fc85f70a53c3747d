import type { ViewedStep } from '../compiler/viewedStep';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Convention } from '../recurrence/weights';

/** Rows of a table for token ids `[B, T]`. */
export interface EmbeddingSpec {
  readonly kind: 'embedding';
  readonly name: string;
  /** V. */
  readonly inputDim: number;
  /** D. */
  readonly outputDim: number;
  /** Id 0 is padding. */
  readonly maskZero: boolean;
}

/** One direction of a recurrent layer: a cell, and what is compiled of its step. */
export interface DirectionSpec {
  readonly cell: RecurrentCell;
  readonly step: ViewedStep;
  /** From the last step to the first. */
  readonly reverse: boolean;
}

/** A recurrent layer in one direction or both. */
export interface RecurrentSpec {
  readonly kind: 'recurrent';
  readonly name: string;
  /** One, or both: their outputs stand side by side, forward first. */
  readonly directions: readonly DirectionSpec[];
  /** An output for each step, else after the last only. */
  readonly returnSequences: boolean;
  /** What stands at masked steps, and after them, is another thing in each framework. */
  readonly convention: Convention;
  /** The states after a batch are those before the next, as constants. */
  readonly stateful: boolean;
  /** Share of inputs dropped, the same at each step of a sequence. */
  readonly dropout: number;
  /** Share of h dropped before it enters the gates, the same at each step. */
  readonly recurrentDropout: number;
}

/** Drops single numbers while training. */
export interface DropoutSpec {
  readonly kind: 'dropout';
  readonly name: string;
  readonly rate: number;
}

export type DenseActivation =
  'linear' | 'tanh' | 'sigmoid' | 'relu' | 'softmax';

/** A linear map of the last axis. Softmax only as the last layer. */
export interface DenseSpec {
  readonly kind: 'dense';
  readonly name: string;
  readonly units: number;
  readonly activation: DenseActivation;
  readonly useBias: boolean;
}

/** Both directions of the layer before, which stand side by side, as one. */
export interface MergeSpec {
  readonly kind: 'merge';
  readonly name: string;
  readonly mode: 'sum' | 'ave' | 'mul';
}

/** Each sequence from its last step to its first; no step may be padding. */
export interface ReverseSpec {
  readonly kind: 'reverse';
  readonly name: string;
}

export type FusedLayerSpec =
  | EmbeddingSpec
  | RecurrentSpec
  | MergeSpec
  | ReverseSpec
  | DropoutSpec
  | DenseSpec;

/** A network that the kernels can compute whole. */
export interface NetworkSpec {
  /** I of `[B, T, I]`; absent when the first layer is an embedding of `[B, T]`. */
  readonly inputSize?: number;
  readonly layers: readonly FusedLayerSpec[];
}
