import type { BundleKind } from '../../trace';
import type { ChoiceName, ChosenOf } from '../../scene/choices';
import { drawView, type Paper } from '../../scene/drawView';
import { mixed } from '../../scene/theme';
import type { Now, ViewDefinition } from '../../scene/view';
import { html } from '../base/dom';
import { putBitmap } from '../base/heatmap';
import { textMeasure } from '../base/measure';
import { readTheme } from '../base/theme';

/** A file as wide as a view is on the page, in the colors that are in force there. */
export function pagePaper(element: HTMLElement): Paper {
  const colors = readTheme(element);
  const { fontFamily } = getComputedStyle(element);
  return {
    width: Math.max(400, element.clientWidth),
    theme: {
      color: paint => mixed(ink => colors.color(ink), paint),
      part: () => ({}),
      ramp: name => colors[name]
    },
    measure: (words, size) => textMeasure(`${size}px ${fontFamily}`)(words),
    png(pixels) {
      const { width, height } = pixels;
      const canvas = html('canvas', { width, height });
      putBitmap(canvas, pixels);
      return canvas.toDataURL('image/png');
    }
  };
}

/** What a page shows as a file, looked at where the reader stands; it is laid out for itself. */
export const pageFile = <
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  definition: ViewDefinition<K, N, D, Id>,
  now: Now<K, ChosenOf<N>, D>,
  {
    frame,
    step
  }: {
    readonly frame: { readonly element: HTMLElement };
    readonly step: number;
  }
): string =>
  drawView(
    definition,
    { ...now, chosen: { ...now.chosen } },
    { ...pagePaper(frame.element), row: step }
  );
