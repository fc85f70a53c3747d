import type { CellName, Hold, TaskName } from './playState';
import { horizonEnds, tasks } from './tasks';

export const CELL_WORDS: Readonly<Record<CellName, string>> = {
  rnn: 'Plain RNN',
  lstm: 'LSTM',
  gru: 'GRU',
  minLstm: 'minLSTM',
  selectiveStateSpace: 'State space',
  own: 'Your own cell'
};

/** What a cell is, where its name says too little. */
export const CELL_NOTES: Readonly<Partial<Record<CellName, string>>> = {
  selectiveStateSpace:
    'One layer of what Mamba stacks by the dozen, with a convolution in each. What it keeps over the delay is said below.'
};

/** A cell in the middle of a sentence. */
export const cellInSentence = (cell: CellName): string => {
  const name = CELL_WORDS[cell].replace(/^[A-Z](?=[a-z])/, first =>
    first.toLowerCase()
  );
  return cell === 'own' ? name : `the ${name}`;
};

/** Both cells in the middle of a sentence, also where they are the same. */
export const bothNamed = (cells: readonly [CellName, CellName]): string[] =>
  cells.map((cell, at) =>
    cells[0] === cells[1]
      ? `${cellInSentence(cell)} ${at === 0 ? 'above' : 'below'}`
      : cellInSentence(cell)
  );

export const GATE_WORDS: Readonly<Record<string, string>> = {
  f: 'forget',
  i: 'input',
  o: 'output',
  z: 'update',
  r: 'reset'
};

/** A mean over the units at each step, `[T]`, of values `[T, H]`. */
export function meansByStep(values: Float32Array, units: number): Float32Array {
  return Float32Array.from({ length: values.length / units }, (_, step) =>
    meanOf(values.subarray(step * units, (step + 1) * units))
  );
}

export const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The largest |value|, rounded up to a half. */
export function largest(values: Float32Array): number {
  const most = values.reduce(
    (high, value) => Math.max(high, Math.abs(value)),
    0
  );
  return Math.max(0.5, Math.ceil(most * 2) / 2);
}

/** Which of `count` answers the shown delay asks for: an echo has one for each. */
export const playAnswerAt = (
  task: TaskName,
  count: number,
  delay: number
): number => (task === 'echo' ? Math.min(delay, count) - 1 : 0);

/** What a network says, and whether it is right. */
export function taskAnswerLine(
  task: TaskName,
  answer: readonly number[],
  truth: readonly number[],
  delay: number
): { word: string; isRight: boolean; spoken: string } {
  const { isNumber, near, answer: say } = tasks[task];
  const at = playAnswerAt(task, truth.length, delay);
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

/** The delays of a row that are right more often than not by far: three quarters of the way. */
export function horizonOf(row: Float32Array): number {
  return row.filter(share => share >= 0.75).length;
}

/**
 * At how many delays each network is right, the one that is ahead first: the point of the page in one line.
 *
 * @param held what is held of one of them, as its rows are
 */
export function playScoreWords(
  cells: readonly [CellName, CellName],
  rows: readonly [Float32Array, Float32Array],
  held: Hold | null
): string {
  const right = rows.map(horizonOf);
  const [first, ...others] = (right[0] > right[1] ? [0, 1] : [1, 0]).map(
    (lane, place) => {
      const name = bothNamed(cells)[lane].replace(/^the /, '');
      const whole =
        held?.lane === lane
          ? `${name} (${held.gate} held at ${held.value})`
          : name;
      return place === 0
        ? `${capital(whole)} right at ${right[lane]} of ${rows[lane].length} delays`
        : `${whole} at ${right[lane]}`;
    }
  );
  return [first, ...others].join(', ');
}

export const capital = (words: string): string =>
  words.charAt(0).toUpperCase() + words.slice(1);

/** Whether a network that is right at so many delays is said to forget. */
export const forgets = (right: number, longest: number): boolean =>
  right < longest / 2;

/** Of which network, and how far it has learned, what follows is. */
export const afterEpoch = (name: string, epoch: number): string =>
  `${name} after epoch ${epoch}`;

/** What the palest and the deepest color of the horizon stand for, as the numbers that they are. */
export function scaleWords(task: TaskName): string {
  const [pale, deep] = horizonEnds(tasks[task]);
  return `from 0 (${pale}) to 1 (${deep})`;
}

/** A horizon in words. */
export function horizonWords(
  name: string,
  row: Float32Array | undefined,
  epoch: number,
  longest: number
): string {
  return row === undefined
    ? `${name}: nothing is learned yet`
    : `${afterEpoch(name, epoch)}: right at ${horizonOf(row)} of ${longest} delays`;
}
