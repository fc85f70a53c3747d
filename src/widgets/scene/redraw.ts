import type { Mark } from '../../scene/marks/mark';
import { drawn } from './drawn';

type Pieces = readonly (Mark | string)[];

/**
 * Draws marks into an element that holds others: where the same tag with attributes of the same names
 * stands at the same place, what differs is changed alone, so that a picture that is drawn again and
 * again stays as it is.
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
    } else if (typeof to === 'string' && typeof from === 'string') {
      (node as Text).data = to;
    } else if (
      typeof to === 'string' ||
      typeof from === 'string' ||
      to.tag !== from.tag ||
      // Of others the order would tell what was drawn before.
      namesOf(to) !== namesOf(from)
    ) {
      node.replaceWith(made(to));
    } else {
      for (const [name, value] of Object.entries(to.attributes)) {
        if (value !== undefined && value !== from.attributes[name]) {
          (node as Element).setAttribute(name, String(value));
        }
      }
      redraw(node as Element, to.children, from.children);
    }
  });
  while (childNodes.length > next.length) {
    element.lastChild?.remove();
  }
}

const made = (piece: Mark | string): Node | string =>
  typeof piece === 'string' ? piece : drawn(piece);

/** Of the attributes that it has. */
const namesOf = ({ attributes }: Mark): string =>
  Object.keys(attributes)
    .filter(name => attributes[name] !== undefined)
    .join();
