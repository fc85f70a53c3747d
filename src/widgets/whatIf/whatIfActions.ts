import type { Translate } from '../context';
import { copyText } from '../base/copyText';
import type { Frame } from '../base/frame';
import { askForValue } from './askForValue';
import { clampOf } from './clampOf';
import { showItems, type ClampActions } from './clampTools';
import { operationsCode, type Operation } from './operations';
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
  const then =
    (work: () => void): (() => void) =>
    () => {
      work();
      recompute();
    };
  const actions: ClampActions = {
    hold: value =>
      change({
        kind: 'clamp',
        clamp: clampOf(
          state.selected(),
          value,
          state.layer,
          state.trace.time.steps
        )
      }),
    askValue: () =>
      askForValue(asked, state.channel, translate, value => {
        if (value !== null) {
          actions.hold(value);
        }
        frame.picture.focus();
      }),
    undo: then(() => state.undo()),
    redo: then(() => state.redo()),
    reset: then(() => state.reset()),
    copy() {
      if (state.name !== null) {
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
      showItems(
        state.trace,
        state.options,
        next => {
          state.setOptions(next);
          rebuild();
        },
        translate
      )
  };
  return actions;
}
