import type { Convention } from '../base/options';
import {
  convention,
  flag,
  integer,
  oneOf,
  options,
  seed,
  text
} from '../base/options';
import { freshSeed } from '../base/random';
import { dtype } from '../spec/fields';
import type { FloatType } from '../tensor/operation';
import type { AttentionScore } from '../spec/layers';
import { attentionScores } from '../spec/layers';

export interface EncoderDecoderOptions {
  /** How many source tokens there are; id 0 is padding. */
  sourceSize: number;
  /** How many target tokens there are; id 0 is padding. */
  targetSize: number;
  /** H of both sides. */
  units: number;
  /** D, numbers for one token. Default `units`. */
  embedding?: number;
  /** Default `gru`. */
  cell?: 'rnn' | 'lstm' | 'gru';
  /**
   * How the decoder looks at the source; `none` leaves only the last state (the bottleneck). Default
   * `dot`, or `general` with `bidirectional`, where the keys are twice as long as h.
   */
  attention?: AttentionScore | 'none';
  /** Whether the source is read in both directions. */
  bidirectional?: boolean;
  /** The token that stands before the first target token. Default 1. */
  startToken?: number;
  /** The token that ends a target. Default 2. */
  endToken?: number;
  convention?: Convention;
  seed?: number;
  dtype?: FloatType;
  name?: string;
}

const read = options('encoderDecoder', {
  sourceSize: integer(2),
  targetSize: integer(3),
  units: integer(),
  embedding: integer().optional(),
  cell: oneOf(['rnn', 'lstm', 'gru']).or('gru'),
  attention: oneOf(['none', ...attentionScores]).optional(),
  bidirectional: flag.or(false),
  startToken: integer().or(1),
  endToken: integer().or(2),
  convention: convention.or('keras'),
  seed,
  dtype: dtype.or('f64'),
  name: text.or('encoder–decoder')
});

/** The options with every default filled in. */
export type EncoderDecoderSpec = Required<EncoderDecoderOptions>;

/**
 * Checks the options and fills in what was left out.
 *
 * @throws TypeError on a wrong or unknown option; RangeError on a token that does not exist
 */
export function settle(given: EncoderDecoderOptions): EncoderDecoderSpec {
  const settled = read(given);
  const { units, targetSize } = settled;
  for (const name of ['startToken', 'endToken'] as const) {
    if (settled[name] >= targetSize) {
      throw new RangeError(
        `encoderDecoder: ${name} must be below targetSize (${targetSize}), got ${settled[name]}`
      );
    }
  }
  return {
    ...settled,
    seed: settled.seed ?? freshSeed(),
    embedding: settled.embedding ?? units,
    attention: requireAttention(settled)
  };
}

function requireAttention({
  units,
  bidirectional,
  attention = bidirectional ? 'general' : 'dot'
}: Pick<EncoderDecoderOptions, 'units' | 'bidirectional' | 'attention'>):
  AttentionScore | 'none' {
  if (bidirectional && (attention === 'dot' || attention === 'scaled')) {
    throw new TypeError(
      `encoderDecoder: attention '${attention}' needs keys of the size of h (${units}), but an encoder that reads both ways keeps ${2 * units}; use 'general' or 'additive'`
    );
  }
  return attention;
}
