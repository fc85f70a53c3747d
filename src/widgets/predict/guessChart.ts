import { stepAxis, stepAxisHeight, valueAxis } from '../../scene/marks/axes';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';
import { aliveOf } from './alive/aliveOf';
import { factorRow } from './alive/factorRow';
import { rivalMarks } from './alive/rivalMarks';
import { asked, filledGuess, isAsked } from './guess';
import type {
  GuessChart,
  GuessPlane,
  GuessScene,
  GuessRun
} from './guessPlane';
import { guessBars, truthBars } from './predictBars';
import { guessCurve, truthCurve } from './predictCurve';
import { valueLine } from './valueLine';

/** Axes, what is given, the guess and, once it is committed, the truth over it. */
export function drawGuess(scene: GuessScene): GuessChart {
  const { prediction, guess, narrow, chosen } = scene;
  const { axis, quantity, form } = prediction;
  if (form === 'value' && axis.count === 1) {
    return valueLine(scene);
  }
  const left = 44;
  const box = {
    x: left,
    y: 20,
    width: scene.width - left - 8,
    height: narrow ? 150 : 170
  };
  const steps = stepScale(axis.count, box);
  const y = linearScale(quantity.range, box, { nice: false });
  const filled = filledGuess(prediction, guess);
  const plane: GuessPlane = { ...scene, box, steps, y, filled };
  const words = { labels: axis.labels, measure: scene.measure, turn: true };
  const bottom = box.y + box.height;
  const under = stepAxisHeight(steps, words);
  const curve = form === 'curve';
  const alive = aliveOf(prediction, guess);
  const foot = bottom + under + 18;
  const row = alive?.needed
    ? factorRow(plane, alive.needed, foot)
    : { marks: [], height: 0 };
  return {
    height: foot + row.height,
    area: { ...box, y: box.y - 6, height: box.height + 12 },
    still: [
      ...valueAxis(y, box),
      ...stepAxis(steps, bottom, words).map(each => each.mark),
      ...axisNames(plane, bottom + under + 14),
      ...(chosen !== null && (curve || !guess.committed)
        ? [
            mark('rect', {
              ...box,
              class: 'jp-gatescope-predict-chosen',
              x: steps.left(chosen),
              width: steps.column
            })
          ]
        : []),
      ...ghostMarks(plane)
    ],
    own: curve ? guessCurve(plane) : guessBars(plane),
    truth: guess.committed
      ? [
          ...(curve ? truthCurve(plane) : truthBars(plane)),
          ...rivalMarks(plane, alive?.rival ?? null, foot - 4),
          ...row.marks
        ]
      : [],
    run: guess.committed ? runOf(plane) : null,
    placeOf: (x, height) => ({
      index: Math.max(
        0,
        Math.min(axis.count - 1, Math.floor((x - box.x) / steps.column))
      ),
      value: y.invert(height)
    })
  };
}

/** Guess and truth from the last number that is given, or the first of all. */
function runOf({ prediction, filled, steps, y }: GuessPlane): GuessRun {
  const positions = asked(prediction);
  const curve = prediction.form === 'curve';
  const first = Math.max(0, positions[0] - (curve ? 1 : 0));
  const last = positions.at(-1) ?? first;
  const head = (look: string, values: ArrayLike<number>) => ({
    look,
    points: Array.from(
      { length: last - first + 1 },
      (_, index) =>
        [steps.center(first + index), y.within(values[first + index])] as const
    )
  });
  return {
    from: curve ? steps.center(first) : steps.left(first),
    to: curve ? steps.center(last) : steps.left(last + 1),
    steps: last - first + (curve ? 0 : 1),
    stepwise: !curve,
    heads:
      curve && positions.every(at => Number.isFinite(filled[at]))
        ? [
            head('jp-gatescope-guess-head', filled),
            head('jp-gatescope-truth-head', prediction.truth.values)
          ]
        : []
  };
}

function axisNames(
  { prediction: { quantity, axis }, box }: GuessPlane,
  bottom: number
): Mark[] {
  const look = { class: 'jp-gatescope-axis' };
  const { name, unit } = quantity;
  return [
    text(unit ? `${name}, ${unit}` : name, 0, box.y - 8, look),
    text(axis.name, box.x + box.width, bottom, { anchor: 'end', ...look })
  ];
}

/** A ghost of what is asked for, until the first stroke. */
function ghostMarks({
  prediction,
  guess,
  box,
  steps,
  measure,
  translate
}: GuessPlane): Mark[] {
  const words = translate('draw here');
  const asked = Array.from({ length: steps.steps }, (_, index) => index).filter(
    index => isAsked(prediction, index)
  );
  if (guess.committed || guess.values.some(value => value !== null)) {
    return [];
  }
  const from = steps.left(asked[0] ?? 0);
  const to = steps.left((asked.at(-1) ?? 0) + 1);
  const middle = box.y + box.height / 2;
  const bar = Math.min(48, steps.column * 0.36);
  const look = { class: 'jp-gatescope-ghost' };
  return [
    ...(prediction.form === 'curve'
      ? [
          mark('rect', {
            ...look,
            x: from + 3,
            y: box.y + 6,
            width: Math.max(0, to - from - 6),
            height: box.height - 12,
            rx: 4
          })
        ]
      : asked.map(index =>
          mark('rect', {
            ...look,
            x: steps.center(index) - bar / 2,
            y: middle,
            width: bar,
            height: box.height / 2
          })
        )),
    text(
      words,
      // Over the first of the bars: between two of them it would stand on the edge of a column.
      prediction.form === 'curve'
        ? (from + to) / 2
        : Math.max(steps.center(asked[0] ?? 0), box.x + measure(words) / 2 + 4),
      prediction.form === 'curve' ? middle + 4 : middle - 8,
      { anchor: 'middle', class: 'jp-gatescope-ghost-words jp-gatescope-halo' }
    )
  ];
}
