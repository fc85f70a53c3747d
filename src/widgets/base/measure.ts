const families = new Map<string, (text: string) => number>();

/** How wide text is in a CSS font (`12px sans-serif`), in CSS pixels. */
export function textMeasure(font: string): (text: string) => number {
  let measure = families.get(font);
  if (!measure) {
    const context = document.createElement('canvas').getContext('2d');
    if (context) {
      context.font = font;
    }
    // Without a canvas (a test): a mean letter is about half as wide as high.
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);
    measure = text =>
      context ? context.measureText(text).width : text.length * size * 0.55;
    families.set(font, measure);
  }
  return measure;
}

/** Cuts text to a width, with an ellipsis. */
export function shorten(
  text: string,
  width: number,
  measure: (text: string) => number
): string {
  if (measure(text) <= width) {
    return text;
  }
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${text.slice(0, middle)}…`) <= width) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low === 0 ? '…' : `${text.slice(0, low).trimEnd()}…`;
}

/** The font of labels in a view's pictures, for `textMeasure`. */
export function labelFont(element: Element): string {
  return `12px ${getComputedStyle(element).fontFamily}`;
}
