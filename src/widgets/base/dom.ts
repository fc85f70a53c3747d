import { superscript } from '../../scene/words/format';

/** What can stand in a line of words: text and nodes. Text is never read as HTML. */
export type Content = string | Node | readonly (string | Node)[];

type AttributeValue = string | number | boolean | null | undefined;

/** Attributes by name; `true` sets an empty one, `false`, `null` and `undefined` leave it out. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Makes an HTML element. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Content[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  append(element, ...children);
  return element;
}

/** Makes an SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Content[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  append(element, ...children);
  return element;
}

/** Sets or removes attributes. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

/** Replaces what is in an element. */
export function fill(element: Element, ...children: readonly Content[]): void {
  element.replaceChildren();
  append(element, ...children);
}

/** Replaces words; the same words stay as they are, and are not laid out again. No part may listen. */
export function fillWords(
  element: Element,
  ...children: readonly Content[]
): void {
  const next = element.cloneNode() as Element;
  append(next, ...children);
  if (!next.isEqualNode(element)) {
    element.replaceChildren(...next.childNodes);
  }
}

/** Puts an element into another, where it is not there yet: one that is moved is laid out again. */
export function putInto(host: Element, element: Element): void {
  if (element.parentElement !== host) {
    host.append(element);
  }
}

/** Sets the text of an element only where it differs: an unchanged one is not laid out again. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function append(element: Element, ...children: readonly Content[]): void {
  for (const child of children) {
    if (typeof child === 'string' || child instanceof Node) {
      element.append(child);
    } else {
      element.append(...child);
    }
  }
}

/**
 * The words of a content, for a screen reader and a file. An exponent is written with raised figures:
 * without them 0.555 to the 19th would read 0.55519.
 */
export function contentText(content: Content): string {
  if (typeof content === 'string') {
    return content;
  }
  if (!(content instanceof Node)) {
    return content.map(contentText).join('');
  }
  const text = content.textContent ?? '';
  if (!(content instanceof Element)) {
    return text;
  }
  return content.localName === 'sup'
    ? superscript(Number(text))
    : content.querySelector('sup') === null
      ? text
      : [...content.childNodes].map(contentText).join('');
}

/** Adds a listener and returns the way to take it off. */
export function listen<E extends Event>(
  target: EventTarget,
  type: string,
  listener: (event: E) => void,
  options?: AddEventListenerOptions
): () => void {
  const call = (event: Event): void => listener(event as E);
  target.addEventListener(type, call, options);
  return () => target.removeEventListener(type, call, options);
}
