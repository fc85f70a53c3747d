import type { Translate } from '../../scene/words/translate';
import { offUnless, type Tool } from './tools';

export type Back = 'undo' | 'redo' | 'reset';

/**
 * What a screen reader is told of an undo, a redo or a reset.
 *
 * @param what what was changed back, in words; null where there was nothing to do
 */
export function undoWords(
  how: Back,
  what: string | null,
  translate: Translate
): string {
  switch (how) {
    case 'undo':
      return what === null
        ? translate('nothing to undo')
        : translate('undone: %1', what);
    case 'redo':
      return what === null
        ? translate('nothing to redo')
        : translate('redone: %1', what);
    case 'reset':
      return what === null
        ? translate('nothing to undo')
        : translate('all changes undone');
  }
}

/** The ways back of what a reader has changed. */
export function undoTools(
  {
    isChanged,
    canRedo
  }: { readonly isChanged: boolean; readonly canRedo: boolean },
  back: (how: Back) => void,
  translate: Translate
): Tool[] {
  const unchanged = offUnless(isChanged, translate('Nothing is changed yet.'));
  return [
    {
      id: 'undo',
      label: translate('Undo'),
      title: translate('Undo the last change (Ctrl + Z)'),
      off: unchanged,
      run: () => back('undo')
    },
    {
      id: 'redo',
      label: translate('Redo'),
      title: translate('Redo what was undone (Ctrl + Y)'),
      off: offUnless(canRedo, translate('Nothing was undone.')),
      look: 'quiet',
      run: () => back('redo')
    },
    {
      id: 'reset',
      label: translate('Reset'),
      title: translate('Undo all changes'),
      off: unchanged,
      look: 'quiet',
      run: () => back('reset')
    }
  ];
}
