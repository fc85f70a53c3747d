import type { StepView } from '../base/createStepView';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Brush } from '../scene/brush';
import type { TraceCursor } from '../traceMap/traceCursor';
import { unitBeside } from '../traceMap/unitBeside';
import type { EquationsBelow } from './equationsBelow';
import type { GatesState } from './gatesState';

export interface GatesKeysOptions {
  readonly base: Pick<StepView<'trace'>, 'draw'>;
  readonly state: Pick<GatesState, 'scene' | 'group' | 'lookAt'>;
  readonly place: Pick<TraceCursor, 'unit' | 'pinned' | 'move'>;
  readonly brush: Pick<Brush, 'clear' | 'onKey'>;
  readonly equations: Pick<EquationsBelow, 'enter'>;
  /** Absent where there is no such view. */
  readonly whatIf?: () => void;
}

/** The keys of the gates view besides those of the steps. */
export function gatesKeys({
  base,
  state,
  place,
  brush,
  equations,
  whatIf
}: GatesKeysOptions): (action: KeyAction) => boolean {
  const moveUnit = (by: 1 | -1): true => {
    place.move({ unit: unitBeside(state.scene, place.unit(), by) });
    return true;
  };
  const moveChannel = (by: 1 | -1): true => {
    const last = state.scene.rows.length - 1;
    state.lookAt(Math.max(0, Math.min(last, state.group + by)));
    place.move({});
    return true;
  };
  return action => {
    switch (action) {
      case 'nextUnit':
      case 'previousUnit':
        return moveUnit(action === 'nextUnit' ? 1 : -1);
      case 'nextChannel':
      case 'previousChannel':
        return moveChannel(action === 'nextChannel' ? 1 : -1);
      case 'equations':
        // What is entered must have been drawn.
        equations.enter();
        base.draw();
        equations.enter();
        return true;
      case 'clamp':
        whatIf?.();
        return whatIf !== undefined;
      case 'leave':
        // A pin is let go first.
        return !place.pinned && brush.clear();
      default:
        return brush.onKey(action);
    }
  };
}
