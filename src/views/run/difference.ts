import type { Channel, LayerTrace } from '../../trace';

/**
 * Changes below this share of the largest value of their step come from arithmetic in another order, not
 * from what was changed.
 */
export const NOISE = 1e-6;

export interface Difference {
  /** `after − before`, `[T, H]`; 0 at a step that does not differ. */
  readonly values: Float64Array;
  /** Where it is largest. */
  readonly largest: {
    readonly step: number;
    readonly unit: number;
    readonly value: number;
  };
  /** Of each step whether it differs. */
  readonly differs: readonly boolean[];
}

/** How a channel differs between two runs. */
export function difference(before: Channel, after: Channel): Difference {
  // A projected state has fewer units than its layer.
  const units = before.array.shape[1] ?? 1;
  const a = before.array.values;
  const b = after.array.values;
  const values = new Float64Array(b.length);
  const differs: boolean[] = [];
  let largest = { step: 0, unit: 0, value: 0 };
  for (let step = 0; step < b.length / units; step += 1) {
    let size = 0;
    let moved = 0;
    let most = { step, unit: 0, value: 0 };
    for (let unit = 0; unit < units; unit += 1) {
      const index = step * units + unit;
      // Where both are no number, or infinite alike, nothing has changed.
      const value = Object.is(a[index], b[index]) ? 0 : b[index] - a[index];
      values[index] = value;
      size = Math.max(size, finiteSize(a[index]), finiteSize(b[index]));
      // A number that is none any more, or is one again, has changed.
      moved = Math.max(moved, Number.isNaN(value) ? Infinity : Math.abs(value));
      if (Math.abs(value) > Math.abs(most.value)) {
        most = { step, unit, value };
      }
    }
    const isOther = moved > NOISE * size;
    differs.push(isOther);
    if (!isOther) {
      values.fill(0, step * units, (step + 1) * units);
    } else if (Math.abs(most.value) > Math.abs(largest.value)) {
      largest = most;
    }
  }
  return { values, largest, differs };
}

/** The first step that differs, in the own time of a layer; null when none does. */
export function firstChanged(
  { differs }: Difference,
  layer: Pick<LayerTrace, 'direction'>
): number | null {
  const step =
    layer.direction === 'backward'
      ? differs.lastIndexOf(true)
      : differs.indexOf(true);
  return step < 0 ? null : step;
}

const finiteSize = (value: number): number =>
  Number.isFinite(value) ? Math.abs(value) : 0;
