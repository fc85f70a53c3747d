import type { ViewContext } from '../context';
import { fill, html, listen } from './dom';
import { openMenu } from './menu';

/**
 * The title of a view. Where one bundle has several views (a trace), it is a button that opens
 * their list. It is no heading: the headings of a notebook are those of its text.
 */
export function titleElement(
  text: string,
  { views, translate }: ViewContext
): { readonly element: HTMLElement; set(text: string): void } {
  if (!views || views.names.length < 2) {
    const element = html('div', { class: 'jp-gatescope-title' }, text);
    return { element, set: next => fill(element, next) };
  }
  const words = html('span', {}, text);
  const button = html(
    'button',
    {
      type: 'button',
      class: 'jp-gatescope-title-button',
      tabindex: -1,
      title: translate('Show another view of this run (V)'),
      'aria-haspopup': 'menu',
      'aria-expanded': 'false'
    },
    words,
    html('span', { class: 'jp-gatescope-caret', 'aria-hidden': 'true' }, ' ▾')
  );
  listen(button, 'click', () =>
    openMenu(
      button,
      views.names.map(({ name, label }) => ({
        label,
        checked: name === views.present,
        run: () => views.show(name)
      })),
      translate('Views')
    )
  );
  const element = html('div', { class: 'jp-gatescope-title' }, button);
  return { element, set: next => fill(words, next) };
}
