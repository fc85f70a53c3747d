import { html } from '../base/dom';
import type { StepView } from '../base/createStepView';
import { createInputField } from '../base/inputField';
import { handValue } from '../base/inputStrip';
import type { KeyAction } from '../../scene/words/keyAction';
import { stepWords } from '../../scene/words/stepWords';
import type { Tool } from '../base/tools';
import { undoTools, undoWords, type Back } from '../base/undo';
import { leavesStepsOut } from '../base/wholeBundle';
import type { Translate } from '../../scene/words/translate';
import { inputLabel } from '../../views/influence/influence';
import type { RunFocus } from '../run/runFocus';
import type { Drawing } from '../scene/createDrawing';
import { askForValue } from '../whatIf/askForValue';
import type { ChangedRun } from '../whatIf/changedRun';
import { operationWords } from '../whatIf/operationWords';
import type { WhatIfState } from '../whatIf/whatIfState';
import { keepHandle, type KeepHandle } from './keepHandle';
import { createRiverStrips } from './riverStrips';
import { featureValues } from '../../views/river/riverNow';
import type { RiverPlace } from '../../views/river/riverWords';
import { keepClamp } from './riverState';

/** By how much Shift with an arrow moves a gate. */
const NUDGE = 0.05;

export interface RiverInteractionsOptions {
  readonly base: StepView<'trace'>;
  readonly state: WhatIfState;
  readonly focus: RunFocus;
  readonly run: ChangedRun;
  readonly drawing: Drawing;
  /** What is shown at a step; null where there is no river. */
  readonly place: (step: number) => RiverPlace | null;
  /** The outlined stream; null: none. */
  readonly stream: () => number | null;
  readonly choose: (stream: number | null) => void;
  readonly live: () => boolean;
  readonly translate: Translate;
}

/** What a reader does to a river: by hand, by keys and by the tools. */
export interface RiverInteractions {
  onKey(action: KeyAction): boolean;
  /** The ways back, once something was changed. */
  tools(): readonly Tool[];
  /** The picture was recreated. */
  rebuilt(): void;
  /** The cursor is at a step. */
  show(step: number): void;
  dispose(): void;
}

export function createRiverInteractions(
  options: RiverInteractionsOptions
): RiverInteractions {
  const { base, drawing, state, place, stream, choose, live, translate } =
    options;
  const asked = html('div');
  const changes = createChanges(options);
  const field = createInputField({
    translate,
    edit: (step, value) => changes.setInput(step, value, false),
    leave: () => base.frame.picture.focus()
  });
  const strips = createRiverStrips({
    panel: drawing.panel,
    translate,
    move: step => base.move(step),
    keep: changes.setKeep,
    input: changes.dragInput
  });
  base.frame.below.append(asked, field.element);
  const walk = (by: number): true => {
    const now = place(base.step);
    if (now) {
      const newest = now.river.placeOf(base.step);
      const from = stream() ?? newest + (by < 0 ? 1 : 0);
      choose(Math.max(-1, Math.min(newest, from + by)));
    }
    return true;
  };
  const keys: Partial<Record<KeyAction, () => boolean>> = {
    extendLeft: () => walk(-1),
    extendRight: () => walk(1),
    extendUp: () => changes.nudge(NUDGE),
    extendDown: () => changes.nudge(-NUDGE),
    undo: () => changes.back('undo'),
    redo: () => changes.back('redo'),
    clamp: () => changes.ask(asked),
    edit() {
      field.focus();
      return !field.element.hidden;
    },
    leave() {
      const was = stream();
      choose(null);
      return was !== null;
    }
  };
  return {
    onKey: action => keys[action]?.() ?? false,
    tools() {
      const isChanged = state.operations.length > 0;
      const { canRedo } = state;
      return isChanged || canRedo
        ? undoTools({ isChanged, canRedo }, changes.back, translate)
        : [];
    },
    rebuilt: () =>
      strips.place(
        drawing.host,
        live() && changes.handle() !== null,
        live() && (place(base.step)?.feature ?? null) !== null
      ),
    show(step) {
      const now = place(step);
      field.element.hidden = !now || now.feature === null || !live();
      if (now && now.feature !== null) {
        const { input, time } = now.trace;
        field.show({
          step,
          label: inputLabel(now.trace, { feature: now.feature }),
          value: input.array.values[step * input.names.length + now.feature],
          where: stepWords(time, step, translate)
        });
      }
    },
    dispose() {
      field.dispose();
      strips.dispose();
    }
  };
}

/** Changes of gates and inputs, each of which the network answers. */
function createChanges({
  base,
  state,
  focus,
  run,
  place,
  live,
  translate
}: RiverInteractionsOptions) {
  const handle = (): KeepHandle | null => {
    const now = place(base.step);
    return now && keepHandle(now.river.carry, now.layer);
  };
  const warn = (): void =>
    base.frame.warn(
      live()
        ? translate('Nothing here decides alone what is kept.')
        : leavesStepsOut(state.trace)
          ? translate('Steps are left out of this copy: run the notebook cell.')
          : translate('Not live: run the notebook cell to change this.')
    );
  const setKeep = (step: number, keep: number, going: boolean): void => {
    const gate = handle();
    const now = place(step);
    if (!gate || !now || !live()) {
      warn();
      return;
    }
    const { steps } = state.trace.time;
    run.change(
      keepClamp(now.layer, gate, { step, unit: focus.unit, keep, steps }),
      going
    );
  };
  const setInput = (step: number, value: number, going: boolean): void => {
    const feature = place(step)?.feature ?? null;
    if (feature === null || !live()) {
      warn();
      return;
    }
    run.change({ kind: 'edit', edit: { step, feature, value } }, going);
  };
  return {
    handle,
    setKeep,
    setInput,
    dragInput(step: number, value: number, going: boolean) {
      const [low, high] = featureValues(
        state.trace,
        place(step)?.feature ?? 0
      ).range;
      const reach = high - low || 1;
      setInput(step, handValue(value, [low - reach, high + reach]), going);
    },
    nudge(by: number): true {
      const now = place(base.step);
      if (now) {
        const { river } = now;
        const keep = river.keep[river.placeOf(base.step)] + by;
        setKeep(base.step, Math.max(0, Math.min(1, keep)), false);
      }
      return true;
    },
    /** A field for what is kept at the cursor. */
    ask(host: HTMLElement): true {
      const now = place(base.step);
      const { step } = base;
      if (!now || handle() === null || !live()) {
        warn();
        return true;
      }
      askForValue(host, now.river.carry.terms.keep, translate, value => {
        if (value !== null) {
          setKeep(step, Math.max(0, Math.min(1, value)), false);
        }
        base.frame.picture.focus();
      });
      return true;
    },
    back(how: Back): true {
      const last = state[how]();
      const what = last && operationWords(last, state.trace, translate);
      base.frame.announceFirst(undoWords(how, what, translate));
      run.recompute();
      return true;
    }
  };
}
