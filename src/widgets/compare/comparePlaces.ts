import type { Trace } from '../../trace';
import type { StepHit } from '../base/stepPointer';
import type { ChannelRow } from './channelRows';
import type { CompareLayout } from '../../views/compare/compareLayout';

/** A place in a network's column: its step, and the place from the top of the map it is on. */
export interface CompareHit extends StepHit {
  readonly network: number;
  /** Null between the maps. */
  readonly place: number | null;
}

/** The column of one network on the page. */
export interface NetworkColumn {
  readonly trace: Trace;
  /** The uppermost cell that a cursor runs through: the input, or the axis. */
  readonly first: HTMLElement;
  /** The last cell with a map of any network, and the last with one of its own. */
  readonly last: HTMLElement | undefined;
  readonly ownLast: HTMLElement | undefined;
  readonly maps: ChannelRow['maps'][number];
}

/** Null beside the columns. */
export function hitAt(
  columns: readonly NetworkColumn[],
  { columnWidth }: CompareLayout,
  x: number,
  y: number
): CompareHit | null {
  for (const [network, { trace, first, last, maps }] of columns.entries()) {
    const top = first.getBoundingClientRect();
    const bottom = last?.getBoundingClientRect().bottom ?? -Infinity;
    const across = x - top.left;
    if (across < 0 || across >= columnWidth || y < top.top || y > bottom) {
      continue;
    }
    const { steps } = trace.time;
    const map = maps.find(({ element }) => {
      const box = element.getBoundingClientRect();
      return y >= box.top && y < box.bottom;
    });
    const box = map?.element.getBoundingClientRect();
    return {
      network,
      step: Math.max(
        0,
        Math.min(steps - 1, Math.floor((across / columnWidth) * steps))
      ),
      place:
        map && box ? Math.floor(((y - box.top) / box.height) * map.rows) : null
    };
  }
  return null;
}

/** Frames a step from the input down to where the network's own maps end. */
export function placeCursor(
  cursor: HTMLElement,
  { trace, first, ownLast }: NetworkColumn,
  { columnWidth }: CompareLayout,
  step: number,
  /** The cells of the input have numbers above their bars. */
  numbers: boolean
): void {
  const { steps, marks } = trace.time;
  cursor.hidden = step >= steps || ownLast === undefined;
  if (cursor.hidden || !ownLast) {
    return;
  }
  const column = columnWidth / steps;
  // The numbers of the marked steps stay free.
  const top = first.offsetTop + (numbers && (marks?.length ?? 0) > 0 ? 14 : 0);
  const bottom = ownLast.offsetTop + ownLast.offsetHeight;
  const left = first.offsetLeft + step * column;
  cursor.style.transform = `translate(${left - 1.5}px, ${top - 2}px)`;
  cursor.style.width = `${Math.max(5, column + 3)}px`;
  cursor.style.height = `${bottom - top + 4}px`;
}
