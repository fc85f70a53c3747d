import type { Metric, ModelSummary } from '../../trace';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { Metric as ScoreMetric } from '../tensor/metric';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { LossByAnswer } from './lossByAnswer';

/** One number a step, of each sequence: `[B, T]`, NaN where there is none. */
export interface SeriesRecord {
  readonly name: string;
  readonly unit?: string;
  readonly values: Tensor;
  readonly range?: readonly [number, number];
}

/** The loss of each finished epoch, and how long one took. */
export interface TrainingRecord {
  readonly loss: Metric;
  readonly secondsPerEpoch: number;
}

/** A score on held-out examples, and its name; null takes the first metric of `compile`. */
export type ScoreOf = (
  who: string,
  x: TensorLike,
  y: TensorLike,
  metric: ScoreMetric | 'loss' | null
) => { readonly name: string; readonly value: number };

/** The tokens of a run as its network takes them in. */
export interface EmbeddedTokens {
  /** D, how many numbers stand for a token. */
  readonly width: number;
  /** What stands for the run's tokens, `[T, D]`. */
  readonly rows: () => Tensor;
  /** The token that a reader names; a RangeError says which there are. */
  find(who: string, name: string): FoundToken;
}

/** A token by its id, and what the network reads for it. */
export interface FoundToken {
  readonly id: number;
  /** As the reader knows it; empty for padding. */
  readonly token: string;
  /** D numbers; zeros where the network skips it. */
  readonly row: ArrayLike<number>;
}

/** Derivatives of a run's loss by what is on its tape. */
export interface GradientsOfRecord {
  /** dL/dtensor. */
  of(tensor: Tensor): Tensor;
  /** dL/dchannel of the answer of one step alone, all others constant; of the whole loss where there is one. */
  ofAnswer(step: number): (channel: Tensor) => Tensor;
}

/** A pass on the tape, with its derivatives where there is a loss. */
export interface TapedPass extends Pick<
  RunRecord,
  'layers' | 'loss' | 'output'
> {
  readonly gradients: GradientsOfRecord | null;
}

/** Everything that one pass over the input left behind, still on the tape. */
export interface RunRecord {
  /** Whether the input came with a batch axis. */
  readonly batched: boolean;
  /** T */
  readonly steps: number;
  readonly input: {
    /** `[B, T, I]` as the first layer got it; a leaf of the tape. */
    readonly x: Tensor;
    /** `[B, T, I]` in the reader's own units, with the edits. */
    readonly shown: Tensor;
    readonly names: readonly string[];
    readonly unit?: string;
    readonly editable: boolean;
    /** Of a network that reads tokens through an embedding. */
    readonly embedded?: EmbeddedTokens;
  };
  readonly time: {
    readonly name: string;
    readonly labels?: readonly string[];
    /** `[B, T]` */
    readonly mask?: Tensor;
    readonly marks?: readonly {
      readonly step: number;
      readonly name: string;
    }[];
  };
  readonly layers: readonly LayerRecord[];
  readonly outputs: readonly SeriesRecord[];
  /** How many the network has, where there are more than are drawn. */
  readonly outputCount?: number;
  readonly targets?: readonly SeriesRecord[];
  /** dL/dx, with a batch axis if the input came with one, where it does not come from the tape. */
  readonly inputGradient?: () => Tensor;
  /**
   * Derivative of one output at a step by each number of the input `[T, I]`, in the reader's units; of
   * tokens by each number of their embeddings `[T, D]`.
   */
  readonly outputGradient?: (output: number, step: number) => Tensor;
  /** What was differentiated; its name is a loss or the text of `gradientsOf`. */
  readonly loss?: {
    readonly name: string;
    readonly value: Tensor;
    /** The same by the answers that it reads; absent where the network answers once. */
    readonly byAnswer?: LossByAnswer;
  };
  /** dL/dtensor of the answer of one step alone, where the loss's own tape does not have the layers. */
  readonly ofAnswer?: (step: number) => (tensor: Tensor) => Tensor;
  /** Of a pass by the kernels: the same on the tape, which is made once. */
  readonly onTape?: () => TapedPass;
  readonly model?: () => ModelSummary;
  /** How the network was trained; null for one that was not. */
  readonly training?: () => TrainingRecord | null;
  /** The network's score on held-out examples `[x, y]`. */
  readonly score?: ScoreOf;
  /** The network's output as its last layer gave it, when there is a network. */
  readonly output?: Tensor;
}
