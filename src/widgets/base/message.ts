import type { View } from '../context';
import { fill, html, type Content } from './dom';

export interface Message {
  /** What is wrong, in a few words. */
  readonly title: string;
  /** Where, and what to do: one paragraph each. */
  readonly lines: readonly Content[];
  readonly kind?: 'wrong' | 'notice';
}

/** Words in place of a picture: never a blank frame. */
export function messageBox({
  title,
  lines,
  kind = 'wrong'
}: Message): HTMLElement {
  return html(
    'div',
    {
      class: `jp-gatescope-message jp-gatescope-message-${kind}`,
      role: kind === 'wrong' ? 'alert' : 'note'
    },
    html(
      'p',
      { class: 'jp-gatescope-message-title' },
      `${kind === 'wrong' ? '✗' : '!'} ${title}`
    ),
    ...lines.map(line => html('p', {}, line))
  );
}

/** A view that says why nothing was drawn. */
export function createMessageView(
  element: HTMLElement,
  message: Message
): View {
  const box = html(
    'section',
    { class: 'jp-gatescope-view', role: 'group', 'aria-label': message.title },
    messageBox(message)
  );
  fill(element, box);
  return {
    update: () => undefined,
    resize: () => undefined,
    themeChanged: () => undefined,
    dispose: () => box.remove()
  };
}

/** A sentence and the line of code that fills the picture. */
export function emptyBox(sentence: string, code: string): HTMLElement {
  return html(
    'div',
    { class: 'jp-gatescope-empty' },
    html('p', {}, sentence),
    html('code', {}, code)
  );
}
