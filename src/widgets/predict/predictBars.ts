import { formatFixed } from '../../scene/words/format';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { asked, isAsked } from './guess';
import type { GuessPlane } from './guessPlane';

/** What is given and what was drawn, as bars. */
export function guessBars(plane: GuessPlane): Mark[] {
  const { prediction, guess, filled, steps } = plane;
  const width = barWidth(plane);
  return [...filled.keys()].flatMap(index => {
    const given = !isAsked(prediction, index);
    // Beside the truth there is room for two.
    const left =
      steps.center(index) - (guess.committed && !given ? width : width / 2);
    return Number.isFinite(filled[index])
      ? bar(plane, filled[index], left, {
          bar: given ? 'jp-gatescope-given-bar' : 'jp-gatescope-guess-bar',
          above: 'jp-gatescope-axis',
          inside: given ? 'jp-gatescope-on-bar' : 'jp-gatescope-axis'
        })
      : [];
  });
}

/** The truth beside them, and which bar is whose. */
export function truthBars(plane: GuessPlane): Mark[] {
  const { prediction, steps, box, translate } = plane;
  const right = box.x + box.width;
  return [
    ...asked(prediction).flatMap(index =>
      bar(plane, prediction.truth.values[index], steps.center(index), {
        bar: 'jp-gatescope-truth-bar',
        above: 'jp-gatescope-truth-name',
        inside: 'jp-gatescope-on-bar'
      })
    ),
    text(translate('left: yours'), right - 88, box.y - 8, {
      anchor: 'end',
      class: 'jp-gatescope-axis'
    }),
    text(translate('right: truth'), right, box.y - 8, {
      anchor: 'end',
      class: 'jp-gatescope-truth-name'
    })
  ];
}

/** A number stands over its bar, and inside a bar that leaves no room over it. */
function bar(
  plane: GuessPlane,
  value: number,
  x: number,
  looks: {
    readonly bar: string;
    readonly above: string;
    readonly inside: string;
  }
): Mark[] {
  const { y, box } = plane;
  const width = barWidth(plane);
  const zero = y.within(0);
  const top = Math.min(y(value), zero);
  const inside = top - 4 < box.y + 9;
  return [
    mark('rect', {
      class: looks.bar,
      x,
      y: top,
      width,
      height: Math.max(1, Math.abs(y(value) - zero))
    }),
    text(
      formatFixed(value, Math.abs(value) >= 10 ? 1 : 2),
      x + width / 2,
      inside ? top + 13 : top - 4,
      { anchor: 'middle', class: inside ? looks.inside : looks.above }
    )
  ];
}

function barWidth({ steps }: GuessPlane): number {
  return Math.min(48, steps.column * 0.36);
}
