import type { Translate } from '../../scene/words/translate';
import { html, setText, svg } from '../base/dom';
import { textMeasure } from '../base/measure';
import { sameTheme, type Theme } from '../base/theme';
import { createMapPicture, type MapPicture } from '../traceMap/mapPicture';
import type { MapScene } from '../../views/map/mapScene';
import { sameDrawing } from '../traceMap/sameDrawing';
import { drawn } from '../scene/drawn';
import { endMarks, sideHeading, sideMarks } from '../../views/whatIf/sideMarks';
import type { Progress } from '../../views/whatIf/whatIfScenes';

/** One of the two pictures: a heading, the plots, the answer at their end. */
export interface Side {
  readonly element: HTMLElement;
  /** Positioned; what the pointer moves over. */
  readonly plot: HTMLElement;
  readonly picture: MapPicture;
  build(
    scene: MapScene,
    other: MapScene,
    /** The first step that differs, where the differences are drawn. */
    firstStep: number | null,
    progress: Progress,
    theme: Theme,
    measure: (text: string) => number
  ): void;
  /** Shows a step and a unit: the cursor, and the answer there. */
  paint(step: number, unit: number): void;
}

/** Makes the left side (unchanged) or the right one (changed). */
export function createSide(
  kind: 'before' | 'after',
  translate: Translate,
  gutter: boolean
): Side {
  const name = html('b', {});
  const loss = html('span', { class: 'jp-gatescope-second' });
  const heading = html(
    'div',
    {
      class: `jp-gatescope-side-heading jp-gatescope-side-${kind}`
    },
    name,
    loss
  );
  const plot = html('div', { class: 'jp-gatescope-side-plot' });
  const element = html('div', { class: 'jp-gatescope-side' }, heading, plot);
  let other: MapScene | null = null;
  let first: number | null = null;
  /** The answer at the cursor, beside each chart. */
  const ends = svg('g', {});
  let shown: { readonly scene: MapScene; readonly theme: Theme } | null = null;
  const picture = createMapPicture(plot, translate, {
    gutter,
    rail: false,
    legend: false,
    decorate: (layer, scene) => {
      if (other) {
        layer.append(
          ...sideMarks(
            kind,
            scene,
            other,
            first,
            textMeasure('12px sans-serif'),
            translate
          ).map(drawn),
          ends
        );
      }
    }
  });
  return {
    element,
    plot,
    picture,
    build(scene, counterpart, firstStep, progress, theme, measure) {
      other = counterpart;
      first = firstStep;
      element.style.width = `${scene.layout.railLeft + scene.layout.railWidth}px`;
      const words = sideHeading(kind, scene, progress, translate);
      setText(name, words.name);
      setText(loss, words.loss);
      element.setAttribute('aria-busy', String(progress === 'awaited'));
      heading.style.paddingLeft = `${scene.layout.plotLeft}px`;
      heading.style.width = `${scene.layout.plotLeft + scene.layout.plotWidth}px`;
      // While a clamp is dragged the run before stays as it is, unless the scales widen: half of the
      // drawing is then not made again. The run after has the other drawn into it.
      const stays =
        kind === 'before' &&
        shown !== null &&
        sameTheme(shown.theme, theme) &&
        sameDrawing(shown.scene, scene);
      if (!stays) {
        shown = { scene, theme };
        picture.build(scene, theme, measure);
      }
    },
    paint(step, unit) {
      picture.paint(step, unit, null);
      ends.replaceChildren(
        ...(shown
          ? endMarks(shown.scene, step, kind, translate).map(drawn)
          : [])
      );
    }
  };
}
