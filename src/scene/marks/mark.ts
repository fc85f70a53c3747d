/** Attributes of a mark by name; those that are undefined are left out. */
export type MarkAttributes = Readonly<
  Record<string, string | number | undefined>
>;

type MarkTag =
  | 'circle'
  | 'defs'
  | 'g'
  | 'image'
  | 'line'
  | 'path'
  | 'pattern'
  | 'rect'
  | 'svg'
  | 'text'
  | 'title'
  | 'tspan';

/**
 * A piece of a picture before it is drawn: `drawn` makes it an SVG element, `markup` a string. So a
 * view in the page and a saved picture from the kernel are made of the same pieces.
 */
export interface Mark {
  readonly tag: MarkTag;
  readonly attributes: MarkAttributes;
  /** Marks inside it, or its words. */
  readonly children: readonly (Mark | string)[];
}

/**
 * Makes a mark.
 *
 * @example
 * ```ts
 * markup(mark('text', { x: 4, y: 12 }, 'h < c')); // '<text x="4" y="12">h &lt; c</text>'
 * ```
 */
export function mark(
  tag: MarkTag,
  attributes: MarkAttributes = {},
  ...children: readonly (Mark | string)[]
): Mark {
  return { tag, attributes, children };
}
