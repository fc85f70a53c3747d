import { CommandRegistry } from '@lumino/commands';
import { listen } from '../widgets/base/dom';
import { KEEPS_KEYS, SUPPRESSED } from '../widgets/base/keepKeys';

/** What a shortcut says of itself. */
type Shortcut = Pick<CommandRegistry.IKeyBinding, 'keys' | 'selector'>;

/**
 * Lets the keys of the whole application (save, the command palette, a side bar) act from inside the
 * elements that keep theirs from the notebook. Which keys those are the shortcuts say, also those
 * that the reader has changed: one is the notebook's when it is looked for inside the notebook.
 *
 * @returns the way to stop
 */
export function letApplicationKeys(commands: {
  readonly keyBindings: readonly Shortcut[];
}): () => void {
  // Before the document, where Notebook 7 listens.
  return listen<KeyboardEvent>(
    window,
    'keydown',
    event => {
      const { target } = event;
      if (target instanceof Element && target.closest(`[${KEEPS_KEYS}]`)) {
        const keystroke = CommandRegistry.keystrokeForKeydownEvent(event);
        const isNotebooks = commands.keyBindings.some(
          ({ keys, selector }) =>
            keys[0] === keystroke && isFoundInNotebook(target, selector)
        );
        if (isNotebooks) {
          target.setAttribute(SUPPRESSED, 'true');
        } else {
          target.removeAttribute(SUPPRESSED);
        }
      }
    },
    { capture: true }
  );
}

function isFoundInNotebook(target: Element, selector: string): boolean {
  const found = target.closest(selector);
  return found !== null && found.closest('.jp-NotebookPanel') !== null;
}
