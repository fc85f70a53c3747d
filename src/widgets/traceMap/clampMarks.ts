import type { Clamp, LayerTrace } from '../../trace';
import { html } from '../base/dom';
import { formatFixed } from '../base/format';
import { brushRectangle } from './overlay';
import type { MapScene } from './mapScene';

/** Room that the words of a clamp take left of it; nearer to the gutter they stand in the hatch. */
const WORDS = 80;

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

/** Neighbouring numbers as `[first, last]`. */
export function runs(numbers: readonly number[]): [number, number][] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const found: [number, number][] = [];
  for (const number of sorted) {
    const last = found.at(-1);
    if (last && last[1] + 1 === number) {
      last[1] = number;
    } else {
      found.push([number, number]);
    }
  }
  return found;
}

/** `f := 1`. */
export function clampWords(clamp: Clamp): string {
  const value =
    clamp.value === 'mean'
      ? 'mean'
      : formatFixed(clamp.value, Number.isInteger(clamp.value) ? 0 : 2);
  return `${clamp.channel} := ${value}`;
}

/** Hatch, frame and words over everything that is held in a scene. */
export function clampMarks(
  scene: MapScene,
  clamps: readonly Clamp[],
  layer: LayerTrace,
  offset = 0
): HTMLElement[] {
  return clamps
    .filter(clamp => clamp.layer === layer.name)
    .flatMap(clamp => {
      const group = scene.rows.findIndex(
        ({ channel }) => channel.name === clamp.channel
      );
      if (group < 0) {
        return [];
      }
      return clampAreas(clamp, scene.placeOf, scene.trace.time.steps)
        .filter(
          ({ steps }) =>
            steps[1] >= scene.options.from && steps[0] < scene.options.to
        )
        .map((area, index) => {
          const box = brushRectangle(scene, { group, ...area });
          const mark = html(
            'div',
            { class: 'jp-gatescope-clamp' },
            ...(index === 0
              ? [
                  html(
                    'span',
                    {
                      class: `jp-gatescope-clamp-words ${box.x - scene.layout.plotLeft < WORDS ? 'jp-gatescope-clamp-words-inside' : ''}`
                    },
                    clampWords(clamp)
                  )
                ]
              : [])
          );
          mark.style.transform = `translate(${box.x + offset}px, ${box.y}px)`;
          mark.style.width = `${box.width}px`;
          mark.style.height = `${box.height}px`;
          return mark;
        });
    });
}
