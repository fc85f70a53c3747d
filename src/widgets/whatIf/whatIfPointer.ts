import type { CursorPosition } from '../context';
import type { Brush } from '../traceMap/brush';
import { placeAt } from '../../views/map/mapLayout';
import type { MapScene } from '../../views/map/mapScene';
import type { PointerActions } from '../base/followPointer';

export interface WhatIfPointerOptions {
  readonly scene: () => MapScene;
  /** Chooses units and steps of the channel to hold. */
  readonly brush: Brush;
  readonly clear: () => boolean;
  readonly pinned: () => boolean;
  readonly point: (group: number) => void;
  readonly move: (to: Partial<CursorPosition>) => void;
}

/** What the pointer does over one of the two pictures. */
export function whatIfPointer({
  scene,
  brush,
  clear,
  pinned,
  point,
  move
}: WhatIfPointerOptions): PointerActions {
  const place = (x: number, y: number) =>
    placeAt(scene().layout, x, y, scene().steps);
  return {
    move(x, y) {
      if (pinned()) {
        return;
      }
      const now = scene();
      const { step, group, row } = place(x, y);
      if (group !== null) {
        point(group);
      }
      if (step !== null) {
        const last = now.layer.units - 1;
        move({
          step: step + now.options.from,
          ...(row === null || now.lines
            ? {}
            : {
                unit: now.order[Math.min(last, row * now.layout.unitsPerRow)]
              })
        });
      }
    },
    leave: () => undefined,
    pin(x, y) {
      if (!clear() && place(x, y).step !== null) {
        move({ pinned: !pinned() });
      }
    },
    canBrush(x, y) {
      const { step, group } = place(x, y);
      return step !== null && group === 0;
    },
    brushStart: (x, y) => brush.start(x, y),
    brushMove: (x, y) => brush.drag(x, y),
    brushEnd: () => brush.end(),
    zoom: () => undefined
  };
}
