import type { Clamp, InputEdit } from '../../trace';
import type { RecurrentCell } from './recurrentCell';
import { requireObject } from '../base/check';
import { described } from '../base/described';
import { requireRangeOfCell } from '../tensor/requireFinite';
import { zeros } from '../tensor/making';
import { Tensor } from '../tensor/tensor';
import type { StepClamp } from './clampedStep';
import type { ClampsAt } from './sequence';

/** One number of the input replaced, in the first sequence of a batch unless `sequence` says which. */
export interface SequenceEdit extends InputEdit {
  readonly sequence?: number;
}

/** What a reader changed about a run: the whole list, so that undoing is a shorter list. */
export interface Changes {
  readonly edits: readonly SequenceEdit[];
  readonly clamps: readonly Clamp[];
}

export const noChanges: Changes = { edits: [], clamps: [] };

/** The edits of a run with those of one sequence in place of its own: a page sends what it shows. */
export function withEditsOf(
  sequence: number,
  edits: readonly InputEdit[],
  { edits: before }: Changes
): SequenceEdit[] {
  return [
    ...before.filter(edit => (edit.sequence ?? 0) !== sequence),
    ...edits.map(edit => ({ ...edit, sequence }))
  ];
}

/** A copy of the input `[B, T, I]` with numbers replaced. */
export function edited(
  who: string,
  input: Tensor,
  edits: readonly SequenceEdit[]
): Tensor {
  if (edits.length === 0) {
    return input;
  }
  const [batch, steps, features] = input.shape;
  const values = input.values.slice();
  edits.forEach((edit, index) => {
    const where = `${who}: edits[${index}]`;
    requireObject(who, `edits[${index}]`, edit);
    const sequence = edit.sequence ?? 0;
    requireIndex(where, 'sequence', sequence, batch);
    requireIndex(where, 'steps', edit.step, steps);
    requireIndex(where, 'feature', edit.feature, features);
    if (!Number.isFinite(edit.value)) {
      throw new RangeError(
        `${where}: value must be a finite number, got ${described(edit.value)}`
      );
    }
    values[(sequence * steps + edit.step) * features + edit.feature] =
      edit.value;
  });
  return new Tensor(values, input.shape);
}

/**
 * The clamps of one layer, by step. Of two clamps of the same unit and step the later one holds.
 *
 * @param means each channel's mean by unit over the run as trained; asked for only by `mean`
 */
export function clampsOf(
  who: string,
  layer: string,
  cell: RecurrentCell,
  steps: number,
  clamps: readonly Clamp[],
  means: (channel: string) => ArrayLike<number>
): ClampsAt | undefined {
  const byStep = new Map<number, Map<string, StepClamp>>();
  clamps.forEach((clamp, index) => {
    if (!isClampOf(clamp, layer)) {
      return;
    }
    const where = `${who}: clamps[${index}]`;
    const { channel } = clamp;
    const width = cell.channels[channel];
    if (width === undefined) {
      throw new RangeError(
        `${where}: ${cell.name} has no channel '${clamp.channel}'; its channels are ${Object.keys(cell.channels).join(', ')}`
      );
    }
    const { value } = clamp;
    if (value !== 'mean' && !Number.isFinite(value)) {
      throw new RangeError(
        `${where}: value must be a finite number or 'mean', got ${described(value)}`
      );
    }
    if (value !== 'mean') {
      requireRangeOfCell(where, 'value', cell.dtype, {
        values: Float64Array.of(value)
      });
    }
    const units = indices(where, 'units', clamp.units, width);
    const at = indices(where, 'steps', clamp.steps, steps);
    const held = value === 'mean' ? means(channel) : null;
    for (const step of at) {
      const channels = byStep.get(step) ?? new Map<string, StepClamp>();
      byStep.set(step, channels);
      // Of the cell's own precision: in another, all that is computed from it would be in that.
      const entry = channels.get(channel) ?? {
        held: zeros([width], { dtype: cell.dtype }),
        values: zeros([width], { dtype: cell.dtype })
      };
      channels.set(channel, entry);
      for (const unit of units) {
        entry.held.values[unit] = 1;
        entry.values.values[unit] = held ? held[unit] : (value as number);
      }
    }
  });
  return byStep.size === 0 ? undefined : step => byStep.get(step);
}

/** Throws when a clamp names a layer that does not exist. */
export function requireLayers(
  who: string,
  clamps: readonly Clamp[],
  layers: readonly string[]
): void {
  clamps.forEach((clamp, index) => {
    requireObject(who, `clamps[${index}]`, clamp);
    if (!layers.some(layer => isClampOf(clamp, layer))) {
      throw new RangeError(
        `${who}: clamps[${index}]: there is no layer '${clamp.layer}'; the layers are ${layers.join(', ')}`
      );
    }
  });
}

/** A channel of another width stands under `layer/channel` in the trace. */
export function isClampOf(clamp: Clamp, layer: string): boolean {
  return clamp.layer === layer || clamp.layer === `${layer}/${clamp.channel}`;
}

function indices(
  where: string,
  name: string,
  given: readonly number[] | undefined,
  count: number
): readonly number[] {
  if (given === undefined) {
    return Array.from({ length: count }, (_, index) => index);
  }
  if (!Array.isArray(given)) {
    throw new TypeError(
      `${where}: ${name} must be an array of numbers, got ${described(given)}`
    );
  }
  given.forEach(index => requireIndex(where, name, index, count));
  return given;
}

export function requireIndex(
  where: string,
  name: string,
  index: unknown,
  count: number
): void {
  if (
    !Number.isInteger(index) ||
    (index as number) < 0 ||
    (index as number) >= count
  ) {
    throw new RangeError(
      `${where}: ${name} must be whole numbers from 0 to ${count - 1}, got ${described(index)}`
    );
  }
}
