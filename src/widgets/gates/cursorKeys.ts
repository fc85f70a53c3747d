import { stepBeside } from '../../trace';
import type { KeyAction } from '../base/keys';

export interface CursorPlace {
  readonly step: number;
  readonly steps: number;
  /** The steps whose numbers are there, where not all are. */
  readonly kept?: readonly number[];
  readonly unit: number;
  /** Unit at each place from the top. */
  readonly order: ArrayLike<number>;
  readonly placeOf: ArrayLike<number>;
  /** Which channel, of how many. */
  readonly group: number;
  readonly groups: number;
  readonly pinned: boolean;
}

export type CursorMove =
  | { readonly step: number }
  | { readonly unit: number }
  | { readonly group: number }
  | { readonly pinned: boolean };

/** Where a key takes the cursor; null for a key that does not move it. */
export function cursorMove(
  action: KeyAction,
  at: CursorPlace
): CursorMove | null {
  const place = at.placeOf[at.unit];
  const unitAt = (next: number): CursorMove => ({
    unit: at.order[within(next, at.order.length)]
  });
  switch (action) {
    case 'nextStep':
      return { step: stepBeside(at, at.step, 1) };
    case 'previousStep':
      return { step: stepBeside(at, at.step, -1) };
    case 'firstStep':
      return { step: 0 };
    case 'lastStep':
      return { step: at.steps - 1 };
    case 'nextUnit':
      return unitAt(place + 1);
    case 'previousUnit':
      return unitAt(place - 1);
    case 'nextChannel':
      return { group: within(at.group + 1, at.groups) };
    case 'previousChannel':
      return { group: within(at.group - 1, at.groups) };
    case 'pin':
      return { pinned: !at.pinned };
    case 'leave':
      return at.pinned ? { pinned: false } : null;
    default:
      return null;
  }
}

function within(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}
