import { requireNumber } from '../base/check';
import { integer, options, type Option } from '../base/options';
import { requireFinite } from '../tensor/requireFinite';
import { shapeText, sizeOf } from '../tensor/shape';
import type { TensorLike } from '../tensor/tensor';
import { asTensor, Tensor } from '../tensor/tensor';
import { described } from '../base/described';

/** Nothing that is shown meanwhile, its curves, or one line of how far it is. */
export type Verbose = 0 | 1 | 2;

export const verbose = integer(0).or(1) as Option<Verbose>;

/** Options of what is asked of a network batch by batch. */
export interface BatchOptions {
  /** Bounds the memory. Default 32. */
  batchSize?: number;
  /** As Keras takes it; nothing is printed either way. */
  verbose?: Verbose;
}

/** Reads how many examples are computed together. */
export const readBatchSize = (who: string) =>
  options(who, { batchSize: integer().or(32), verbose });

/** Examples along the first axis. Throws when there is none or a number is not finite. */
export function requireExamples(
  who: string,
  name: string,
  value: TensorLike
): Tensor {
  if (value === undefined || value === null || typeof value === 'number') {
    throw new TypeError(
      `${who}: ${name} must hold examples along its first axis, got ${described(value)}`
    );
  }
  const data = asTensor(value, `${who}: ${name}`).detach();
  if (data.rank === 0 || data.size === 0) {
    throw new RangeError(
      `${who}: ${name} is empty, shape ${shapeText(data.shape)}`
    );
  }
  requireFinite(who, name, data);
  return data;
}

/** Steps from one (included) to another (excluded). */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** Some rows of the first axis, in this order; of the second axis all steps, or those named. */
export function selectedRows(
  data: Tensor,
  rows: ArrayLike<number>,
  steps?: StepRange
): Tensor {
  const [, ...extents] = data.shape;
  const step = sizeOf(extents.slice(1));
  const [before, kept] = steps
    ? [steps.from * step, steps.to - steps.from]
    : [0, extents[0]];
  const shape = steps
    ? [rows.length, kept, ...extents.slice(1)]
    : [rows.length, ...extents];
  const whole = sizeOf(extents);
  const width = steps ? kept * step : whole;
  const values =
    data.values instanceof Float64Array
      ? new Float64Array(rows.length * width)
      : new Float32Array(rows.length * width);
  for (let at = 0; at < rows.length; at++) {
    const from = rows[at] * whole + before;
    values.set(data.values.subarray(from, from + width), at * width);
  }
  return new Tensor(values, shape);
}

/** Row numbers from `from` (included) to `to` (excluded). */
export function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, at) => from + at);
}

/**
 * How many of the examples are trained on when a share of them, at the end, is held out.
 *
 * @throws RangeError when one of the parts would be empty
 */
export function trainedCount(
  who: string,
  share: number | undefined,
  count: number
): number {
  const given = requireNumber(who, 'validationSplit', share ?? 0, {
    least: 0,
    most: 1
  });
  const kept = given === 0 ? count : Math.floor(count * (1 - given));
  if (given > 0 && (kept === 0 || kept === count)) {
    throw new RangeError(
      `${who}: validationSplit ${given} of ${count} examples leaves ${kept} for training and ${count - kept} for validation`
    );
  }
  return kept;
}
