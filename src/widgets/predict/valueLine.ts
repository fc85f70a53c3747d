import { formatNumber } from '../base/format';
import { mark, type Mark } from '../marks/mark';
import { rule } from '../marks/rule';
import { text } from '../marks/text';
import { acrossScale } from '../marks/valueScale';
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
  const place = (value: number): number => x.within(value);
  const name = (words: string, value: number, up: boolean, look: string) =>
    text(
      words,
      Math.max(40, Math.min(box.x + box.width - 30, place(value))),
      up ? LINE - 12 : LINE + 40,
      { anchor: 'middle', class: look }
    );
  return {
    height: LINE + 46,
    area: { ...box, y: LINE - 18, height: 36 },
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
      ]),
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
      )
    ];
  }
}
