import type { Cursor, CursorPosition } from '../context';
import type { Translate } from '../../scene/words/translate';
import { toolButton, type Tool } from './tools';
import { html } from './dom';

/** Says that the cursor is pinned, and lets it go. */
export interface PinMark {
  readonly element: HTMLElement;
  dispose(): void;
}

/**
 * A pinned cursor looks like any other, so every view that shows one says so beside its title.
 *
 * @param cursor null for a view that has none: there is nothing to say
 * @param announce called with what a screen reader is told, in the view where it happened
 */
export function createPinMark(
  cursor: Cursor | null,
  translate: Translate,
  announce: (words: string) => void
): PinMark {
  const element = html('span', { class: 'jp-gatescope-pin', hidden: true });
  if (!cursor) {
    return { element, dispose: () => undefined };
  }
  let pinned = false;
  const draw = (position: CursorPosition): void => {
    if (position.pinned === pinned) {
      return;
    }
    pinned = position.pinned;
    element.hidden = !pinned;
    const held = element.contains(document.activeElement);
    if (held) {
      element
        .closest('.jp-gatescope-view')
        ?.querySelector<HTMLElement>('.jp-gatescope-picture')
        ?.focus();
    }
    announce(
      pinned
        ? position.step === null
          ? translate('pinned')
          : translate('pinned at %step %1', position.step)
        : translate('no longer pinned')
    );
  };
  const release: Tool = {
    id: 'unpin',
    label: translate('Pinned ✕'),
    title: translate('Pinned: the cursor stays here. Let it go (Enter)'),
    look: 'quiet',
    run: () => cursor.move({ pinned: false }, element)
  };
  element.append(toolButton(release));
  draw(cursor.position);
  const stop = cursor.subscribe(draw);
  return { element, dispose: stop };
}
