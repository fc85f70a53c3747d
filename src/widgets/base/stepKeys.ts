import { stepBeside } from '../../trace';
import type { Cursor } from '../context';
import type { KeyAction } from '../../scene/words/keyAction';

export interface StepKeys {
  readonly cursor: Cursor;
  /** Who moves the cursor. */
  readonly view: object;
  /** The step on the page now, and the last one. */
  readonly step: number;
  readonly last: number;
  /** The steps whose numbers are there, where not all are. */
  readonly kept?: readonly number[];
}

/**
 * Answers the keys that move the shared cursor along the steps, pin it and let it go, alike in every
 * view; true when one was used.
 */
export function stepKey(
  action: KeyAction,
  { cursor, view, step, last, kept }: StepKeys
): boolean {
  const { pinned } = cursor.position;
  const to = (wanted: number): true => {
    cursor.move({ step: Math.max(0, Math.min(last, wanted)) }, view);
    return true;
  };
  switch (action) {
    case 'nextStep':
      return to(stepBeside({ steps: last + 1, kept }, step, 1));
    case 'previousStep':
      return to(stepBeside({ steps: last + 1, kept }, step, -1));
    case 'firstStep':
      return to(0);
    case 'lastStep':
      return to(last);
    case 'pin':
      cursor.move({ pinned: !pinned }, view);
      return true;
    case 'leave':
      if (pinned) {
        cursor.move({ pinned: false }, view);
      }
      return pinned;
    default:
      return false;
  }
}
