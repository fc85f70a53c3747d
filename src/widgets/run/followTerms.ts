import type { ViewContext } from '../context';
import { listen } from '../base/dom';
import type { Lit } from '../equations/equationBlock';

export interface TermPointer {
  /** What is lit where the pointer is; null over nothing. */
  readonly litAt: (target: Element) => Lit | null;
  /** Whether a place is one of those that light. */
  readonly inside?: (target: Node) => boolean;
  /** A click that means something else; true when it was used. */
  readonly click?: (target: Element, event: MouseEvent) => boolean;
}

/**
 * Lights in all linked views what the pointer is over, until it is pinned by a click; puts it out
 * when the pointer leaves.
 */
export function followTerms(
  element: HTMLElement,
  { litAt, inside = () => true, click = () => false }: TermPointer,
  { cursor }: Pick<ViewContext, 'cursor'>,
  layer: () => string,
  mover: object
): void {
  const found = (event: Event): Element | null =>
    event.target instanceof Element && inside(event.target)
      ? event.target
      : null;
  const light = (target: Element): boolean => {
    const lit = litAt(target);
    if (lit) {
      cursor.move({ ...lit, layer: layer() }, mover);
    } else if (cursor.position.term) {
      cursor.move({ term: null }, mover);
    }
    return lit !== null;
  };
  listen<PointerEvent>(element, 'pointerover', event => {
    const target = found(event);
    if (target && event.pointerType !== 'touch' && !cursor.position.pinned) {
      light(target);
    }
  });
  listen<PointerEvent>(element, 'pointerleave', event => {
    if (event.pointerType !== 'touch' && !cursor.position.pinned) {
      cursor.move({ channel: null, term: null }, mover);
    }
  });
  listen<MouseEvent>(element, 'click', event => {
    const target = found(event);
    if (target && !click(target, event)) {
      const { pinned } = cursor.position;
      cursor.move({ pinned: light(target) && !pinned }, mover);
    }
  });
}

/** The nearest value of an attribute from an element outwards. */
export function attributeAt(target: Element, name: string): string | null {
  return target.closest(`[${name}]`)?.getAttribute(name) ?? null;
}
