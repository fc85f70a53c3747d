import type { CursorPosition } from '../context';
import type { Brush } from './brush';
import { placeAt, type Place } from '../../views/map/mapLayout';
import type { MapScene } from '../../views/map/mapScene';
import type { PointerActions } from '../base/followPointer';

export interface MapPointerOptions {
  readonly scene: () => MapScene;
  readonly brush: Brush;
  /** Where the cursor is, steps counted from the start of the run. */
  readonly at: () => { readonly step: number; readonly unit: number };
  readonly pinned: () => boolean;
  /** The pointer is on a channel, or on none. */
  readonly point: (group: number | null, onValue: boolean) => void;
  readonly move: (to: Partial<CursorPosition>) => void;
  readonly zoom: (around: number, amount: number) => void;
}

/** What the pointer does in the gates view. */
export function mapPointer({
  scene,
  brush,
  at,
  pinned,
  point,
  move,
  zoom
}: MapPointerOptions): PointerActions {
  const place = (x: number, y: number): Place =>
    placeAt(scene().layout, x, y, scene().steps);
  const toRun = (step: number): number => step + scene().options.from;
  return {
    move(x, y) {
      const { step, group, row } = place(x, y);
      point(group, step !== null && group !== null);
      const unit = unitAt(scene(), row);
      if (!pinned() && (step !== null || unit !== null)) {
        move({
          ...(step === null ? {} : { step: toRun(step) }),
          ...(unit === null ? {} : { unit })
        });
      }
    },
    leave: () => point(null, false),
    pin(x, y) {
      const { step, group, row } = place(x, y);
      if (brush.clear() || step === null) {
        return;
      }
      const now = at();
      const unit = unitAt(scene(), row) ?? now.unit;
      const same = now.step === toRun(step) && now.unit === unit;
      point(group, group !== null);
      move({ step: toRun(step), unit, pinned: !(pinned() && same) });
    },
    canBrush(x, y) {
      const { step, group } = place(x, y);
      return step !== null && group !== null;
    },
    brushStart: (x, y) => brush.start(x, y),
    brushMove: (x, y) => brush.drag(x, y),
    brushEnd: () => brush.end(),
    zoom(x, amount) {
      const { step } = place(x, 0);
      zoom(step === null ? at().step : toRun(step), amount);
    }
  };
}

/** The unit of a drawn row; of several, the first. */
function unitAt(scene: MapScene, row: number | null): number | null {
  return row === null || scene.lines
    ? null
    : scene.order[
        Math.min(scene.layer.units - 1, row * scene.layout.unitsPerRow)
      ];
}
