import { requireInteger, requireKnown, requireOneOf } from '../base/check';
import type { Convention } from '../recurrence/weights';
import type { FloatType } from '../tensor/operation';
import type { AttentionScore } from '../layers/attend';

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

const optionNames = [
  'sourceSize',
  'targetSize',
  'units',
  'embedding',
  'cell',
  'attention',
  'bidirectional',
  'startToken',
  'endToken',
  'convention',
  'seed',
  'dtype',
  'name'
];

/** The options that say what is built, with their defaults. */
export type SettledOptions = Required<
  Omit<EncoderDecoderOptions, 'bidirectional' | 'convention' | 'seed' | 'name'>
>;

/**
 * Checks the options and fills in what was left out.
 *
 * @throws TypeError on a wrong or unknown option; RangeError on a token that does not exist
 */
export function settle(options: EncoderDecoderOptions): SettledOptions {
  const who = 'encoderDecoder';
  requireKnown(who, options, optionNames);
  const sourceSize = requireInteger(who, 'sourceSize', options.sourceSize, 2);
  const targetSize = requireInteger(who, 'targetSize', options.targetSize, 3);
  const units = requireInteger(who, 'units', options.units);
  const token = (name: 'startToken' | 'endToken', otherwise: number) => {
    const id = requireInteger(who, name, options[name] ?? otherwise);
    if (id >= targetSize) {
      throw new RangeError(
        `${who}: ${name} must be below targetSize (${targetSize}), got ${id}`
      );
    }
    return id;
  };
  return {
    sourceSize,
    targetSize,
    units,
    embedding: requireInteger(who, 'embedding', options.embedding ?? units),
    startToken: token('startToken', 1),
    endToken: token('endToken', 2),
    cell: requireOneOf(who, 'cell', options.cell ?? 'gru', [
      'rnn',
      'lstm',
      'gru'
    ]),
    attention: requireAttention(who, units, options),
    dtype: requireOneOf(who, 'dtype', options.dtype ?? 'f64', ['f64', 'f32'])
  };
}

function requireAttention(
  who: string,
  units: number,
  { attention, bidirectional }: EncoderDecoderOptions
): AttentionScore | 'none' {
  const chosen = requireOneOf(
    who,
    'attention',
    attention ?? (bidirectional ? 'general' : 'dot'),
    ['none', 'dot', 'scaled', 'general', 'additive']
  );
  if (bidirectional && (chosen === 'dot' || chosen === 'scaled')) {
    throw new TypeError(
      `${who}: attention '${chosen}' needs keys of the size of h (${units}), but an encoder that reads both ways keeps ${2 * units}; use 'general' or 'additive'`
    );
  }
  return chosen;
}
