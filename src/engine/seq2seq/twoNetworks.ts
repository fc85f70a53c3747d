import type { Cell } from '../cells/cell';
import type { AttentionScore } from '../spec/layers';
import type { Summary } from '../models/summary';
import type { Named } from '../recurrence/definition';
import type { FloatType } from '../tensor/operation';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import type { History } from '../training/history';
import type { Optimizer } from '../training/optimizer';
import type { EncoderDecoderOptions } from './encoderDecoderOptions';

/** An encoder and a decoder with their weights, as reading, writing and training work on them. */
export interface TwoNetworks {
  readonly name: string;
  readonly seed: number;
  readonly dtype: FloatType;
  readonly options: EncoderDecoderOptions;
  /** H of both sides. */
  readonly units: number;
  readonly sourceSize: number;
  readonly targetSize: number;
  readonly startToken: number;
  readonly endToken: number;
  readonly attention: AttentionScore | 'none';
  readonly encoder: Cell;
  /** Reads the source from its end. */
  readonly backEncoder: Cell | null;
  readonly decoder: Cell;
  /** How many numbers the encoder keeps of each source step. */
  readonly keySize: number;
  readonly variables: readonly Variable[];
  readonly revision: number;
  readonly optimizer: Optimizer | null;
  history: History | null;
  /** One weight apart from the cells'. */
  weight(name: string): Tensor;
  /** Parameters of the attention's score by their letters. */
  readonly scoreParameters: Named;
  setWeights(
    weights: readonly TensorLike[] | Readonly<Record<string, TensorLike>>
  ): void;
  changed(): void;
  summary(): Summary;
}
