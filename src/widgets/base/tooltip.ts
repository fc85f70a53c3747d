import { fill, html, type Content } from './dom';

export interface Tooltip {
  /** Shows words beside a column of the picture, left of it where there is room. */
  show(content: Content, column: Column): void;
  hide(): void;
}

/** In CSS pixels of the picture. */
export interface Column {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** A box of words over a picture, that never takes the pointer. */
export function createTooltip(picture: HTMLElement): Tooltip {
  const element = html('div', {
    class: 'jp-gatescope-tooltip',
    'aria-hidden': 'true',
    hidden: true
  });
  picture.append(element);
  return {
    show(content, column) {
      fill(element, content);
      element.hidden = false;
      const place = placeTooltip(
        column,
        { width: element.offsetWidth, height: element.offsetHeight },
        { width: picture.clientWidth, height: picture.clientHeight }
      );
      element.style.transform = `translate(${place.x}px, ${place.y}px)`;
    },
    hide() {
      element.hidden = true;
    }
  };
}

const GAP = 8;

/** Left of the column, or right of it where the left has no room; below the row, or above it. */
export function placeTooltip(
  column: Column,
  size: { width: number; height: number },
  room: { width: number; height: number }
): { x: number; y: number } {
  const left = column.left - GAP - size.width;
  const right = column.right + GAP;
  const x =
    left >= 0 ? left : Math.max(0, Math.min(right, room.width - size.width));
  const below = column.y + GAP;
  const y =
    below + size.height <= room.height
      ? below
      : Math.max(0, column.y - GAP - size.height);
  return { x: Math.round(x), y: Math.round(y) };
}
