import type { StateStore } from './states';
import type { Target } from './head';
import type { Holding } from './heldWeights';
import type { NetworkSpec } from './spec';
import type { UpdateStep } from './updateRule';
import type { Batch } from './stage';

/** Sequences to be computed together. */
export interface FusedInput {
  /** Features `[…, T, I]` or token ids `[…, T]`. */
  readonly input: ArrayLike<number>;
  /** Position of each sequence's first number in `input`; one for each of the batch. */
  readonly starts: Int32Array;
  /** T. */
  readonly steps: number;
  /** States that stateful layers begin with and leave; without it all begin with zeros. */
  readonly states?: StateStore;
  /** 1 where a step is real, `[B, T]`; without it all are, but for the padding of an embedding. */
  readonly mask?: ArrayLike<number>;
}

/** One step of training. */
export interface FusedTrainStep extends FusedInput {
  readonly target: Target;
  /** Without it gradients are computed and the weights stay. */
  readonly update?: UpdateStep;
  readonly dropoutMask?: Batch['dropoutMask'];
}

/** A weight of a network, as its framework names and shapes it. */
export interface NamedWeight {
  readonly layer: string;
  readonly name: string;
  readonly shape: readonly number[];
}

/** A network computed by the kernels, in f32. */
export interface FusedNetwork {
  readonly spec: NetworkSpec;
  /** Of the kernels that compute it. */
  readonly kind: string;
  readonly weights: readonly NamedWeight[];
  /** K, how many numbers each row of its output has. */
  readonly outputWidth: number;
  /** Numbers of the at-th weight in its framework's order. */
  readWeight(
    at: number,
    target?: Float32Array | Float64Array
  ): ArrayLike<number>;
  writeWeight(at: number, values: ArrayLike<number>): void;
  /** Derivatives of the last step, before they were clipped only if no clipping was asked for. */
  readGradient(at: number): ArrayLike<number>;
  /** All of them but a table's as they are now, each read when it is asked for. */
  copyGradients(): (at: number) => ArrayLike<number>;
  /** What the optimizer remembers of a weight, one array a slot. */
  readSlots(at: number): readonly ArrayLike<number>[];
  writeSlots(at: number, slots: readonly ArrayLike<number>[]): void;
  /** Forgets what the optimizer remembers. */
  resetSlots(): void;
  /** What holds weights in steps of training from now on. */
  hold(holdings: readonly Holding[]): void;
  /**
   * Whether a layer learns; else it stays as it is while training.
   *
   * @param behind steps of the optimizer that it has not taken. Default 0.
   */
  setTrainable(layer: string, trainable: boolean, behind?: number): void;
  /** Outputs `[B, K]`, or `[B, T, K]` when the last layer has one for each step. */
  predict(input: FusedInput): Float32Array;
  /** The loss of a batch's outputs, without a step. */
  score(
    input: FusedInput,
    target: Target
  ): { readonly loss: number; readonly outputs: Float32Array };
  /** One step; the weights stay as they are when the loss is not finite. */
  trainStep(step: FusedTrainStep): {
    readonly loss: number;
    readonly gradientNorm: number;
  };
  /** Outputs of the last training step, before its update. */
  trainedOutputs(): Float32Array;
  /** Bytes of kernel memory that it holds now. */
  readonly bytes: number;
  dispose(): void;
}
