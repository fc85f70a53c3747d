import { formatFixed, formatPower } from '../widgets/base/format';
import type { LaneLook } from './messages';
import {
  heldOf,
  RADIUS,
  type CellName,
  type Hold,
  type TaskName
} from './playState';
import { tasks } from './tasks';

export const CELL_WORDS: Readonly<Record<CellName, string>> = {
  rnn: 'Plain RNN',
  lstm: 'LSTM',
  gru: 'GRU',
  minLstm: 'minLSTM',
  selectiveStateSpace: 'State space',
  own: 'Your own cell'
};

/** A cell in the middle of a sentence. */
export const named = (cell: CellName): string =>
  cell === 'own'
    ? 'your own cell'
    : cell === 'rnn'
      ? 'the plain RNN'
      : cell === 'selectiveStateSpace'
        ? 'the state space'
        : `the ${CELL_WORDS[cell]}`;

export const GATE_WORDS: Readonly<Record<string, string>> = {
  f: 'forget',
  i: 'input',
  o: 'output',
  z: 'update',
  r: 'reset'
};

/** The largest |value|, rounded up to a half. */
export function largest(values: Float32Array): number {
  const most = values.reduce(
    (high, value) => Math.max(high, Math.abs(value)),
    0
  );
  return Math.max(0.5, Math.ceil(most * 2) / 2);
}

/** What a network says, and whether it is right. Of an echo the bit that the shown delay asks for. */
export function answerLine(
  task: TaskName,
  answer: readonly number[],
  truth: readonly number[],
  delay: number
): { word: string; isRight: boolean; spoken: string } {
  const { isNumber, near, answer: say } = tasks[task];
  const at = task === 'echo' ? Math.min(delay, truth.length) - 1 : 0;
  const word = say(answer[at]);
  const meant = say(truth[at]);
  const isRight = isNumber
    ? Math.abs(answer[at] - truth[at]) < near
    : word === meant;
  const asked = isNumber
    ? `it is ${meant}`
    : isRight
      ? 'right'
      : `it was ${meant}`;
  return {
    word: isNumber ? word : `“${word}”`,
    isRight,
    spoken: isNumber && isRight ? `right: ${meant}` : asked
  };
}

/** How one number of the belt comes about, with the numbers of its step. */
export function arithmeticOf(
  cell: CellName,
  { channels, units, belt }: LaneLook,
  step: number,
  unit: number
): string {
  const value = (letter: string, at = step): number =>
    at < 0 ? 0 : channels[letter][at * units[letter] + unit];
  const show = (letter: string, at = step): string => {
    const text = formatFixed(value(letter, at));
    return text.startsWith('−') ? `(${text})` : text;
  };
  const start = `step ${step}, unit ${unit}: ${belt} = `;
  const end = formatFixed(value(belt));
  switch (cell) {
    case 'lstm':
      return `${start}f × c before + i × g = ${show('f')} × ${show('c', step - 1)} + ${show('i')} × ${show('g')} = ${end}`;
    case 'gru':
      return `${start}z × h before + (1 − z) × n = ${show('z')} × ${show('h', step - 1)} + ${formatFixed(1 - value('z'))} × ${show('n')} = ${end}`;
    case 'minLstm':
      return `${start}keep × h before + write × g = ${show('keep')} × ${show('h', step - 1)} + ${show('write')} × ${show('g')} = ${end}`;
    case 'rnn':
      return `${start}tanh(W x + U h before + b) = ${end}, before it ${show('h', step - 1)}`;
    default:
      return `${start}${end}, before it ${formatFixed(value(belt, step - 1))}`;
  }
}

/** The delays of a row that are right more often than not by far: three quarters of the way. */
export function horizonOf(row: Float32Array): number {
  return row.filter(share => share >= 0.75).length;
}

/** Whether a network that is right at so many delays is said to forget. */
export const forgets = (right: number, longest: number): boolean =>
  right < longest / 2;

/** How the derivative by the state shrinks on its way back over the delay. */
export function fadingOf(
  gradient: Float32Array,
  delay: number
): { ratio: number; factor: number; steps: number } | null {
  const last = gradient.length - 1;
  const first = Math.max(0, last - delay);
  const ratio = gradient[first] / gradient[last];
  const steps = last - first;
  return steps > 0 && Number.isFinite(ratio) && ratio > 0
    ? { ratio, factor: ratio ** (1 / steps), steps }
    : null;
}

const stepsWord = (count: number): string =>
  count === 1 ? '1 step' : `${count} steps`;

/** A factor in words. */
const times = (value: number): string =>
  value >= 0.01 && value < 100 ? formatFixed(value) : formatPower(value);

/** Why one forgets and the other does not: a sentence, and what of it can be tried. */
export interface Reason {
  readonly title: string;
  readonly text: string;
  /** What can be held to see whether it is the cause. */
  readonly controls: readonly Hold[];
}

export function reasonOf(given: {
  readonly cells: readonly [CellName, CellName];
  readonly lanes: readonly [LaneLook, LaneLook];
  readonly rows: readonly [Float32Array, Float32Array] | null;
  readonly delay: number;
  readonly hold: Hold | null;
}): Reason {
  const { cells, lanes, rows, delay, hold } = given;
  const kept = rows ? rows.map(horizonOf) : [0, 0];
  if (hold) {
    return heldReason(
      hold,
      cells[hold.lane],
      lanes[hold.lane],
      kept[hold.lane],
      delay
    );
  }
  const behind = kept[0] <= kept[1] ? 0 : 1;
  const ahead = 1 - behind;
  const names = cells.map((cell, at) =>
    cells[0] === cells[1]
      ? `${named(cell)} ${at === 0 ? 'above' : 'below'}`
      : named(cell)
  );
  const fading = lanes.map(({ gradient }) => fadingOf(gradient, delay));
  const told = ([behind, ahead] as const).map(at => {
    const way = fading[at];
    return way
      ? `${names[at]}’s derivative by its state is ${times(way.ratio)} of the last one’s, a factor of ${formatFixed(way.factor)} a step`
      : `${names[at]} has no derivative there`;
  });
  const controls = controlsOf(cells, ahead as 0 | 1);
  const keeper = controls.find(({ gate }) => gate !== RADIUS);
  const gate = keeper ? keepingGate(lanes[keeper.lane], keeper.gate) : null;
  // A network that answers surely sends little back from its last step, however well it holds the answer:
  // then the derivatives are no reason.
  const explains =
    kept[0] !== kept[1] &&
    (fading[behind]?.factor ?? 1) < (fading[ahead]?.factor ?? 0);
  return {
    title: explains
      ? `Why does ${names[behind]} lag?`
      : 'What carries the answer back?',
    text: `On the way back over ${stepsWord(delay)}, ${told.join('; ')}.${
      explains || kept[0] === kept[1]
        ? ''
        : ` These derivatives do not say why ${names[behind]} lags.`
    }${
      gate === null
        ? ''
        : ` In ${names[keeper!.lane]} the ${GATE_WORDS[keeper!.gate]} gate keeps ${formatFixed(gate)} a step in the steadiest unit.`
    }`,
    controls
  };
}

/** A cell without its article. */
const plain = (cell: CellName): string => named(cell).replace(/^the /, '');

function heldReason(
  { gate, value }: Hold,
  cell: CellName,
  { held, gradient }: LaneLook,
  before: number,
  delay: number
): Reason {
  const now = held ? horizonOf(held.row) : 0;
  const right = `it is right at ${now} ${now === 1 ? 'delay' : 'delays'}, where it was at ${before}.`;
  if (gate === RADIUS) {
    const factor = fadingOf(gradient, delay)?.factor;
    const factorBefore = held && fadingOf(held.gradientBefore, delay)?.factor;
    return {
      title: `With ${named(cell)}’s radius at ${formatFixed(value)}`,
      text: `The same ${plain(cell)}, its recurrent weights scaled to a spectral radius of ${formatFixed(value)}${
        held?.radiusBefore == null
          ? ''
          : ` from ${formatFixed(held.radiusBefore)}`
      }: ${right}${
        factor && factorBefore
          ? ` Its derivative changes by a factor of ${formatFixed(factor)} a step on the way back, where it was ${formatFixed(factorBefore)}.`
          : ''
      }`,
      controls: []
    };
  }
  const isKeeper = gate === 'f' || gate === 'z';
  const left = isKeeper
    ? ` What is kept over ${stepsWord(delay)} is ${formatFixed(value)}${superscriptOf(delay)} = ${times(value ** delay)}.`
    : '';
  return {
    title: `With ${gate} held at ${formatFixed(value)}`,
    text: `The same ${plain(cell)}, its ${GATE_WORDS[gate]} gate held: ${right}${left}`,
    controls: []
  };
}

const superscriptOf = (value: number): string =>
  [...String(value)].map(figure => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(figure)]).join('');

/** Of each network what can be held; first of the one that is ahead. */
const controlsOf = (
  cells: readonly [CellName, CellName],
  ahead: 0 | 1
): Hold[] =>
  ([ahead, ahead === 0 ? 1 : 0] as const).flatMap(lane => {
    const gate = heldOf(cells[lane]).at(0);
    return gate === undefined
      ? []
      : [{ lane, gate, value: gate === RADIUS ? 1 : 0.5 }];
  });

/** What the gate keeps a step, on average, in the unit that keeps most. */
const keepingGate = (
  { channels, units }: LaneLook,
  gate: string
): number | null => {
  const values = channels[gate];
  if (!values) {
    return null;
  }
  const steps = values.length / units[gate];
  const means = Array.from(
    { length: units[gate] },
    (_, unit) =>
      values.reduce(
        (sum, value, at) => (at % units[gate] === unit ? sum + value : sum),
        0
      ) / steps
  );
  return Math.max(...means);
};

/** A horizon in words. */
export function horizonWords(
  name: string,
  row: Float32Array | undefined,
  epoch: number,
  longest: number
): string {
  return row === undefined
    ? `${name}: nothing is learned yet`
    : `${name} after epoch ${epoch}: right at ${horizonOf(row)} of ${longest} delays`;
}
