import { svg } from '../base/dom';
import type { Mark } from '../../scene/marks/mark';

/** The SVG element of a mark. */
export function drawn({ tag, attributes, children }: Mark): SVGElement {
  return svg(
    tag,
    attributes,
    children.map(child => (typeof child === 'string' ? child : drawn(child)))
  );
}
