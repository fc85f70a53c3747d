import { numbersCode, type Methods } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { stepsWords, unitsWords } from '../../scene/words/counts';
import type { BrushArea } from './overlay';
import type { MapScene } from './mapScene';

export type Selection = NonNullable<Methods['select']['params']['selection']>;

/** What a brushed area is in the student's terms: units and steps of one channel. */
export function selectionOf(
  scene: MapScene,
  area: BrushArea,
  unit: number
): Selection {
  const units = scene.lines
    ? [unit]
    : [...scene.order.slice(area.places[0], area.places[1] + 1)].sort(
        (a, b) => a - b
      );
  return {
    layer: scene.layer.name,
    channel: scene.rows[area.group].channel.name,
    units,
    steps: between(area.steps[0], area.steps[1])
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

/** Moves the far corner of a brush by one place or step; starts one where there is none. */
export function extendBrush(
  area: BrushArea | null,
  at: { readonly group: number; readonly place: number; readonly step: number },
  anchor: { readonly place: number; readonly step: number } | null,
  move: { readonly places: number; readonly steps: number },
  limits: { readonly places: number; readonly steps: number }
): BrushArea {
  if (!area || !anchor) {
    return {
      group: at.group,
      places: [at.place, at.place],
      steps: [at.step, at.step]
    };
  }
  const far = (
    [low, high]: readonly [number, number],
    fixed: number,
    by: number,
    limit: number
  ): [number, number] => {
    const moving = low === fixed ? high : low;
    const next = Math.max(0, Math.min(limit - 1, moving + by));
    return [Math.min(fixed, next), Math.max(fixed, next)];
  };
  return {
    group: area.group,
    places: far(area.places, anchor.place, move.places, limits.places),
    steps: far(area.steps, anchor.step, move.steps, limits.steps)
  };
}

/** The rectangle that a selection covers in a scene; null where its units are not neighbours. */
export function areaOf(
  { placeOf }: MapScene,
  { units, steps }: Pick<Selection, 'units' | 'steps'>,
  group: number
): BrushArea | null {
  const places = units.map(unit => placeOf[unit]);
  const low = Math.min(...places);
  const high = Math.max(...places);
  return high - low + 1 === places.length && steps.length > 0
    ? { group, places: [low, high], steps: [steps[0], steps[steps.length - 1]] }
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
