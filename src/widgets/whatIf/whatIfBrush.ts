import type { Translate } from '../../scene/words/translate';
import { createBrush } from '../traceMap/brush';
import { followPointer } from '../base/followPointer';
import {
  areaOf,
  selectionOf,
  selectionWords,
  type Selection
} from '../traceMap/selection';
import type { TraceCursor } from '../traceMap/traceCursor';
import type { KeyAction } from '../../scene/words/keyAction';
import { whatIfPointer } from './whatIfPointer';
import type { WhatIfPicture } from './whatIfPicture';
import type { WhatIfScenes } from '../../views/whatIf/whatIfScenes';
import type { WhatIfState } from './whatIfState';

export interface WhatIfBrushOptions {
  readonly state: WhatIfState;
  readonly place: TraceCursor;
  readonly picture: WhatIfPicture;
  readonly scenes: () => WhatIfScenes;
  /** Something else is selected; `words` say what, empty where nothing is. */
  readonly chosen: (words: string) => void;
  /** Tells the kernel. */
  readonly select: (selection: Selection | null) => void;
  readonly translate: Translate;
}

/** The pointer over both pictures, and the brush over the channel to hold in either. */
export interface WhatIfBrush {
  /** The channel that the pointer is on, counted from the top. */
  readonly group: number;
  clear(): boolean;
  onKey(action: KeyAction): boolean;
  rebuilt(): void;
  /** A selection brought from the gates view, as far as it is one rectangle. */
  showSelection(): void;
  /** The right picture was made anew. */
  followRight(): void;
  dispose(): void;
}

export function createWhatIfBrush({
  state,
  place,
  picture,
  scenes,
  chosen,
  select,
  translate
}: WhatIfBrushOptions): WhatIfBrush {
  let group = 0;
  /** The picture that the pointer is on: the two have their plots at other places. */
  let side: keyof Pick<WhatIfScenes, 'before' | 'after'> = 'before';
  const brush = createBrush({
    overlay: {
      brush(area) {
        picture.left.picture.overlay.brush(area);
        picture.right.picture.overlay.brush(area);
      }
    },
    scene: () => scenes()[side],
    // Whatever the keys are on, what is brushed is the channel to hold.
    at: () => ({
      group: 0,
      place: scenes().before.placeOf[place.unit()],
      step: place.step()
    }),
    done(area) {
      const { before } = scenes();
      state.setSelection(area && selectionOf(before, area, place.unit()));
      const { selection } = state;
      select(selection);
      chosen(selection ? selectionWords(selection, translate) : '');
    }
  });
  const follow = (which: typeof side): (() => void) =>
    followPointer(
      (which === 'before' ? picture.left : picture.right).plot,
      whatIfPointer({
        scene: () => scenes()[which],
        brush: {
          ...brush,
          start(x, y) {
            side = which;
            brush.start(x, y);
          }
        },
        clear: () => brush.clear(),
        pinned: () => place.pinned,
        point: at => (group = at),
        move: to => place.move(to)
      })
    );
  const stopLeft = follow('before');
  let stopRight = follow('after');
  return {
    get group() {
      return group;
    },
    clear: () => brush.clear(),
    onKey: action => brush.onKey(action),
    rebuilt: () => brush.rebuilt(),
    showSelection() {
      const { selection } = state;
      brush.show(selection && areaOf(scenes().before, selection, 0));
    },
    followRight() {
      stopRight();
      stopRight = follow('after');
    },
    dispose() {
      stopLeft();
      stopRight();
      brush.dispose();
    }
  };
}
