import { numbersCode, type Methods } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { stepsWords, unitsWords } from '../../scene/words/counts';
import type { Area } from '../scene/brush';
import type { MapScene } from '../../views/map/mapScene';

export type Selection = NonNullable<Methods['select']['params']['selection']>;

/** What a brushed area is in the student's terms: units and steps of one channel. */
export function selectionOf(
  scene: MapScene,
  { of, rows, values }: Area,
  unit: number
): Selection {
  const units = scene.lines
    ? [unit]
    : [...scene.order.slice(values[0], values[1] + 1)].sort((a, b) => a - b);
  return {
    layer: scene.layer.name,
    channel: of,
    units,
    steps: between(...rows)
  };
}

/** The line that makes the same selection by hand: what is copied where no kernel answers. */
export function selectionCode(selection: Selection): string {
  return `const selection = { layer: ${JSON.stringify(selection.layer)}, channel: ${JSON.stringify(selection.channel)}, units: ${numbersCode(selection.units)}, steps: ${numbersCode(selection.steps)} };`;
}

/** Whole numbers from one to another, both included. */
export function between(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The rectangle that a selection covers in a scene; null where its units are not neighbors. */
export function areaOf(
  { placeOf, lines }: MapScene,
  { channel, units, steps }: Selection
): Area | null {
  const places = lines ? [0] : units.map(unit => placeOf[unit]);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  return high - low + 1 === places.length && steps.length > 0
    ? {
        of: channel,
        rows: [steps[0], steps[steps.length - 1]],
        values: [low, high]
      }
    : null;
}

/** `10 units × 2 steps of f`. */
export function selectionWords(
  { units, steps, channel }: Selection,
  translate: Translate
): string {
  return translate(
    '%1 × %2 of %3',
    unitsWords(units.length, translate),
    stepsWords(steps.length, translate),
    channel
  );
}
