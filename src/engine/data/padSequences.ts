import { integer, number, oneOf, options as reader } from '../base/options';
import { Tensor } from '../tensor/tensor';
import { described } from '../base/described';
import { encodedBy, setEncodedBy } from './encodedBy';

export interface PadOptions {
  /** T; the longest sequence by default. */
  maxLength?: number;
  /** Where padding is put: before (Keras's default) or after. */
  padding?: 'pre' | 'post';
  /** Which end of a longer sequence is cut off: the start (Keras's default) or the end. */
  truncating?: 'pre' | 'post';
  /** What stands for padding. Default 0. */
  value?: number;
}

export const padFields = {
  maxLength: integer().optional(),
  padding: oneOf(['pre', 'post']).or('pre'),
  truncating: oneOf(['pre', 'post']).or('pre'),
  value: number().or(0)
};

/** 4 GB. */
const MOST_NUMBERS = 2 ** 29;

/**
 * Sequences of unlike length as one table `[N, T]`, padded and cut. As Keras's `pad_sequences`.
 *
 * @throws TypeError when the sequences are no arrays of numbers
 * @example
 * ```ts
 * padSequences([[5, 6], [7, 8, 9, 3]], { maxLength: 3 }).toArray(); // [[0, 5, 6], [8, 9, 3]]
 * ```
 */
export function padSequences(
  sequences: readonly ArrayLike<number>[],
  options: PadOptions = {}
): Tensor {
  const who = 'padSequences';
  const settled = reader(who, padFields)(options);
  if (!Array.isArray(sequences) || sequences.length === 0) {
    throw new TypeError(
      `${who}: expected a list of sequences, got ${described(sequences)}`
    );
  }
  sequences.forEach((sequence: unknown, at) => {
    if (!Array.isArray(sequence) && !ArrayBuffer.isView(sequence)) {
      throw new TypeError(
        `${who}: sequences[${at}] must be an array of numbers, got ${described(sequence)}`
      );
    }
    Array.from(sequence as ArrayLike<unknown>, (number, step) => {
      if (typeof number !== 'number') {
        throw new TypeError(
          `${who}: sequences[${at}][${step}] must be a number, got ${described(number)}; vocabulary.encode makes ids of tokens`
        );
      }
    });
  });
  const longest = sequences.reduce(
    (most, { length }) => Math.max(most, length),
    0
  );
  const { maxLength: steps = Math.max(longest, 1), padding, value } = settled;
  if (sequences.length * steps > MOST_NUMBERS) {
    throw new RangeError(
      `padSequences: ${sequences.length} sequences of maxLength ${steps} are more than ${MOST_NUMBERS} numbers`
    );
  }
  const cut = settled.truncating;
  const values = new Float64Array(sequences.length * steps).fill(value);
  sequences.forEach((sequence: ArrayLike<number>, row) => {
    const kept = Math.min(sequence.length, steps);
    const from = cut === 'pre' ? sequence.length - kept : 0;
    const to = row * steps + (padding === 'pre' ? steps - kept : 0);
    for (let at = 0; at < kept; at++) {
      values[to + at] = sequence[from + at];
    }
  });
  const padded = new Tensor(values, [sequences.length, steps]);
  setEncodedBy(padded, encodedBy(sequences));
  return padded;
}
