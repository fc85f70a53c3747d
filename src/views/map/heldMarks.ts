import { channelHue, type Clamp } from '../../trace';
import type { Box } from '../../scene/marks/plane';
import { formatRanges } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { areaBox, type BrushArea } from './areaBox';
import { clampWords, clampWordsWidth, runs } from './clampWords';
import { clampWordsPlaces } from './clampWordsPlace';
import type { MapHue } from './letterMark';
import { WORDS_ABOVE } from './mapLayout';
import type { MapScene } from './mapScene';

/** A held piece of a channel: neighboring places and neighboring steps. */
export type ClampArea = Omit<BrushArea, 'group'>;

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

/** What is held of a channel: a box that is hatched and framed; or its words, which stand around their middle. */
export interface HeldMark extends Box {
  readonly hue: MapHue;
  readonly words?: string;
}

/** Everything that is held in a scene. */
export function heldMarks(
  scene: MapScene,
  measure: (words: string) => number,
  translate: Translate
): HeldMark[] {
  const { layout, trace, layer } = scene;
  return scene.rows.flatMap(({ channel, hue = channelHue(channel) }, group) => {
    const held = trace.clamps
      .filter(
        each => each.layer === layer.name && each.channel === channel.name
      )
      .map(clamp => heldBoxes(scene, clamp, group, measure, translate))
      .filter(({ boxes }) => boxes.length > 0);
    const places = clampWordsPlaces(held, {
      left: layout.plotLeft,
      right: layout.plotLeft + layout.plotWidth
    });
    const [low, high] = scene.rows[group].range;
    // Words after all frames: a frame that lies later would cover them.
    return [
      ...held.flatMap(({ boxes }) => boxes.map(box => ({ ...box, hue }))),
      ...held.map((each, index) => {
        const { box, x, long } = places[index];
        // In what is held of a line they stand above or below it.
        const share = !scene.lines
          ? 0.5
          : Number(each.value) > (low + high) / 2
            ? 0.75
            : 0.25;
        return {
          hue,
          x,
          y: box
            ? box.y + box.height * share
            : layout.groups[group].y - WORDS_ABOVE / 2,
          width: long ? each.longWidth : each.width,
          height: WORDS_ABOVE,
          words: long ? each.longWords : each.words
        };
      })
    ];
  });
}

/** What a clamp covers of a channel's row, and its words. */
function heldBoxes(
  scene: MapScene,
  clamp: Clamp,
  group: number,
  measure: (words: string) => number,
  translate: Translate
) {
  const boxes = clampAreas(clamp, scene.placeOf, scene.trace.time.steps)
    .filter(
      ({ steps }) =>
        steps[1] >= scene.options.from && steps[0] < scene.options.to
    )
    .map(area => areaBox(scene, { group, ...area }));
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
    width: clampWordsWidth(words, measure),
    longWidth: clampWordsWidth(longWords, measure)
  };
}
