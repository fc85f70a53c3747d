import { asTensor, Tensor } from '../tensor/tensor';
import type { TensorLike } from '../tensor/tensor';
import { requireRangeOfCell } from '../tensor/requireFinite';
import { shapeText } from '../tensor/shape';
import { described, isRecord } from '../base/described';

export interface InputSequence {
  /** `[B, T, I]` */
  readonly x: Tensor;
  /** Whether it came with a batch axis. */
  readonly batched: boolean;
}

/**
 * Brings an input to `[B, T, I]`: from `[T, I]`, from `[T]` when there is one feature, or as it is.
 * Throws a `RangeError` that names step and feature.
 */
export function inputSequence(
  who: string,
  value: TensorLike,
  features: number
): InputSequence {
  const shapes = `[T, ${features}] or [B, T, ${features}]`;
  if (value === undefined || value === null || typeof value === 'number') {
    throw new TypeError(
      `${who}: x must be a sequence ${shapes}, got ${described(value)}`
    );
  }
  rejectUneven(who, value, features);
  const given = asTensor(value, `${who}: x`);
  if (given.size === 0) {
    throw new RangeError(
      `${who}: x is empty, shape ${shapeText(given.shape)} (x must be ${shapes} with at least one step)`
    );
  }
  const sequence =
    given.rank === 1 && features === 1 ? given.reshape([given.size, 1]) : given;
  if (sequence.rank !== 2 && sequence.rank !== 3) {
    throw new RangeError(
      `${who}: x must be ${shapes}, got shape ${shapeText(given.shape)}`
    );
  }
  const last = sequence.shape[sequence.rank - 1];
  if (last !== features) {
    throw wrongFeatures(who, last, features, 0);
  }
  const bad = sequence.values.findIndex(v => !Number.isFinite(v));
  if (bad >= 0) {
    const step = Math.floor(bad / features) % sequence.shape[sequence.rank - 2];
    const where =
      sequence.rank === 3
        ? `sequence ${Math.floor(bad / (features * sequence.shape[1]))}, step ${step}`
        : `step ${step}`;
    throw new RangeError(
      `${who}: x is ${sequence.values[bad]} at ${where}, feature ${bad % features}`
    );
  }
  return sequence.rank === 3
    ? { x: sequence, batched: true }
    : { x: sequence.reshape([1, ...sequence.shape]), batched: false };
}

/** Names the first step whose number of features is wrong, where the array itself is uneven. */
function rejectUneven(who: string, value: TensorLike, features: number): void {
  if (!Array.isArray(value)) {
    return;
  }
  const at = value.findIndex(
    row =>
      Array.isArray(row) &&
      row.every(item => typeof item === 'number') &&
      row.length !== features
  );
  const isBatch = value.some(
    row => Array.isArray(row) && row.some(item => typeof item !== 'number')
  );
  const rows = value as readonly unknown[];
  if (at >= 0 && !isBatch && !(features === 1 && rows.length === 1)) {
    throw wrongFeatures(
      who,
      (rows[at] as readonly unknown[]).length,
      features,
      at
    );
  }
}

function wrongFeatures(
  who: string,
  got: number,
  features: number,
  step: number
): RangeError {
  return new RangeError(
    `${who}: x has ${got} feature${got === 1 ? '' : 's'} at step ${step}, but inputSize is ${features} ` +
      `(x must be [T, ${features}] or [B, T, ${features}])`
  );
}

/** `[B, T]` of 0 and 1, from `[T]` or `[B, T]`. */
export function maskSequence(
  who: string,
  value: TensorLike,
  batch: number,
  steps: number
): Tensor {
  const given = asTensor(value, `${who}: mask`);
  const mask = given.rank === 1 ? given.reshape([1, given.size]) : given;
  if (mask.rank !== 2 || mask.shape[0] !== batch || mask.shape[1] !== steps) {
    throw new RangeError(
      `${who}: mask must have shape [${batch}, ${steps}] (one number a step), got ${shapeText(given.shape)}`
    );
  }
  const bad = mask.values.findIndex(v => v !== 0 && v !== 1);
  if (bad >= 0) {
    throw new RangeError(
      `${who}: mask must hold 0 and 1, got ${mask.values[bad]} at step ${bad % steps}`
    );
  }
  return mask;
}

/** `[B, size]` for each state: zeros where nothing is given. */
export function initialState(
  who: string,
  sizes: Readonly<Record<string, number>>,
  given: Readonly<Record<string, TensorLike>> | undefined,
  batch: number,
  dtype: 'f64' | 'f32'
): Record<string, Tensor> {
  const names = Object.keys(sizes);
  if (given !== undefined && !isRecord(given)) {
    throw new TypeError(
      `${who}: initialState must be an object by the names of the states (${names.join(', ')}), got ${described(given)}`
    );
  }
  const unknown = Object.keys(given ?? {}).find(name => !names.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `${who}: initialState has '${unknown}', but the states are ${names.join(', ')}`
    );
  }
  return Object.fromEntries(
    names.map(name => {
      const size = sizes[name];
      const value = given?.[name];
      if (value === undefined) {
        return [name, zerosOf(batch, size, dtype)];
      }
      const state = asTensor(value, `${who}: initialState.${name}`);
      const row =
        state.rank === 1 && batch === 1
          ? state.reshape([1, state.size])
          : state;
      if (row.rank !== 2 || row.shape[0] !== batch || row.shape[1] !== size) {
        throw new RangeError(
          `${who}: initialState.${name} must have shape [${batch === 1 ? '' : `${batch}, `}${size}], got ${shapeText(state.shape)}`
        );
      }
      const bad = row.values.findIndex(v => !Number.isFinite(v));
      if (bad >= 0) {
        throw new RangeError(
          `${who}: initialState.${name} is ${row.values[bad]} at position ${bad}`
        );
      }
      requireRangeOfCell(who, `initialState.${name}`, dtype, row);
      return [name, row];
    })
  );
}

function zerosOf(batch: number, size: number, dtype: 'f64' | 'f32'): Tensor {
  const values =
    dtype === 'f64'
      ? new Float64Array(batch * size)
      : new Float32Array(batch * size);
  return new Tensor(values, [batch, size]);
}
