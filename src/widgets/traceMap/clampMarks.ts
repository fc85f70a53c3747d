import type { Translate } from '../../scene/words/translate';
import { heldMarks } from '../../views/map/heldMarks';
import type { MapScene } from '../../views/map/mapScene';
import { html } from '../base/dom';

/** Hatch, frame and words over everything that is held in a scene. */
export const clampMarks = (
  scene: MapScene,
  measure: (text: string) => number,
  translate: Translate
): HTMLElement[] =>
  heldMarks(scene, measure, translate).map(({ hue, words, x, y, ...size }) => {
    const element = html(
      words === undefined ? 'div' : 'span',
      {
        class:
          words === undefined
            ? 'jp-gatescope-clamp'
            : 'jp-gatescope-clamp-words',
        'data-jp-gatescope-hue': hue
      },
      words ?? ''
    );
    if (words === undefined) {
      element.style.transform = `translate(${x}px, ${y}px)`;
      element.style.width = `${size.width}px`;
      element.style.height = `${size.height}px`;
    } else {
      element.style.transform = `translate(${x}px, calc(${y}px - 50%))`;
    }
    return element;
  });
