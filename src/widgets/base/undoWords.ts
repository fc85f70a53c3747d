import type { Translate } from '../../scene/words/translate';

/**
 * What a screen reader is told of an undo, a redo or a reset.
 *
 * @param what what was changed back, in words; null where there was nothing to do
 */
export function undoWords(
  how: 'undo' | 'redo' | 'reset',
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
