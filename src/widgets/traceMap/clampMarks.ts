import type { Clamp, LayerTrace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { hueOf, type Hue } from '../base/hue';
import { formatRanges } from '../../scene/words/format';
import { clampWords, clampWordsWidth, runs } from './clampWords';
import { clampWordsPlaces } from './clampWordsPlace';
import type { Box } from '../../scene/marks/plane';
import { WORDS_ABOVE } from './mapLayout';
import { brushRectangle } from './overlay';
import type { MapScene } from './mapScene';

/** A held piece of a channel: neighbouring places and neighbouring steps. */
export interface ClampArea {
  readonly places: readonly [number, number];
  readonly steps: readonly [number, number];
}

/** The rectangles that a clamp covers when units stand in this order. */
export function clampAreas(
  clamp: Clamp,
  placeOf: ArrayLike<number>,
  steps: number
): ClampArea[] {
  const all = (count: number): number[] =>
    Array.from({ length: count }, (_, index) => index);
  const places = (clamp.units ?? all(placeOf.length))
    .filter(unit => unit < placeOf.length)
    .map(unit => placeOf[unit]);
  const stepRuns = runs((clamp.steps ?? all(steps)).filter(s => s < steps));
  return runs(places).flatMap(place =>
    stepRuns.map(step => ({ places: place, steps: step }))
  );
}

/** Hatch, frame and words over everything that is held in a scene. */
export function clampMarks(
  scene: MapScene,
  clamps: readonly Clamp[],
  layer: LayerTrace,
  translate: Translate
): HTMLElement[] {
  const { layout } = scene;
  return scene.rows.flatMap(({ channel, hue = hueOf(channel) }, group) => {
    const held = clamps
      .filter(
        each => each.layer === layer.name && each.channel === channel.name
      )
      .map(clamp => heldBoxes(scene, clamp, group, translate))
      .filter(({ boxes }) => boxes.length > 0);
    const places = clampWordsPlaces(held, {
      left: layout.plotLeft,
      right: layout.plotLeft + layout.plotWidth
    });
    // Words after all frames: a frame that lies later would cover them.
    return [
      ...held.flatMap(({ boxes }) => boxes.map(box => frameOf(box, hue))),
      ...held.map((each, index) => {
        const { words, longWords, value } = each;
        const { box, x, long } = places[index];
        const [low, high] = scene.rows[group].range;
        // In what is held of a line they stand above or below it.
        const share = !scene.lines
          ? 0.5
          : Number(value) > (low + high) / 2
            ? 0.75
            : 0.25;
        const middle = box
          ? box.y + box.height * share
          : layout.groups[group].y - WORDS_ABOVE / 2;
        const said = html(
          'span',
          {
            class: 'jp-gatescope-clamp-words',
            'data-jp-gatescope-hue': hue
          },
          long ? longWords : words
        );
        said.style.transform = `translate(${x}px, calc(${middle}px - 50%))`;
        return said;
      })
    ];
  });
}

function frameOf({ x, y, width, height }: Box, hue: Hue): HTMLElement {
  const mark = html('div', {
    class: 'jp-gatescope-clamp',
    'data-jp-gatescope-hue': hue
  });
  mark.style.transform = `translate(${x}px, ${y}px)`;
  mark.style.width = `${width}px`;
  mark.style.height = `${height}px`;
  return mark;
}

/** What a clamp covers of a channel's row, and its words. */
function heldBoxes(
  scene: MapScene,
  clamp: Clamp,
  group: number,
  translate: Translate
) {
  const boxes = clampAreas(clamp, scene.placeOf, scene.trace.time.steps)
    .filter(
      ({ steps }) =>
        steps[1] >= scene.options.from && steps[0] < scene.options.to
    )
    .map(area => brushRectangle(scene, { group, ...area }));
  const words = clampWords(clamp);
  const longWords = clamp.steps
    ? clamp.steps.length === 1
      ? translate('%1 at %step %2', words, clamp.steps[0])
      : translate('%1 at %steps %2', words, formatRanges(clamp.steps))
    : words;
  return {
    value: clamp.value,
    boxes,
    words,
    longWords,
    width: clampWordsWidth(words),
    longWidth: clampWordsWidth(longWords)
  };
}
