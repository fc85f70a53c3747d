import type { Metric, RunningMetric } from '../tensor/metric';
import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { Callback, CallbackState } from './callback';
import type { GateRow, WeightRow } from './epochRow';
import type { Optimizer } from './optimizer';

/** What is trained, as the loop sees it. */
export interface TrainingTask {
  /** The model: it is trained by one loop at a time. */
  readonly owner: object;
  /** How errors name what was called: `model.fit`. */
  readonly who: string;
  /** N, how many examples there are. */
  readonly examples: number;
  readonly batchSize: number;
  /** Null keeps the order of the data. */
  readonly shuffleSeed: number | null;
  /** `[N]`: examples of one number go into batches together, where they are to be grouped. */
  readonly buckets?: Int32Array;
  readonly optimizer: Optimizer;
  readonly metrics: readonly Metric[];
  readonly callbacks: readonly Callback[];
  /** All weights by their whole names. */
  weights(): readonly Variable[];
  /** Those that learn. */
  variables(): readonly Variable[];
  /**
   * The loss of some examples, on the tape.
   *
   * @param step counts batches from the start of training: the seed of their dropout
   */
  loss(
    rows: Int32Array,
    step: number,
    running: readonly RunningMetric[]
  ): Tensor;
  /**
   * The same, its gradients and the optimizer's step, made elsewhere than on the tape. The weights
   * stay as they are when the loss is not finite.
   */
  step?(
    rows: Int32Array,
    step: number,
    running: readonly RunningMetric[]
  ): { readonly loss: number; readonly gradientNorm: number };
  /**
   * Brings the variables up to date with steps that were made elsewhere, before anyone else looks;
   * with `everything` also what the optimizer remembers.
   */
  settle?(everything: boolean): void;
  /** Why the loss of these examples can be no number, where that is not the steps' fault. */
  excuse?(rows: Int32Array): string | null;
  /** Loss and metrics on held-out data; null when there is none. */
  validate(): Promise<Readonly<Record<string, number>> | null>;
  /** Called after each change of the weights. */
  changed(): void;
  onEpochStart?(): void;
  gates?(): readonly GateRow[];
  weightNorms?(): readonly WeightRow[];
  snapshot?(epoch: number): void;
  /** Called when training begins or goes on, before the first change of the weights. */
  begins?(): void;
  /** The bytes of a file from which training goes on alike. */
  checkpoint(state: LoopState): Uint8Array;
}

/** Where the loop stands between two batches. */
export interface LoopProgress {
  readonly epoch: number;
  readonly batch: number;
  /** Batches since the start of training. */
  readonly step: number;
  /** Sum of batch losses times their sizes in this epoch, and of gradient norms. */
  readonly lossSum: number;
  readonly normSum: number;
  readonly seen: number;
}

/** Everything that the loop remembers between two batches. */
export interface LoopState {
  readonly progress: LoopProgress;
  /** What each metric has gathered in this epoch. */
  readonly metrics: readonly (readonly number[])[];
  /** One entry a callback; null for one that remembers nothing. */
  readonly callbacks: readonly (CallbackState | null)[];
}

export const startOfTraining: LoopProgress = {
  epoch: 0,
  batch: 0,
  step: 0,
  lossSum: 0,
  normSum: 0,
  seen: 0
};
