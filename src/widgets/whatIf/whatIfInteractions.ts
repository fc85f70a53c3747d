import type { LiveLink } from '../context';
import type { Translate } from '../../scene/words/translate';
import type { StepView } from '../base/createStepView';
import type { Area, Brush } from '../scene/brush';
import {
  selectionOf,
  selectionWords,
  between,
  type Selection
} from '../traceMap/selection';
import { html } from '../base/dom';
import type { KeyAction } from '../../scene/words/keyAction';
import type { TraceCursor } from '../traceMap/traceCursor';
import type { ChangedRun } from './changedRun';
import { type ClampActions, clampMenu } from './clampTools';
import { createInputEditor, type InputEditor } from './inputEditor';
import type { WhatIfPicture } from './whatIfPicture';
import type { WhatIfScenes } from '../../views/whatIf/whatIfScenes';
import type { WhatIfState } from './whatIfState';
import { copyText } from '../base/copyText';
import type { Frame } from '../base/frame';
import { undoWords, type Back } from '../base/undo';
import { askForValue } from './askForValue';
import { clampOf } from './clampOf';
import { choiceItems } from '../scene/choiceTools';
import type { WhatIfOperation } from '../../views/whatIf/operation';
import { operationsCode } from './operations';
import { operationWords } from './operationWords';
import { openMenu } from '../base/menu';
import type { MapScene } from '../../views/map/mapScene';
import { unitBeside } from '../traceMap/unitBeside';
import { holdable } from '../../views/whatIf/whatIfView';

export interface WhatIfInteractionsOptions {
  readonly base: StepView<'trace'>;
  readonly state: WhatIfState;
  readonly place: TraceCursor;
  readonly picture: WhatIfPicture;
  readonly run: ChangedRun;
  readonly scenes: () => WhatIfScenes;
  readonly live: () => boolean;
  readonly link: LiveLink;
  readonly chosen: () => void;
  readonly translate: Translate;
}

/** Everything by which the reader changes the run: tools, the input, the brush, keys. */
export interface WhatIfInteractions {
  readonly actions: ClampActions;
  readonly editor: InputEditor;
  readonly brushed: (area: Area | null) => void;
  readonly onKey: (action: KeyAction) => boolean;
}

export function createWhatIfInteractions({
  base,
  state,
  place,
  picture,
  run,
  scenes,
  live,
  link,
  chosen,
  translate
}: WhatIfInteractionsOptions): WhatIfInteractions {
  const { frame } = base;
  const asked = html('div');
  const editor = createInputEditor({
    translate,
    edit(step, value, going) {
      const { feature } = state.options;
      run.change({ kind: 'edit', edit: { step, feature, value } }, going);
    },
    move: step => place.move({ step }),
    leave: () => frame.picture.focus()
  });
  frame.below.append(asked, editor.field);
  const actions = whatIfActions(
    state,
    frame,
    asked,
    {
      change: next => run.change(next, false),
      recompute: () => run.recompute(),
      rebuild() {
        base.draw();
        picture.showSelection();
      }
    },
    translate
  );
  const brushed = (area: Area | null): void => {
    const { before } = scenes();
    state.setSelection(area && selectionOf(before, area, place.unit()));
    const { selection } = state;
    if (live()) {
      // The code names `selection`; a kernel that refuses leaves the old one.
      link
        .request('select', { id: state.trace.id, selection })
        .catch(() => undefined);
    }
    chosen();
    frame.announce(selection ? selectionWords(selection, translate) : '');
  };
  const onKey = whatIfKeys({
    state,
    place,
    frame,
    order: () => scenes().before,
    actions,
    editor,
    brush: picture.sides.before.drawing.brush!,
    live,
    translate
  });
  return { actions, editor, brushed, onKey };
}

/** What the What-if view does when its state has changed. */
interface WhatIfChanges {
  /** Adds an operation. */
  change(next: WhatIfOperation): void;
  recompute(): void;
  rebuild(): void;
}

/** What the tools of the What-if view do. `asked` holds the field for a value of one's own. */
function whatIfActions(
  state: WhatIfState,
  frame: Frame,
  asked: HTMLElement,
  { change, recompute, rebuild }: WhatIfChanges,
  translate: Translate
): ClampActions {
  /** Changes the list of operations, and says what became of them before the kernel says what it did. */
  const back = (how: Back): void => {
    const last = state[how]();
    const what = last && operationWords(last, state.trace, translate);
    frame.announceFirst(undoWords(how, what, translate));
    recompute();
  };
  const holdIn = (selection: Selection, value: number | 'mean'): void => {
    const { layer, trace } = state;
    const clamp = clampOf(selection, value, layer, trace.time.steps);
    const operation: WhatIfOperation = { kind: 'clamp', clamp };
    // A brush that was left over decides what is held, and is not heard.
    frame.announceFirst(operationWords(operation, trace, translate));
    change(operation);
  };
  const actions: ClampActions = {
    hold: value => holdIn(state.selected(), value),
    holdEverywhere(value) {
      const { layer, trace } = state;
      holdIn(
        {
          ...state.selected(),
          units: between(0, layer.units - 1),
          steps: between(0, trace.time.steps - 1)
        },
        value
      );
    },
    askValue: () =>
      askForValue(asked, state.channel, translate, value => {
        if (value !== null) {
          actions.hold(value);
        }
        frame.picture.focus();
      }),
    back,
    copy() {
      if (typeof state.name === 'string') {
        copyText(
          operationsCode(state.trace, state.operations, state.name),
          frame,
          translate
        );
      }
    },
    choose(next) {
      state.setChannel(next);
      rebuild();
    },
    show: () =>
      choiceItems(
        state.moment.stands,
        ['layer', 'feature', 'gradients'],
        (name, value) => {
          state.choose({ [name]: value });
          rebuild();
        }
      )
  };
  return actions;
}

interface WhatIfKeysOptions {
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
function whatIfKeys({
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
