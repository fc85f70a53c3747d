import { listen } from './dom';
import { leaveView } from './leaveView';

/** With it an element keeps Lumino, on which JupyterLab is built, from looking for shortcuts there. */
export const SUPPRESSED = 'data-lm-suppress-shortcuts';

/** Marks the elements that keep their keys, for code that asks which keys are not the notebook's. */
export const KEEPS_KEYS = 'data-gatescope-keeps-keys';

/**
 * Keeps the keys that are pressed inside an element from the notebook around it, which would delete,
 * insert and turn notebook cells by them; Escape, where nothing inside has a use for it, leads back
 * to the notebook cell.
 *
 * Lumino asks the element with the focus for its shortcuts before it sees that one around it keeps
 * them. So each element has the mark from when it gets the focus: a listener to keys would come too
 * late in Notebook 7, which hears of a key before the page does.
 */
export function keepKeys(host: HTMLElement): void {
  host.setAttribute(KEEPS_KEYS, '');
  listen<FocusEvent>(host, 'focusin', ({ target }) => {
    if (target instanceof Element) {
      target.setAttribute(SUPPRESSED, 'true');
    }
  });
  listen<KeyboardEvent>(host, 'keydown', event => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      leaveView(host);
    }
  });
}
