import { html } from '../widgets/base/dom';

/** One part of the panel: a heading, something at its right, and a body. */
export interface Section {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  readonly aside: HTMLElement;
  setTitle(text: string): void;
  setShown(shown: boolean): void;
}

let lastId = 0;

export function createSection(name: string, title: string): Section {
  const id = `jp-gatescope-section-${++lastId}`;
  const heading = html(
    'h3',
    { id, class: 'jp-gatescope-section-title' },
    title
  );
  const aside = html('span', { class: 'jp-gatescope-section-aside' });
  const body = html('div', { class: 'jp-gatescope-section-body' });
  const element = html(
    'section',
    {
      class: 'jp-gatescope-section',
      'data-section': name,
      'aria-labelledby': id
    },
    html('header', { class: 'jp-gatescope-section-header' }, heading, aside),
    body
  );
  return {
    element,
    body,
    aside,
    setTitle: text => void (heading.textContent = text),
    setShown: shown => void (element.hidden = !shown)
  };
}
