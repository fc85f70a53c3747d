import type { Channel, Trace } from '../../../trace';
import { element } from '../../../scene/marks/markup';
import { hollowWidths, wireWidth } from '../../../scene/marks/wire';
import { letterColour, lightColors } from './colours';
import { momentSentence, numberWords, type Moment } from './moment';
import { ink, label, picture } from './svg';

/** Steps beside each other, the first of them behind the one that is looked at. */
const SHOWN = 5;
const CELL = 104;
const GAP = 64;
const LEFT = 70;
const TOP = 62;
const ROW = 22;
const BAR = 30;

/** A saved picture of the unrolled chain: a cell a step, and the wires that carry the state. */
export function unrolledPicture(trace: Trace, moment: Moment): string {
  const { layer, unit, step, value } = moment;
  const { steps, labels } = trace.time;
  const from = Math.max(0, Math.min(steps - SHOWN, step - SHOWN + 2));
  const shown = Array.from(
    { length: Math.min(SHOWN, steps) },
    (_, at) => from + at
  );
  const isBackward = layer.direction === 'backward';
  const states = layer.channels.filter(({ role }) => role === 'state');
  const gates = layer.channels.filter(
    ({ role }) => role === 'gate' || role === 'candidate'
  );
  const wireY = (at: number): number =>
    TOP + 26 + (at === 0 ? 0 : 30 + gates.length * ROW + (at - 1) * 34);
  const bottom = wireY(Math.max(1, states.length - 1)) + 26;
  const left = (at: number): number => LEFT + at * (CELL + GAP);
  const title = trace.title ? `${trace.title}: unrolled` : 'Unrolled';
  const words = `${title}, ${layer.cellName}, unit ${unit}`;
  const sentence = momentSentence(moment);
  return picture(
    {
      width: left(shown.length) + 8,
      height: bottom + 92,
      title: `${words}: ${sentence}`
    },
    label(16, 22, words, { 'font-size': 15, 'font-weight': 600 }),
    label(
      16,
      42,
      `How to read: one cell, drawn once for each ${trace.time.name}; the wider a wire, the larger its number; hollow is below zero.`,
      { fill: ink.second }
    ),
    ...shown.map((at, index) =>
      element('rect', {
        x: left(index),
        y: TOP,
        width: CELL,
        height: bottom - TOP,
        rx: 4,
        fill: at === step ? ink.page : lightColors.raised,
        stroke: at === step ? ink.text : ink.frame,
        'stroke-width': at === step ? 2 : 1
      })
    ),
    ...states.flatMap((state, row) => [
      label(8, wireY(row) - 24, state.name, {
        'font-family': 'serif',
        'font-style': 'italic',
        'font-size': 16,
        fill: letterColour(state)
      }),
      // What leaves a cell that reads backward stands on its left.
      ...(isBackward
        ? [...shown, from + shown.length]
        : [from - 1, ...shown]
      ).map((at, index) =>
        wire(state, value(state.name, at), left(index) - GAP, wireY(row))
      )
    ]),
    ...shown.flatMap((at, index) => [
      ...gates.map((gate, row) =>
        bar(
          gate,
          value(gate.name, at),
          left(index) + 8,
          TOP + 62 + row * ROW,
          at === step
        )
      ),
      ...(gates.length === 0
        ? [
            label(left(index) + CELL / 2, bottom - 12, layer.cellName, {
              'text-anchor': 'middle',
              fill: ink.second
            })
          ]
        : []),
      ...[labels?.[at], `${trace.time.name} ${at}`]
        .filter(line => line !== undefined)
        .map((line, below) =>
          label(left(index) + CELL / 2, bottom + 20 + below * 16, line, {
            'text-anchor': 'middle',
            'font-weight': at === step && below === 0 ? 700 : 400
          })
        )
    ]),
    label(16, bottom + 72, sentence)
  );
}

/** What a state carries from one cell into the next, with its number above. */
function wire(state: Channel, number: number, x: number, y: number): string {
  const line = (width: number, stroke: string): string =>
    element('path', {
      d: `M${x} ${y}h${GAP}`,
      fill: 'none',
      stroke,
      'stroke-width': width
    });
  const colour = letterColour(state);
  const { outer, inner } = hollowWidths(number);
  return [
    ...(Number.isNaN(number)
      ? []
      : number < 0
        ? [line(outer, colour), line(inner, ink.page)]
        : [line(wireWidth(number), colour)]),
    label(x + GAP / 2, y - 8, numberWords(number), {
      'text-anchor': 'middle',
      'font-weight': 700
    })
  ].join('');
}

/** A gate's letter, its value as a bar over its range, and as a number. */
function bar(
  { name, role, of, range: [low, high] }: Channel,
  number: number,
  x: number,
  y: number,
  chosen: boolean
): string {
  const colour = letterColour({ name, role, of });
  const at = (value: number): number =>
    x +
    16 +
    (Math.min(high, Math.max(low, value)) - low) * (BAR / (high - low));
  const known = Number.isFinite(number) ? number : 0;
  const [from, to] = [at(Math.min(0, known)), at(Math.max(0, known))];
  return [
    label(x, y, name, {
      'font-family': 'serif',
      'font-style': 'italic',
      'font-size': 16,
      fill: colour
    }),
    element('rect', {
      x: x + 16,
      y: y - 9,
      width: BAR,
      height: 8,
      fill: ink.grid
    }),
    element('rect', {
      x: from,
      y: y - 9,
      width: Math.max(1, to - from),
      height: 8,
      fill: colour
    }),
    label(x + CELL - 16, y, gateWords(number), {
      'text-anchor': 'end',
      'font-weight': chosen ? 700 : 400
    })
  ].join('');
}

/** Two decimals, however near to zero: a gate's number stands in a column. */
function gateWords(number: number): string {
  return Number.isNaN(number)
    ? '–'
    : number
        .toFixed(2)
        .replace(/^-(?!0\.00$)/, '−')
        .replace('-', '');
}
