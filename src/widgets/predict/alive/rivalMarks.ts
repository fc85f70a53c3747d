import type { Rival } from '../../../trace';
import { line } from '../../../scene/marks/line';
import type { Mark } from '../../../scene/marks/mark';
import { rule } from '../../../scene/marks/rule';
import { text } from '../../../scene/marks/text';
import { asked } from '../guess';
import type { GuessPlane } from '../guessPlane';

/** How what the reader may have had in mind behaves: a thin line, or one over each pair of bars. */
export function rivalMarks(
  plane: GuessPlane,
  rival: Rival | null,
  foot: number
): Mark[] {
  const { prediction, steps, y, box } = plane;
  if (!rival?.values) {
    return [];
  }
  const { values } = rival.values;
  const positions = asked(prediction);
  const look = { class: 'jp-gatescope-rival-line' };
  const name = [
    rule({ ...look, x1: box.x, x2: box.x + 20, y1: foot - 4, y2: foot - 4 }),
    text(rival.name, box.x + 26, foot, { class: 'jp-gatescope-rival-name' })
  ];
  if (prediction.form !== 'curve') {
    return [
      ...positions.map(at =>
        rule({
          ...look,
          x1: steps.center(at) - reach(plane),
          x2: steps.center(at) + reach(plane),
          y1: y(values[at]),
          y2: y(values[at])
        })
      ),
      ...name
    ];
  }
  const shown = Float64Array.from(values, (value, at) =>
    positions.includes(at) ? value : NaN
  );
  return [line(shown, { x: steps.center, y }, look), ...name];
}

/** Half of the rule over a pair of bars. */
function reach({ steps }: GuessPlane): number {
  return Math.min(56, steps.column * 0.42);
}
