import { fill, html, type Content } from './dom';

export interface Tooltip {
  /** Shows words beside a column of the picture, left of it where there is room. */
  show(content: Content, column: TooltipColumn): void;
  hide(): void;
}

/** In CSS pixels of the picture. */
export interface TooltipColumn {
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
  // Kept beside: asking the picture for its size would lay the page out at every move.
  let room = { width: Infinity, height: Infinity };
  new ResizeObserver(entries => {
    room = entries[entries.length - 1].contentRect;
  }).observe(picture);
  return {
    show(content, column) {
      fill(element, content);
      element.hidden = false;
      element.style.transform = tooltipTransform(column, room);
    },
    hide() {
      element.hidden = true;
    }
  };
}

const GAP = 8;
/** Room that any tooltip finds enough: the style sheet keeps it below. */
const ROOM = { width: 260, height: 84 };

/**
 * Left of the column, or right of it where the left has no room; below the row, or above it. The
 * shift by its own size is left to the style engine: to ask for that size would lay the page out
 * once more for every move of the pointer.
 */
export function tooltipTransform(
  column: TooltipColumn,
  picture: { readonly width: number; readonly height: number }
): string {
  const left = column.left - GAP >= ROOM.width;
  const fitsRight = column.right + GAP + ROOM.width <= picture.width;
  const x = left
    ? `calc(${Math.round(column.left - GAP)}px - 100%)`
    : fitsRight || column.left < picture.width / 2
      ? `${Math.round(column.right + GAP)}px`
      : `calc(${Math.round(column.left - GAP)}px - 100%)`;
  const below = column.y + GAP + ROOM.height <= picture.height;
  const y = below
    ? `${Math.round(column.y + GAP)}px`
    : `calc(${Math.round(column.y - GAP)}px - 100%)`;
  return `translate(${x}, ${y})`;
}
