import type { Translate } from '../../scene/words/translate';
import { offUnless, type Tool } from '../base/tools';
import type { ChoiceName, ChoiceValue } from '../../scene/choices';
import { choiceTools } from '../scene/choiceTools';
import type { CompareState } from './compareState';

export interface CompareActions {
  readonly choose: (name: ChoiceName, value: ChoiceValue) => void;
  readonly edit: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly reset: () => void;
}

/** What can be chosen; undo and reset where the input was edited. */
export function compareTools(
  state: CompareState,
  /** The kernel can be asked. */
  live: boolean,
  { choose, edit, undo, redo, reset }: CompareActions,
  translate: Translate
): Tool[] {
  const edited = state.edits.length > 0 || state.canRedo;
  const tools = choiceTools(
    // Without an edit there is no difference.
    state.stands.filter(({ name }) => edited || name !== 'difference'),
    choose,
    translate
  );
  if (edited) {
    tools.push(
      {
        id: 'undo',
        label: translate('Undo'),
        title: translate('Undo the last change (Ctrl + Z)'),
        keep: true,
        off: offUnless(
          state.edits.length > 0,
          translate('Nothing is changed yet.')
        ),
        run: undo
      },
      {
        id: 'redo',
        label: translate('Redo'),
        title: translate('Redo what was undone (Ctrl + Y)'),
        off: offUnless(state.canRedo, translate('Nothing was undone.')),
        look: 'quiet',
        run: redo
      },
      {
        id: 'reset',
        label: translate('Reset'),
        title: translate('Undo all changes'),
        look: 'quiet',
        keep: true,
        run: reset
      }
    );
  } else if (live && state.editable && !state.canRedo) {
    tools.push({
      id: 'edit',
      label: translate('Edit input'),
      title: translate('Edit the input of all networks at once (I)'),
      run: edit
    });
  }
  return tools;
}
