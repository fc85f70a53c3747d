import type { KeyAction } from '../../scene/words/keyAction';
import { placeAt } from '../../views/map/mapLayout';
import type { MapScene } from '../../views/map/mapScene';
import type { BrushArea } from '../../views/map/areaBox';
import type { Overlay } from './overlay';
import { extendBrush } from './selection';

export interface BrushOptions {
  readonly overlay: Pick<Overlay, 'brush'>;
  readonly scene: () => MapScene;
  /** Where the cursor is. */
  readonly at: () => { group: number; place: number; step: number };
  /** The brushed area is complete, or gone. */
  readonly done: (area: BrushArea | null) => void;
}

/** Follows the pointer and the keys over units and steps of one channel. */
export interface Brush {
  start(x: number, y: number): void;
  drag(x: number, y: number): void;
  end(): void;
  /** Takes the brush away; true if there was one. */
  clear(): boolean;
  onKey(action: KeyAction): boolean;
  /** Shows an area that was chosen elsewhere. */
  show(area: BrushArea | null): void;
  /** The scene is new: the rectangle is placed again. */
  rebuilt(): void;
  dispose(): void;
}

/** A run of keys is one brush: it is complete when this long nothing came. */
const KEYS_REST = 250;

export function createBrush(options: BrushOptions): Brush {
  const { overlay, scene } = options;
  let area: BrushArea | null = null;
  let anchor: { place: number; step: number } | null = null;
  let pending = 0;

  const draw = (): void => overlay.brush(area);

  const clear = (): boolean => {
    if (!area) {
      return false;
    }
    area = null;
    anchor = null;
    clearTimeout(pending);
    draw();
    options.done(null);
    return true;
  };

  return {
    start(x, y) {
      const now = scene();
      const at = placeAt(now.layout, x, y, now.steps);
      if (at.step === null || at.group === null) {
        return;
      }
      const place = placeOfRow(now, at.row ?? 0);
      const step = at.step + now.options.from;
      anchor = { place, step };
      area = {
        group: at.group,
        places: blockOf(now, place, place),
        steps: [step, step]
      };
      draw();
    },
    drag(x, y) {
      if (!area || !anchor) {
        return;
      }
      const now = scene();
      const { layout } = now;
      const inside = Math.max(
        layout.plotLeft,
        Math.min(layout.plotLeft + layout.plotWidth - 0.01, x)
      );
      const band = layout.groups[area.group];
      const row = Math.max(
        0,
        Math.min(layout.rows - 1, Math.floor((y - band.y) / layout.rowHeight))
      );
      const at = placeAt(layout, inside, band.y, now.steps);
      const step = (at.step ?? 0) + now.options.from;
      const place = placeOfRow(now, row);
      area = {
        group: area.group,
        places: blockOf(
          now,
          Math.min(anchor.place, place),
          Math.max(anchor.place, place)
        ),
        steps: [Math.min(anchor.step, step), Math.max(anchor.step, step)]
      };
      draw();
    },
    end() {
      if (area) {
        options.done(area);
      }
    },
    clear,
    onKey(action) {
      const move = extensions[action];
      if (!move) {
        return false;
      }
      const now = scene();
      const at = options.at();
      if (!area || !anchor) {
        anchor = { place: at.place, step: at.step };
        area = extendBrush(null, at, null, move, { places: 1, steps: 1 });
      }
      area = extendBrush(area, at, anchor, move, {
        places: now.layer.units,
        steps: now.trace.time.steps
      });
      draw();
      clearTimeout(pending);
      pending = window.setTimeout(() => options.done(area), KEYS_REST);
      return true;
    },
    show(next) {
      area = next;
      anchor = next ? { place: next.places[0], step: next.steps[0] } : null;
      draw();
    },
    rebuilt: draw,
    dispose: () => clearTimeout(pending)
  };
}

const extensions: Readonly<
  Partial<Record<KeyAction, { places: number; steps: number }>>
> = {
  extendRight: { places: 0, steps: 1 },
  extendLeft: { places: 0, steps: -1 },
  extendDown: { places: 1, steps: 0 },
  extendUp: { places: -1, steps: 0 }
};

function placeOfRow({ layout, layer }: MapScene, row: number): number {
  return Math.min(layer.units - 1, row * layout.unitsPerRow);
}

/** A drawn row of several units is taken whole. */
function blockOf(
  { layout, layer }: MapScene,
  first: number,
  last: number
): [number, number] {
  return [first, Math.min(layer.units - 1, last + layout.unitsPerRow - 1)];
}
