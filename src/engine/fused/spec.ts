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

export type FusedCell = 'rnn' | 'lstm' | 'gru';

/** A recurrent layer in one direction or both. */
export interface RecurrentSpec {
  readonly kind: 'recurrent';
  readonly name: string;
  readonly cell: FusedCell;
  /** H. */
  readonly units: number;
  /** Both: the outputs stand side by side, forward first. */
  readonly direction: 'forward' | 'backward' | 'both';
  /** An output for each step, else after the last only. */
  readonly returnSequences: boolean;
  /** Layout of the weights and gate order. */
  readonly convention: Convention;
  /** How many biases each gate has. */
  readonly biases: 0 | 1 | 2;
  /** GRU: whether the reset gate acts after the product. */
  readonly resetAfter?: boolean;
  /** RNN: default tanh. */
  readonly activation?: 'tanh' | 'relu';
  /** Whether the gates are hard sigmoids. Default false. */
  readonly hardGates?: boolean;
  /** P, when h is a linear map of what the cell lets out; a projection of the same name follows. */
  readonly projection?: number;
  /** The states after a batch are those before the next, as constants. Default false. */
  readonly stateful?: boolean;
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

/** `h = m P`, m what the recurrent layer of the same name before it lets out. */
export interface ProjectionSpec {
  readonly kind: 'projection';
  readonly name: string;
  /** P. */
  readonly size: number;
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

export type LayerSpec =
  | EmbeddingSpec
  | RecurrentSpec
  | ProjectionSpec
  | MergeSpec
  | ReverseSpec
  | DropoutSpec
  | DenseSpec;

/** A network that the kernels can compute whole. */
export interface NetworkSpec {
  /** I of `[B, T, I]`; absent when the first layer is an embedding of `[B, T]`. */
  readonly inputSize?: number;
  readonly layers: readonly LayerSpec[];
}

/** How many gates a cell stacks. */
export const gatesOf: Readonly<Record<FusedCell, number>> = {
  rnn: 1,
  lstm: 4,
  gru: 3
};
