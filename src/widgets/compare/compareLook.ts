import type { Cursor } from '../context';
import type { Translate } from '../../scene/words/translate';
import type { Frame } from '../base/frame';
import type { KeyAction } from '../../scene/words/keyAction';
import { createTooltip } from '../base/tooltip';
import type { CompareHit } from './comparePlaces';
import type { CompareState } from './compareState';
import type { ComparisonPicture } from './drawComparison';
import { networkLines } from './networkWords';

/** Which unit of each network is looked at, by pointer or by keys. */
export interface CompareLook {
  /** Its place from the top; null for none. */
  readonly place: number | null;
  unitOf(network: number): number | null;
  over(hit: CompareHit | null, event: PointerEvent): void;
  /** Answers the keys that move it, and lets go of it; true when one was used. */
  key(action: KeyAction): boolean;
  clear(): void;
}

export function createCompareLook(
  state: CompareState,
  frame: Frame,
  { cursor, translate }: { readonly cursor: Cursor; translate: Translate },
  page: {
    readonly picture: () => ComparisonPicture | null;
    readonly light: () => void;
  }
): CompareLook {
  let place: number | null = null;
  const tooltip = createTooltip(frame.picture);
  const look = (at: number | null): true => {
    place = at;
    page.light();
    return true;
  };
  const lookOn = (by: number): true =>
    look(Math.max(0, Math.min(state.mostUnits - 1, (place ?? -1) + by)));
  const unitOf = (network: number): number | null =>
    place === null ? null : (page.picture()?.unitAt(network, place) ?? null);
  return {
    get place() {
      return place;
    },
    unitOf,
    over(hit, { type, pointerType, clientY }) {
      const picture = page.picture();
      const touch = pointerType === 'touch';
      if (hit) {
        look(hit.place);
      } else if (type === 'pointerleave' && !touch) {
        look(null);
      }
      if (!picture || !hit || touch || frame.narrow) {
        tooltip.hide();
        return;
      }
      const { network, step } = hit;
      const at = { network, step, unit: unitOf(network) };
      tooltip.show(networkLines(state, at, translate), {
        ...picture.columnOf(network, step),
        y: clientY - picture.element.getBoundingClientRect().top
      });
    },
    key(action) {
      switch (action) {
        case 'nextUnit':
          return lookOn(1);
        case 'previousUnit':
          return lookOn(-1);
        case 'leave':
          // Else the key is left to the pin, and to the page.
          return place !== null && look(null) && !cursor.position.pinned;
        default:
          return false;
      }
    },
    clear() {
      place = null;
      tooltip.hide();
    }
  };
}
