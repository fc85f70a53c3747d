import type { Translate } from '../../scene/words/translate';
import type { Frame } from '../base/frame';
import type { Brush } from '../scene/brush';
import type { KeyAction } from '../../scene/words/keyAction';
import { openMenu } from '../base/menu';
import type { MapScene } from '../../views/map/mapScene';
import type { TraceCursor } from '../traceMap/traceCursor';
import { unitBeside } from '../traceMap/unitBeside';
import { holdable } from '../../views/whatIf/whatIfView';
import { clampMenu, type ClampActions } from './clampTools';
import type { InputEditor } from './inputEditor';
import type { WhatIfState } from './whatIfState';

export interface WhatIfKeysOptions {
  readonly state: WhatIfState;
  readonly place: TraceCursor;
  readonly frame: Frame;
  /** The units in their order from the top. */
  readonly order: () => Pick<MapScene, 'order' | 'placeOf'>;
  readonly actions: ClampActions;
  readonly editor: InputEditor;
  readonly brush: Pick<Brush, 'clear' | 'onKey'>;
  readonly live: () => boolean;
  readonly translate: Translate;
}

/** The keys of the What-if view besides those of the steps. */
export function whatIfKeys({
  state,
  place,
  frame,
  order: scene,
  actions,
  editor,
  brush,
  live,
  translate
}: WhatIfKeysOptions): (action: KeyAction) => boolean {
  const moveUnit = (by: 1 | -1): true => {
    place.move({ unit: unitBeside(scene(), place.unit(), by) });
    return true;
  };
  /** Another channel to hold, by the keys that choose one in every view. */
  const chooseBeside = (by: 1 | -1): true => {
    const names = holdable(state.layer);
    const at = names.indexOf(state.channel) + by;
    const next = names[Math.max(0, Math.min(names.length - 1, at))];
    actions.choose(next);
    frame.announce(translate('hold %1', next));
    return true;
  };
  const offerValues = (): boolean => {
    const anchor =
      frame.element.querySelector<HTMLElement>('[data-tool="one"]');
    if (!anchor || !live()) {
      return false;
    }
    openMenu(
      anchor,
      clampMenu(state.channel, actions, translate),
      translate('hold %1', state.channel)
    );
    return true;
  };
  return action => {
    switch (action) {
      case 'nextUnit':
      case 'previousUnit':
        return moveUnit(action === 'nextUnit' ? 1 : -1);
      case 'nextChannel':
      case 'previousChannel':
        return chooseBeside(action === 'nextChannel' ? 1 : -1);
      case 'clamp':
        return offerValues();
      case 'edit':
        // A step that was taken within the same frame is not drawn yet.
        editor.paint(place.step());
        editor.focus();
        return true;
      case 'undo':
      case 'redo':
        actions.back(action);
        return true;
      case 'leave':
        // A pin is let go first.
        return !place.pinned && brush.clear();
      default:
        return brush.onKey(action);
    }
  };
}
