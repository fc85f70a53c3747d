const families = new Map<string, (text: string) => number>();

/**
 * How wide text is in a CSS font, in CSS pixels; `12px sans-serif` is that of the page, whose letters
 * may be wider than those of the browser's own.
 */
export function textMeasure(font: string): (text: string) => number {
  let measure = families.get(font);
  if (!measure) {
    const context = document.createElement('canvas').getContext('2d');
    if (context) {
      context.font = font;
      // A font that cannot be read leaves the one before it.
      context.font = font.replace(/\bsans-serif$/, pageFamily());
    }
    // Without a canvas (a test): a mean letter is about half as wide as high.
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);
    measure = text =>
      context ? context.measureText(text).width : text.length * size * 0.55;
    families.set(font, measure);
  }
  return measure;
}

/** The fonts that the page writes its words in. */
function pageFamily(): string {
  const named = getComputedStyle(document.documentElement)
    .getPropertyValue('--jp-ui-font-family')
    .trim();
  return named === '' ? 'sans-serif' : named;
}

/** The font of labels in a view's pictures, for `textMeasure`. */
export function labelFont(element: Element): string {
  return `12px ${getComputedStyle(element).fontFamily}`;
}
