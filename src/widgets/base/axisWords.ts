/** Words on an axis, with the room that they take in CSS pixels. */
export interface AxisWord {
  readonly element: SVGElement;
  readonly from: number;
  readonly to: number;
}

/** Words that touch the badge would read as one with it. */
const APART = 3;

/** Takes away the words that a badge would cut in two, and brings back the others. */
export function hideUnder(
  words: readonly AxisWord[],
  badge: { readonly from: number; readonly to: number } | null
): void {
  for (const { element, from, to } of words) {
    const covered =
      badge !== null && from < badge.to + APART && to > badge.from - APART;
    // Only what changes is written: this runs at every move of the cursor.
    if (element.hasAttribute('visibility') !== covered) {
      if (covered) {
        element.setAttribute('visibility', 'hidden');
      } else {
        element.removeAttribute('visibility');
      }
    }
  }
}
