import { setAttributes } from '../base/dom';
import type { Mark } from '../../scene/marks/mark';
import { drawn } from './drawn';

type Pieces = readonly (Mark | string)[];

/**
 * Draws marks into an element that holds others: where the same tag stands at the same place, what
 * differs is changed alone, so that a picture that is drawn again and again stays as it is.
 */
export function redraw(element: Element, next: Pieces, was: Pieces): void {
  const { childNodes } = element;
  next.forEach((to, at) => {
    const from = was[at];
    if (to === from) {
      return;
    }
    const node = childNodes[at];
    if (from === undefined) {
      element.append(made(to));
    } else if (typeof to === 'string' || typeof from === 'string') {
      node.replaceWith(made(to));
    } else if (to.tag !== from.tag) {
      node.replaceWith(made(to));
    } else {
      setAttributes(node as Element, changed(to.attributes, from.attributes));
      redraw(node as Element, to.children, from.children);
    }
  });
  while (childNodes.length > next.length) {
    element.lastChild?.remove();
  }
}

const made = (piece: Mark | string): Node | string =>
  typeof piece === 'string' ? piece : drawn(piece);

type Attributes = Mark['attributes'];

/** Those that differ; undefined for one that is no more. */
function changed(next: Attributes, was: Attributes): Attributes {
  const found: Record<string, string | number | undefined> = {};
  for (const name in was) {
    if (next[name] === undefined) {
      found[name] = undefined;
    }
  }
  for (const name in next) {
    if (next[name] !== was[name]) {
      found[name] = next[name];
    }
  }
  return found;
}
