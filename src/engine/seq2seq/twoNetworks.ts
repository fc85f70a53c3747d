import type { Cell } from '../cells/cell';
import type { AttentionScore } from '../spec/layers';
import type { TrainableModel } from '../models/trainable';
import type { Named } from '../recurrence/definition';
import type { Tensor } from '../tensor/tensor';
import type { EncoderDecoderOptions } from './encoderDecoderOptions';

/** An encoder and a decoder with their weights, as reading, writing and training work on them. */
export interface TwoNetworks extends TrainableModel {
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
  /** One weight apart from the cells'. */
  weight(name: string): Tensor;
  /** Parameters of the attention's score by their letters. */
  readonly scoreParameters: Named;
}
