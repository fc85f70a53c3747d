import type { Mark } from '../../scene/marks/mark';
import type { MovingText } from '../../views/map/movingText';
import { setText, svg } from '../base/dom';
import { drawn } from '../scene/drawn';

/** Words that follow the cursor, on a layer of their own over the picture. */
export interface MovingTexts {
  readonly element: SVGSVGElement;
  build(
    size: { readonly width: number; readonly height: number },
    still: readonly Mark[],
    moving: readonly MovingText[]
  ): void;
  write(step: number | null, unit: number): void;
}

export function createMovingTexts(): MovingTexts {
  const element = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  let texts: (Pick<MovingText, 'words'> & { readonly at: SVGElement })[] = [];
  return {
    element,
    build({ width, height }, still, moving) {
      element.setAttribute('width', String(width));
      element.setAttribute('height', String(height));
      texts = moving.map(({ mark, words }) => ({ at: drawn(mark), words }));
      element.replaceChildren(
        ...still.map(drawn),
        ...texts.map(({ at }) => at)
      );
    },
    write(step, unit) {
      for (const { at, words } of texts) {
        setText(at, words(step, unit));
      }
    }
  };
}
