import type { Layer, Pass } from '../layers/layer';
import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { Loss } from '../training/loss';
import type { Optimizer } from '../training/optimizer';
import type { FusedLoss } from './loss';

/** What is asked of a model of layers. */
export interface ModelOfLayers {
  readonly layers: readonly Layer[];
  /** Counts changes of the weights. */
  readonly revision: number;
  readonly trainable: readonly Variable[];
  passFor(training: boolean, step: number): Pass;
  maskOf(x: Tensor): Tensor | undefined;
  /** Notes that the weights are not what they were. */
  changed(): void;
}

/** Counts changes of the model's weights, of each layer's in another model and of each cell's alone. */
export function revisionOf({
  revision,
  layers
}: Pick<ModelOfLayers, 'revision' | 'layers'>): number {
  let sum = revision;
  for (const { cells, revision: own } of layers) {
    sum += own;
    for (const cell of cells) {
      sum += cell.revision;
    }
  }
  return sum;
}

/** A model computed by the kernels. Weights are brought there and back when they are needed. */
export interface FusedModel {
  /** As a summary prints it. */
  readonly path: string;
  /** Outputs for a batch `[B, T, …]`, in f32. */
  predict(x: Tensor): Tensor;
  /** How the loss is computed, or null when the kernels cannot. */
  lossOf(loss: Loss): FusedLoss | null;
  /** Loss and outputs for a batch. @param importance one for each row of the outputs */
  score(
    x: Tensor,
    y: Tensor,
    loss: FusedLoss,
    importance?: ArrayLike<number>
  ): { readonly loss: number; readonly output: Tensor; readonly mask?: Tensor };
  /** What of this training the kernels do not have, in words; null when they have all. */
  refusal(
    optimizer: Pick<Optimizer, 'name' | 'rule' | 'spec'>,
    loss: Pick<Loss, 'name' | 'spec'>
  ): string | null;
  /** Trains with this optimizer, or null when the kernels have no such rule. */
  trainer(optimizer: Optimizer, loss: FusedLoss): FusedTrainer | null;
}

export interface FusedTrainer {
  /** Whether the steps of one's own still are what it was made of. */
  isCurrent(): boolean;
  step(request: {
    readonly x: Tensor;
    readonly y: Tensor;
    /** Which examples. */
    readonly rows: Int32Array;
    /** Counts batches: the seed of their dropout. */
    readonly step: number;
    /** One for each row of the batch's outputs. */
    readonly importance?: ArrayLike<number>;
  }): { readonly loss: number; readonly gradientNorm: number };
  /** Outputs `[B, …, K]` of the last step, and its mask. */
  outputs(): { readonly output: Tensor; readonly mask?: Tensor };
  /** Brings the layers' weights up to date. */
  settleWeights(): void;
  /** The same for what the optimizer remembers. */
  settleOptimizer(): void;
}
