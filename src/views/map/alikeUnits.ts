import { holdsStep, isPadding } from '../../trace';
import type { Channel, TimeAxis } from '../../trace';

/** What units are asked for: on over these steps of a channel, and off just before and after. */
export interface Pattern {
  readonly channel: string;
  /** The first and the last step, both included. */
  readonly steps: readonly [number, number];
  /** From here on a unit is on; for a threshold below zero, from there down. */
  readonly threshold: number;
}

/** The units that match, and all units with them on top. */
export interface AlikeUnits {
  /** Those that are on at every step asked for and off beside them, best first. */
  readonly matched: readonly number[];
  readonly order: Uint32Array;
}

/**
 * Finds units that do what a pattern says, as LSTMVis does (Strobelt et al. 2018): a threshold makes
 * each unit on or off at each step; a unit matches that is on over the whole of a span and off at the
 * step before and the step after. Matches stand first, those that are on least elsewhere on top; the
 * others follow by how much of the pattern they have.
 */
export function alikeUnits(
  { array }: Channel,
  time: TimeAxis,
  { steps: [first, last], threshold }: Pattern
): AlikeUnits {
  const units = array.shape[1] ?? 1;
  const isThere = (step: number): boolean =>
    holdsStep(time, step) && !isPadding(time, step);
  const isOn = (step: number, unit: number): boolean => {
    const value = array.values[step * units + unit];
    return threshold < 0 ? value <= threshold : value >= threshold;
  };
  const all = Array.from({ length: time.steps }, (_, step) => step).filter(
    isThere
  );
  const inside = all.filter(step => step >= first && step <= last);
  const beside = [first - 1, last + 1].filter(isThere);
  const outside = all.length - inside.length;
  const scores = Array.from({ length: units }, (_, unit) => {
    const on = inside.filter(step => isOn(step, unit)).length;
    const off = beside.filter(step => !isOn(step, unit)).length;
    const elsewhere = all.filter(step => isOn(step, unit)).length - on;
    return {
      unit,
      matches:
        inside.length > 0 && on === inside.length && off === beside.length,
      share: on / Math.max(1, inside.length) - elsewhere / Math.max(1, outside)
    };
  });
  const sorted = [...scores].sort(
    (a, b) =>
      Number(b.matches) - Number(a.matches) ||
      b.share - a.share ||
      a.unit - b.unit
  );
  return {
    matched: sorted.filter(({ matches }) => matches).map(({ unit }) => unit),
    order: Uint32Array.from(sorted, ({ unit }) => unit)
  };
}

/**
 * A threshold for what was brushed: half of the mean over the span of the unit that is farthest from
 * zero there; for a gate that is more than half open, the middle of its scale.
 */
export function startThreshold(
  { array, range }: Channel,
  [first, last]: readonly [number, number],
  chosen: readonly number[]
): number {
  const units = array.shape[1] ?? 1;
  let strongest = 0;
  for (const unit of chosen) {
    let sum = 0;
    let count = 0;
    for (let step = first; step <= last; step += 1) {
      const value = array.values[step * units + unit];
      if (Number.isFinite(value)) {
        sum += value;
        count += 1;
      }
    }
    const mean = count === 0 ? 0 : sum / count;
    strongest = Math.abs(mean) > Math.abs(strongest) ? mean : strongest;
  }
  const threshold = range[0] >= 0 && strongest > 0.5 ? 0.5 : strongest / 2;
  return Number(threshold.toPrecision(2));
}
