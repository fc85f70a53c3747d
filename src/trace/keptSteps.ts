import type { TimeAxis } from './generated/types';

type Kept = Pick<TimeAxis, 'steps' | 'kept'>;

/** Place in `kept` of the last step that is held at or before `step`; -1 before the first. */
function placeOf(kept: readonly number[], step: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (kept[middle] <= step) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Whether the numbers of a step are there. */
export function holdsStep({ steps, kept }: Kept, step: number): boolean {
  return (
    step >= 0 &&
    step < steps &&
    (kept === undefined || kept[placeOf(kept, step)] === step)
  );
}

/** The row that stands for a step in a saved bundle: its own, else that of the step kept before it. */
export function savedRow({ kept }: Kept, step: number): number {
  return kept === undefined ? step : Math.max(0, placeOf(kept, step));
}

/** The nearest step at or before this one whose numbers are there, else the first that has them. */
export function keptStep({ steps, kept }: Kept, step: number): number {
  const within = Math.max(0, Math.min(steps - 1, step));
  return kept === undefined || kept.length === 0
    ? within
    : kept[Math.max(0, placeOf(kept, within))];
}

/** The step that comes `by` places after this one (before it for less than zero) among those held. */
export function stepBeside(time: Kept, step: number, by: number): number {
  const { steps, kept } = time;
  if (kept === undefined || kept.length === 0) {
    return Math.max(0, Math.min(steps - 1, step + by));
  }
  const at = placeOf(kept, step);
  // Between two held steps, one back is the one before.
  const from = by < 0 && kept[at] !== step ? at + 1 : at;
  return kept[Math.max(0, Math.min(kept.length - 1, from + by))];
}

/** How many steps lie between two that are held, at most; 1 for a whole run. */
export function stepSpacing({ steps, kept }: Kept): number {
  if (kept === undefined || kept.length === 0) {
    return 1;
  }
  let widest = 1;
  for (let place = 0; place < kept.length; place += 1) {
    const next = place + 1 < kept.length ? kept[place + 1] : steps;
    widest = Math.max(widest, next - kept[place]);
  }
  return widest;
}
