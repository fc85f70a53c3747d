import type { PlacedPanel } from '../../scene/scene';
import type { KeyAction } from '../../scene/words/keyAction';
import { html } from '../base/dom';
import type { Brushing } from '../base/stepPointer';

type Span = readonly [first: number, last: number];

/** Rows and values of what panels show, both ends included. */
export interface Area {
  /** What is brushed: panels that show it at several times have the same. */
  readonly of: string;
  readonly rows: Span;
  readonly values: Span;
}

/** One place of it. */
export interface Spot {
  readonly of: string;
  readonly row: number;
  readonly value: number;
}

export interface BrushOptions {
  /** Where the cursor is: keys begin there. */
  readonly from: () => Spot;
  /** The brushed area is complete, or gone. */
  readonly done: (area: Area | null) => void;
  /** It is another: a drawing beside may show it, too. */
  readonly moves?: (area: Area | null) => void;
}

/** Follows the pointer and the keys over rows and values of panels. */
export interface Brush extends Brushing {
  onKey(action: KeyAction): boolean;
  /** Shows an area that was chosen elsewhere. */
  show(area: Area | null): void;
  /** Puts its rectangles over panels that stand elsewhere now. */
  place(host: HTMLElement): void;
}

/** A run of keys is one brush: it is complete when this long nothing came. */
const KEYS_REST = 250;

export function createBrush(
  panels: () => readonly PlacedPanel[],
  { from, done, moves }: BrushOptions
): Brush {
  let area: Area | null = null;
  let anchor: Spot | null = null;
  /** The panel that is dragged in. */
  let within: PlacedPanel | null = null;
  let pending = 0;
  let boxes: readonly HTMLElement[] = [];
  const brushed = (of: string) =>
    panels().find(({ brushes }) => brushes?.of === of)?.brushes;
  const panelAt = (x: number, y: number): PlacedPanel | null =>
    panels().find(
      ({ brushes, box }) =>
        brushes &&
        x >= box.x &&
        x < box.x + box.width &&
        y >= box.y - 1 &&
        y <= box.y + box.height
    ) ?? null;
  const draw = (): void =>
    panels().forEach((panel, at) => {
      const isIn = area !== null && panel.brushes?.of === area.of;
      boxes[at].hidden = !isIn;
      if (isIn && area) {
        const { x, y, width, height } = areaBox(panel, area);
        boxes[at].style.transform = `translate(${x}px, ${y}px)`;
        boxes[at].style.width = `${width}px`;
        boxes[at].style.height = `${height}px`;
      }
    });
  const drawNew = (): void => {
    draw();
    moves?.(area);
  };
  const spread = (to: Spot): void => {
    const { row, value } = anchor!;
    const last = Math.max(value, to.value) + each(within) - 1;
    area = {
      of: to.of,
      rows: span(row, to.row),
      // A drawn line of several values is taken whole.
      values: [
        Math.min(value, to.value),
        Math.min((within?.brushes?.count ?? 1) - 1, last)
      ]
    };
    drawNew();
  };
  return {
    canStart: (x, y) => panelAt(x, y) !== null,
    start(x, y) {
      within = panelAt(x, y);
      anchor = within && spotAt(within, x, y);
      if (anchor) {
        spread(anchor);
      }
    },
    drag(x, y) {
      if (within && anchor) {
        spread(spotAt(within, x, y));
      }
    },
    end() {
      if (area) {
        done(area);
      }
    },
    clear() {
      clearTimeout(pending);
      const was = area;
      area = anchor = null;
      drawNew();
      if (was) {
        done(null);
      }
      return was !== null;
    },
    onKey(action) {
      const by = extensions[action];
      if (!by) {
        return false;
      }
      if (!area || !anchor) {
        anchor = from();
        const { of, row, value } = anchor;
        area = { of, rows: [row, row], values: [value, value] };
      }
      const [rows, values] = by;
      const { of, rows: across, values: along } = area;
      const steps = panels()[0]?.places.steps ?? 1;
      area = {
        of,
        rows: farther(across, anchor.row, rows, steps),
        values: farther(along, anchor.value, values, brushed(of)?.count ?? 1)
      };
      drawNew();
      clearTimeout(pending);
      pending = window.setTimeout(() => done(area), KEYS_REST);
      return true;
    },
    show(next) {
      area = next;
      anchor = next && {
        ...{ of: next.of, row: next.rows[0], value: next.values[0] }
      };
      draw();
    },
    place(host) {
      boxes.forEach(each => each.remove());
      boxes = panels().map(() =>
        html('div', { class: 'jp-gatescope-brush', hidden: true })
      );
      host.append(...boxes);
      draw();
    },
    dispose: () => clearTimeout(pending)
  };
}

/** By how many rows and values a key extends it. */
const extensions: Readonly<
  Partial<Record<KeyAction, readonly [rows: number, values: number]>>
> = {
  extendRight: [1, 0],
  extendLeft: [-1, 0],
  extendDown: [0, 1],
  extendUp: [0, -1]
};

const span = (one: number, other: number): Span => [
  Math.min(one, other),
  Math.max(one, other)
];

/** Moves the end that is not the anchor's. */
function farther(
  [low, high]: Span,
  anchor: number,
  by: number,
  count: number
): Span {
  const moving = low === anchor ? high : low;
  return span(anchor, Math.max(0, Math.min(count - 1, moving + by)));
}

/** How many values one drawn line is of. */
const each = (panel: PlacedPanel | null): number => panel?.brushes?.each ?? 1;

const lineHeight = (panel: PlacedPanel): number =>
  panel.box.height / Math.ceil((panel.brushes?.count ?? 1) / each(panel));

/** What is at a place, or nearest to it: a drag may leave its panel. */
function spotAt(panel: PlacedPanel, x: number, y: number): Spot {
  const { box, places, brushes } = panel;
  const inside = Math.max(box.x, Math.min(box.x + box.width - 0.01, x));
  const below = Math.max(0, Math.min(box.height - 0.01, y - box.y));
  return {
    of: brushes?.of ?? '',
    row: places.stepAt(inside) ?? 0,
    value: Math.floor(below / lineHeight(panel)) * each(panel)
  };
}

function areaBox(panel: PlacedPanel, { rows, values }: Area) {
  const { box, places } = panel;
  const line = lineHeight(panel);
  const [top, bottom] = values.map(at => Math.floor(at / each(panel)));
  const x = places.left(rows[0]);
  return {
    ...{ x, width: places.left(rows[1]) + places.column - x },
    ...{ y: box.y + top * line, height: (bottom - top + 1) * line }
  };
}
