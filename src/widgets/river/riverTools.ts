import type { Tool } from '../base/tools';
import { offUnless } from '../base/tools';
import type { WhatIfState } from '../whatIf/whatIfState';
import type { Translate } from '../../scene/words/translate';

/** The way back of what was changed; none where nothing was. */
export function riverTools(
  { operations, canRedo }: Pick<WhatIfState, 'operations' | 'canRedo'>,
  back: (how: 'undo' | 'redo' | 'reset') => void,
  translate: Translate
): Tool[] {
  const changed = operations.length > 0;
  const nothing = translate('Nothing is changed.');
  return changed || canRedo
    ? [
        {
          id: 'undo',
          label: translate('Undo'),
          title: translate('Undo (Ctrl + Z)'),
          off: offUnless(changed, nothing),
          run: () => back('undo')
        },
        {
          id: 'redo',
          label: translate('Redo'),
          title: translate('Redo (Ctrl + Y)'),
          off: offUnless(canRedo, translate('Nothing was undone.')),
          run: () => back('redo')
        },
        {
          id: 'reset',
          label: translate('Reset'),
          title: translate('Undo all changes'),
          off: offUnless(changed, nothing),
          run: () => back('reset')
        }
      ]
    : [];
}
