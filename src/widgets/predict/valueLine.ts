import { formatNumber } from '../../scene/words/format';
import { mark, type Mark } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { acrossScale } from '../../scene/marks/valueScale';
import { aliveOf } from './alive/aliveOf';
import type { GuessChart, GuessScene } from './guessPlane';

const LINE = 24;
const WIDEST = 680;

/** One number on a line from the least to the greatest: the guess above, the truth below. */
export function valueLine({
  prediction,
  guess,
  width,
  translate
}: GuessScene): GuessChart {
  const box = { x: 14, width: Math.min(WIDEST, width - 28) };
  const { range, unit = '' } = prediction.quantity;
  const x = acrossScale(range, box, { nice: false, count: 5 });
  const [own] = guess.values;
  const truth = prediction.truth.values[0];
  const rival = aliveOf(prediction, guess)?.rival?.values?.values;
  const place = (value: number): number => x.within(value);
  const name = (words: string, value: number, up: boolean, look: string) =>
    text(
      words,
      Math.max(40, Math.min(box.x + box.width - 30, place(value))),
      up ? LINE - 12 : LINE + 40,
      { anchor: 'middle', class: look }
    );
  return {
    height: LINE + 46 + (rival ? 18 : 0),
    area: { ...box, y: LINE - 18, height: 36 },
    run: null,
    still: [
      rule({
        class: 'jp-gatescope-value-line',
        x1: box.x,
        x2: box.x + box.width,
        y1: LINE,
        y2: LINE
      }),
      ...x.ticks.flatMap(tick => [
        rule({
          class: 'jp-gatescope-value-line',
          x1: x(tick.value),
          x2: x(tick.value),
          y1: LINE,
          y2: LINE + 6
        }),
        text(tick.text, x(tick.value), LINE + 20, {
          anchor: 'middle',
          class: 'jp-gatescope-axis'
        })
      ])
    ],
    own: [
      ...(own === null || own === undefined
        ? []
        : [
            mark('circle', {
              class: 'jp-gatescope-guess-dot',
              cx: place(own),
              cy: LINE,
              r: 6
            }),
            name(
              translate('yours: %1', `${formatNumber(own)} ${unit}`.trim()),
              own,
              true,
              'jp-gatescope-axis'
            )
          ])
    ],
    truth: guess.committed ? truthMarks() : [],
    placeOf: across => ({ index: 0, value: x.invert(across) })
  };

  /** What the reader may have had in mind: below the truth, which it may be near. */
  function rivalOnLine(value: number): Mark[] {
    return [
      rule({
        class: 'jp-gatescope-rival-line',
        x1: place(value),
        x2: place(value),
        y1: LINE - 10,
        y2: LINE + 8
      }),
      text(
        `${aliveOf(prediction, guess)?.rival?.name ?? ''}: ${formatNumber(value)} ${unit}`.trim(),
        place(value) < box.x + box.width / 2
          ? place(value) - 4
          : place(value) + 4,
        LINE + 58,
        {
          anchor: place(value) < box.x + box.width / 2 ? 'start' : 'end',
          class: 'jp-gatescope-rival-name'
        }
      )
    ];
  }

  function truthMarks(): Mark[] {
    return [
      ...(own === null || own === undefined
        ? []
        : [
            mark('rect', {
              class: 'jp-gatescope-guess-between',
              x: Math.min(place(own), place(truth)),
              y: LINE - 5,
              width: Math.abs(place(own) - place(truth)),
              height: 10
            })
          ]),
      mark('path', {
        class: 'jp-gatescope-truth-bar',
        d: `M${place(truth)} ${LINE + 1}l6 10h-12z`
      }),
      name(
        translate('truth: %1', `${formatNumber(truth)} ${unit}`.trim()),
        truth,
        false,
        'jp-gatescope-truth-name'
      ),
      ...(rival ? rivalOnLine(rival[0]) : [])
    ];
  }
}
