import type { Mark } from './mark';

/** How much is left of what does not stand out. */
const FAINT = 0.28;

/**
 * Marks of several series, of which one stands out: the shapes of the others fade, their words stay
 * readable. A mark says of which it is by `data-series`; null: none stands out.
 */
export const standOut = (
  marks: readonly Mark[],
  lit: number | null = null
): readonly Mark[] =>
  lit === null ? marks : marks.map(each => beside(each, lit));

const beside = (mark: Mark, lit: number): Mark => {
  const { 'data-series': series } = mark.attributes;
  return series === undefined
    ? inside(mark, each => beside(each, lit))
    : series === lit
      ? mark
      : faint(mark);
};

const faint = (mark: Mark): Mark =>
  mark.tag === 'text'
    ? mark
    : mark.tag === 'g'
      ? inside(mark, faint)
      : { ...mark, attributes: { ...mark.attributes, opacity: FAINT } };

/** A mark whose children are changed; itself where none is another, so that nothing is redrawn. */
function inside(mark: Mark, change: (mark: Mark) => Mark): Mark {
  const children = mark.children.map(each =>
    typeof each === 'string' ? each : change(each)
  );
  return children.every((each, at) => each === mark.children[at])
    ? mark
    : { ...mark, children };
}
