import { html, type Attributes } from '../widgets/base/dom';

/** A part of the page, which is redrawn when what it shows has changed. */
export interface PagePart {
  readonly element: HTMLElement;
  paint(): void;
}

export function button(
  kind: string,
  words: string,
  press: () => unknown
): HTMLButtonElement {
  const made = html('button', { type: 'button', class: kind }, words);
  made.addEventListener('click', () => void press());
  return made;
}

/** @param moved called with the value, at every move */
export function slider(
  attributes: Attributes,
  moved: (value: number) => void
): HTMLInputElement {
  const made = html('input', { type: 'range', step: 1, ...attributes });
  made.addEventListener('input', () => moved(Number(made.value)));
  return made;
}
