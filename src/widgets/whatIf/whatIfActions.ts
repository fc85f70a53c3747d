import type { Translate } from '../../scene/words/translate';
import { copyText } from '../base/copyText';
import type { Frame } from '../base/frame';
import { undoWords, type Back } from '../base/undo';
import { between, type Selection } from '../traceMap/selection';
import { askForValue } from './askForValue';
import { clampOf } from './clampOf';
import { choiceItems } from '../scene/choiceTools';
import type { ClampActions } from './clampTools';
import type { Operation } from '../../views/whatIf/operation';
import { operationsCode } from './operations';
import { operationWords } from './operationWords';
import type { WhatIfState } from './whatIfState';

/** What the What-if view does when its state has changed. */
export interface WhatIfChanges {
  /** Adds an operation. */
  change(next: Operation): void;
  recompute(): void;
  rebuild(): void;
}

/** What the tools of the What-if view do. `asked` holds the field for a value of one's own. */
export function whatIfActions(
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
    const operation: Operation = { kind: 'clamp', clamp };
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
