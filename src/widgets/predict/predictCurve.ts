import { drawnSteps, stepped } from './stepped';
import { area, line } from '../../scene/marks/line';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { asked } from './guess';
import type { GuessPlane } from './guessPlane';

/** What is given and what was drawn, as lines, with the name of the drawn one. */
export function guessCurve(plane: GuessPlane): Mark[] {
  const { prediction, guess, filled, steps, y, chosen } = plane;
  const positions = asked(prediction);
  const given = prediction.given?.values ?? new Float64Array(0);
  if (!positions.some(index => guess.values[index] !== null)) {
    return givenMarks(plane, given);
  }
  // The line starts at the last number that is given.
  const own = Float64Array.from(filled, (value, index) =>
    positions.includes(index) || index === positions[0] - 1 ? value : NaN
  );
  return [
    ...givenMarks(plane, given),
    line(own, { x: steps.center, y }, { class: 'jp-gatescope-guess-line' }),
    ...(chosen !== null && !guess.committed && Number.isFinite(filled[chosen])
      ? [
          mark('circle', {
            class: 'jp-gatescope-guess-dot',
            cx: steps.center(chosen),
            cy: y(filled[chosen]),
            r: 4.5
          })
        ]
      : []),
    ...nameMarks(plane)
  ];
}

/** A number between others that are not given makes no line; it has a mark of its own. */
function givenMarks(
  { steps, y }: GuessPlane,
  values: ArrayLike<number>
): Mark[] {
  const isGiven = (index: number): boolean => Number.isFinite(values[index]);
  return [
    drawnSteps(values, stepped(values), steps, y, {
      class: 'jp-gatescope-given-line'
    }),
    ...Array.from(values).flatMap((value, index) =>
      isGiven(index) && !isGiven(index - 1) && !isGiven(index + 1)
        ? [
            mark('circle', {
              class: 'jp-gatescope-given-dot',
              cx: steps.center(index),
              cy: y(value),
              r: 3.5
            })
          ]
        : []
    )
  ];
}

/** The truth, and the ground between it and the guess. */
export function truthCurve({
  prediction,
  filled,
  steps,
  y
}: GuessPlane): Mark[] {
  const { values } = prediction.truth;
  const positions = asked(prediction);
  const own = Array.from(values, (value, index) =>
    positions.includes(index) ? value : NaN
  );
  return [
    area(
      filled,
      own,
      { x: steps.center, y },
      {
        class: 'jp-gatescope-guess-between'
      }
    ),
    drawnSteps(values, stepped(values), steps, y, {
      class: 'jp-gatescope-truth-line'
    })
  ];
}

/** The names of the lines, where they are apart. */
function nameMarks({
  prediction,
  guess,
  filled,
  steps,
  y,
  box,
  translate
}: GuessPlane): Mark[] {
  const positions = asked(prediction).filter(index =>
    Number.isFinite(filled[index])
  );
  if (positions.length < 4) {
    return [];
  }
  const { values } = prediction.truth;
  const apart = (index: number): number =>
    Math.abs(filled[index] - values[index]);
  const at = guess.committed
    ? positions.reduce((best, index) =>
        apart(index) > apart(best) ? index : best
      )
    : positions[Math.floor(positions.length * 0.6)];
  const x = Math.max(
    box.x + 40,
    Math.min(box.x + box.width - 40, steps.center(at))
  );
  const name = (words: string, look: string, foot: number): Mark =>
    text(words, x, foot, {
      anchor: 'middle',
      class: `${look} jp-gatescope-halo`
    });
  const yours = translate('your curve');
  const own = y(filled[at]);
  if (!guess.committed) {
    return [name(yours, 'jp-gatescope-axis', own - OVER)];
  }
  const truth = y(values[at]);
  const { above, below } = nameFeet(
    Math.min(own, truth),
    Math.max(own, truth),
    box
  );
  const [ownFoot, truthFoot] = own > truth ? [below, above] : [above, below];
  return [
    name(yours, 'jp-gatescope-axis', ownFoot),
    name(translate('truth'), 'jp-gatescope-truth-name', truthFoot)
  ];
}

/**
 * The feet of the names of two lines: one above the upper line, one below the lower. Where the numbers of
 * the axis stand below, both are above: each over its line, or over the upper one if the lines are close.
 */
function nameFeet(
  upper: number,
  lower: number,
  { y, height }: GuessPlane['box']
): { readonly above: number; readonly below: number } {
  const isFree = lower + UNDER <= y + height;
  const isWide = lower - upper >= 2 * LINE;
  const below = isFree ? lower + UNDER : (isWide ? lower : upper) - OVER;
  return { above: Math.min(upper - OVER, below - LINE), below };
}

/** From a line to the foot of a name above or below it, and from one name to the next, in pixels. */
const OVER = 9;
const UNDER = 18;
const LINE = 14;
