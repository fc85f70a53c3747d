import type { Translate } from '../../scene/words/translate';
import type { MapScene } from '../../views/map/mapScene';
import { legendOfMaps } from '../../views/map/legend';
import { svg } from '../base/dom';
import { createRampLegend } from '../scene/rampLegend';
import { drawn } from '../scene/drawn';
import type { Theme } from '../base/theme';

/** The two scales of the colours, with the letters that each is for. */
export interface Legend {
  readonly elements: readonly Element[];
  build(scene: MapScene, theme: Theme, measure: (text: string) => number): void;
}

export function createLegend(translate: Translate): Legend {
  const strips = { gates: createRampLegend(), states: createRampLegend() };
  const words = svg('svg', {
    class: 'jp-gatescope-layer jp-gatescope-legend',
    'aria-hidden': 'true'
  });
  return {
    elements: [strips.gates.element, strips.states.element, words],
    build(scene, theme, measure) {
      const { layout } = scene;
      const { ramps, marks } = legendOfMaps(scene, measure, translate);
      words.setAttribute('width', String(layout.railLeft + layout.railWidth));
      words.setAttribute('height', String(layout.height));
      words.replaceChildren(...marks.map(drawn));
      for (const name of ['gates', 'states'] as const) {
        const box = ramps.find(each => each.ramp === name);
        strips[name].element.hidden = box === undefined;
        if (box) {
          strips[name].paint(theme[name], box);
        }
      }
    }
  };
}
