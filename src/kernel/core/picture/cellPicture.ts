import { expressionText } from '../../../trace';
import type { Equation, Trace } from '../../../trace';
import { element } from '../../../scene/marks/markup';
import { letterColour, nameColour } from './colours';
import { momentSentence, numberWords, type Moment } from './moment';
import { ink, label, picture } from './svg';

const TOP = 84;
const ROW = 24;
const BAR = 90;
const LETTER = 7.2;
const MOST = 72;
const readingOf = (unit: string): string =>
  `How to read: each line computes one letter of this ${unit}; its bar is on the scale of that letter, from left to right.`;

/** A saved picture of the wired cell: each equation with its number at one step, for one unit. */
export function cellPicture(trace: Trace, moment: Moment): string {
  const { layer, unit, words } = moment;
  const reading = readingOf(trace.time.name);
  const name = trace.title ? `${trace.title}: the cell` : 'The cell';
  const title = `${name}, ${layer.cellName}, unit ${unit} at ${words}`;
  const notes = [inputWords(trace, moment), momentSentence(moment)].filter(
    note => note !== ''
  );
  const texts = layer.equations.map(textOf);
  const scale =
    16 + LETTER * Math.max(8, ...texts.map(({ length }) => length)) + 64;
  const bottom = TOP + layer.equations.length * ROW;
  return picture(
    {
      width: Math.max(
        scale + BAR + 240,
        reading.length * 6.2 + 32,
        ...notes.map(note => note.length * 6.4 + 32)
      ),
      height: bottom + notes.length * 20 + 12,
      title: `${title}. ${notes.join(' ')}`
    },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    label(16, 42, reading, { fill: ink.second }),
    ...[
      { x: 16, heading: 'equation' },
      { x: scale, heading: 'value on its scale' },
      { x: scale + BAR + 60, heading: 'value' },
      { x: scale + BAR + 130, heading: `the ${trace.time.name} before` }
    ].map(({ x, heading }) => label(x, 66, heading, { fill: ink.second })),
    ...layer.equations.flatMap((equation, row) =>
      line(equation, texts[row], moment, { x: scale, y: TOP + row * ROW })
    ),
    ...notes.map((note, row) => label(16, bottom + 14 + row * 20, note))
  );
}

function textOf({ channel, expression }: Equation): string {
  const text = `${channel} = ${expressionText(expression)}`;
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
}

/** One letter: how it is computed, where it stands on its scale, and as a number. */
function line(
  { channel }: Equation,
  text: string,
  { layer, before, value }: Moment,
  { x, y }: { readonly x: number; readonly y: number }
): string[] {
  const known = layer.channels.find(({ name }) => name === channel);
  const [low, high] = known?.range ?? [-1, 1];
  const colour = known ? letterColour(known) : nameColour(channel);
  const at = (number: number): number =>
    x + ((Math.min(high, Math.max(low, number)) - low) / (high - low)) * BAR;
  const number = value(channel);
  const [from, to] = [0, Number.isFinite(number) ? number : 0]
    .map(at)
    .toSorted((a, b) => a - b);
  const small = { 'font-size': 10, fill: ink.second };
  return [
    label(16, y + 8, text, {
      fill: colour,
      'font-family': 'serif',
      'font-size': 15
    }),
    element('rect', { x, y, width: BAR, height: 8, fill: ink.grid }),
    element('rect', {
      x: from,
      y,
      width: Math.max(1, to - from),
      height: 8,
      fill: colour
    }),
    label(x - 4, y + 8, numberWords(low), { ...small, 'text-anchor': 'end' }),
    label(x + BAR + 4, y + 8, numberWords(high), small),
    label(x + BAR + 60, y + 8, numberWords(number), { 'font-weight': 700 }),
    label(x + BAR + 130, y + 8, numberWords(value(channel, before)))
  ];
}

/** What enters at the step, as the reader knows it. */
function inputWords({ input, time }: Trace, { step }: Moment): string {
  const row = time.kept ? time.kept.indexOf(step) : step;
  if (row < 0 || !input.editable) {
    return '';
  }
  const { values } = input.array;
  const numbers = input.names
    .slice(0, 8)
    .map(
      (name, at) =>
        `${name} ${numberWords(values[row * input.names.length + at])}`
    );
  return `Input: ${numbers.join(', ')}${input.unit ? ` ${input.unit}` : ''}.`;
}
