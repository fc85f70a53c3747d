import type { Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { MapLayout } from '../../views/map/mapLayout';
import { seriesNumbers } from '../../views/map/seriesNumbers';
import type { SeriesPanel } from '../../views/map/seriesPanels';
import { createMovingTexts } from './movingTexts';

/** The numbers of the series at the cursor, right of their charts. */
export interface SeriesRail {
  readonly element: SVGSVGElement;
  build(
    panels: readonly SeriesPanel[],
    layout: MapLayout,
    trace: Trace,
    measure: (text: string) => number
  ): void;
  paint(step: number | null): void;
}

export function createSeriesRail(translate: Translate): SeriesRail {
  const texts = createMovingTexts();
  return {
    element: texts.element,
    build(panels, layout, trace, measure) {
      const { railLeft, railWidth, height } = layout;
      const { still, moving } = seriesNumbers(
        panels,
        layout,
        trace,
        measure,
        translate
      );
      texts.build({ width: railLeft + railWidth, height }, still, moving);
    },
    paint: step => texts.write(step, 0)
  };
}
