import type { Random } from '../engine';
import { formatFixed } from '../scene/words/format';
import type { TaskName } from './playState';
// The highest temperature of each day in Seattle, 2012 to 2015, as `data.weather` has it.
import highs from './seattleHighs.json';

/** How a task asks a memory. */
export interface Task {
  readonly label: string;
  /** What it asks, in a sentence. */
  readonly asks: string;
  /** What the dot of a step means, a line each. */
  readonly drawn: readonly string[];
  /** What stands across in the picture of the memory. */
  readonly across: string;
  /** Whether the answer is a number, and not yes or no. */
  readonly isNumber: boolean;
  /** How near the truth a number is called right. */
  readonly near: number;
  /** I, how many numbers of a step are read. */
  readonly inputs: number;
  /** What a network reads of a step: I numbers. */
  read(value: number, mark: number): readonly number[];
  /** Writes one sequence of a delay: at each step a value and, where it counts, a mark. */
  make(place: SequenceWriter, delay: number, draw: Random): void;
  /** What should be said at the end of a sequence. */
  truth(values: readonly number[], marks: readonly number[]): number[];
  /** How many sequences are held out. */
  heldOut(longest: number): number;
  /** K, how many numbers are said. */
  outputs(longest: number): number;
  /** What stands over a step, if anything. */
  over(value: number, mark: number): string;
  /** A step in words. */
  step(value: number, mark: number): string;
  /** What is said, or should be, in words. */
  answer(value: number): string;
}

/** What the palest and the deepest color of the horizon stand for. */
export const horizonEnds = ({
  isNumber
}: Task): readonly [pale: string, deep: string] =>
  isNumber ? ['the mean alone', 'exact'] : ['chance', 'always right'];

/** When a network is called right at a delay: see `horizonOf`. */
export const rightWords = ({ isNumber }: Task): string =>
  isNumber
    ? 'Right at a delay: three quarters of the variance explained.'
    : 'Right at a delay: at least 7 of 8 answers.';

/**
 * How much is right: of yes and no the share that is right above chance, 0 at chance and 1 always right; of
 * numbers the share of the variance that is explained.
 *
 * @param good how many are right; of numbers, the squared errors
 * @param all how many there are; of numbers, the squared distances from the mean
 */
export function shareOf(
  { isNumber }: Task,
  good: number,
  all: number
): { readonly share: number; readonly arithmetic: string } {
  const share = isNumber ? 1 - good / all : (2 * good) / all - 1;
  const numbers = isNumber
    ? `1 − ${formatFixed(good)} ÷ ${formatFixed(all)}`
    : `2 × ${good} ÷ ${all} − 1`;
  return share > 0
    ? { share, arithmetic: `${numbers} = ${formatFixed(share)}` }
    : // What has diverged holds nothing.
      { share: 0, arithmetic: `${numbers} is not above 0: 0` };
}

/** Where a sequence is written. */
interface SequenceWriter {
  readonly steps: number;
  /** Whether it is one that nothing is learned from. */
  readonly isHeldOut: boolean;
  /** At `steps` stands what comes after the last one: the truth has it, and no network reads it. */
  set(step: number, value: number, mark?: 1): void;
}

const sign = (draw: Random): 1 | -1 => (draw.uniform() < 0.5 ? -1 : 1);

/** How many sequences are held out for each delay. */
const HELD_OUT = 24;

/** What tasks have in common: a value and a mark are read, and one bit is said. */
const common = {
  drawn: ['● 1', '○ 0'],
  isNumber: false,
  near: 0,
  inputs: 2,
  read: (value: number, mark: number) => [value, mark],
  heldOut: (longest: number) => HELD_OUT * longest,
  outputs: () => 1,
  over: () => '',
  step: (value: number) => (value > 0 ? '1' : value < 0 ? '0' : 'silence'),
  answer: (value: number) => (value > 0.5 ? '1' : '0')
};

/** Words in pairs: a value k is the first of pair |k|, and −k the second. */
const WORDS = [
  ['good', 'bad'],
  ['great', 'awful'],
  ['fine', 'dull'],
  ['so', 'not'],
  ['was', 'is'],
  ['with', 'in'],
  ['the', 'a'],
  ['show', 'town'],
  ['day', 'rain']
].flat();
/** Of each word a row with a 1 in its own place. */
const ONE_HOT = WORDS.map(word => WORDS.map(each => Number(each === word)));
const placeOf = (value: number): number =>
  2 * Math.abs(value) - (value > 0 ? 2 : 1);
const wordOf = (value: number): string => WORDS[placeOf(value)];
/** Pairs by how many words before the judgment they stand: it, what may turn it, and the verb. */
const SAID: readonly (readonly number[] | undefined)[] = [[1, 2, 3], [4], [5]];
/** Pairs of all other words, in turn. */
const PHRASE = [[6], [7], [8, 9]];

/** So many days at the end are held out. */
const YEAR = 365;
const learnedHighs = highs.slice(0, -YEAR);
const mean =
  learnedHighs.reduce((sum, high) => sum + high, 0) / learnedHighs.length;
const spread = Math.sqrt(
  learnedHighs.reduce((sum, high) => sum + (high - mean) ** 2, 0) /
    learnedHighs.length
);
const degrees = (value: number): string =>
  `${formatFixed(mean + spread * value, 1)} °C`;

export const tasks: Readonly<Record<TaskName, Task>> = {
  bit: {
    ...common,
    label: 'the marked bit',
    asks: 'Say at the end which bit was marked.',
    across: 'steps of noise in between',
    over: (_, mark) => (mark > 0 ? 'the bit' : ''),
    make({ steps, set }, delay, draw) {
      const at = steps - 1 - delay;
      for (let step = 0; step < steps; step++) {
        set(step, sign(draw), step === at ? 1 : undefined);
      }
    },
    truth: (values, marks) => [values[marks.indexOf(1)] > 0 ? 1 : 0]
  },
  echo: {
    ...common,
    label: 'echo',
    asks: 'Say at the end all of the last bits, each in its place.',
    across: 'steps ago',
    // Each of them asks for every delay.
    heldOut: () => HELD_OUT * 12,
    outputs: longest => longest,
    make({ steps, set }, _, draw) {
      for (let step = 0; step < steps; step++) {
        set(step, sign(draw));
      }
    },
    truth: values =>
      values
        .slice(1, -1)
        .map(value => (value > 0 ? 1 : 0))
        .reverse()
  },
  brackets: {
    ...common,
    label: 'brackets closed',
    asks: 'Say at the end whether every bracket was closed.',
    drawn: ['● (', '○ )', '· silence'],
    answer: value => (value > 0.5 ? 'closed' : 'open'),
    across: 'brackets read',
    step: value => (value > 0 ? '(' : value < 0 ? ')' : 'silence'),
    make({ steps, set }, delay, draw) {
      const pairs = Math.max(1, Math.ceil(delay / 2));
      const walk: number[] = [];
      let depth = 0;
      for (let left = 2 * pairs; left > 0; left--) {
        const goesUp = depth === 0 || (depth < left && draw.uniform() < 0.5);
        walk.push(goesUp ? 1 : -1);
        depth += goesUp ? 1 : -1;
      }
      const isClosed = draw.uniform() < 0.5;
      if (!isClosed) {
        // One that should close opens: the depth at the end is 2.
        const closing = walk.flatMap((way, at) => (way < 0 ? [at] : []));
        walk[closing[draw.integer(closing.length)]] = 1;
      }
      walk.forEach((way, at) => {
        set(steps - walk.length + at, way, 1);
      });
    },
    truth(values) {
      let depth = 0;
      const isBroken = values.some(way => (depth += way) < 0);
      return [depth === 0 && !isBroken ? 1 : 0];
    }
  },
  adding: {
    ...common,
    label: 'add two marked numbers',
    asks: 'Say at the end the sum of the two marked numbers.',
    drawn: ['as high as', 'its number'],
    across: 'steps since the first number',
    isNumber: true,
    near: 0.2,
    over: (_, mark) => (mark > 0 ? '+' : ''),
    step: value => formatFixed(value),
    answer: value => formatFixed(value),
    make({ steps, set }, delay, draw) {
      const first = steps - 1 - delay;
      const second = steps - 1 - draw.integer(delay);
      for (let step = 0; step < steps; step++) {
        const isMarked = step === first || step === second;
        set(step, draw.uniform(-1, 1), isMarked ? 1 : undefined);
      }
    },
    truth: (values, marks) => [
      values.reduce((sum, value, step) => sum + value * marks[step], 0)
    ]
  },
  parity: {
    ...common,
    label: 'odd or even',
    asks: 'Say at the end whether the number of ones was odd or even.',
    drawn: ['● 1', '○ 0', '· silence'],
    answer: value => (value > 0.5 ? 'odd' : 'even'),
    across: 'bits read',
    make({ steps, set }, delay, draw) {
      for (let step = steps - delay; step < steps; step++) {
        set(step, draw.integer(2) === 1 ? 1 : -1, 1);
      }
    },
    truth: values => [values.filter(value => value > 0).length % 2]
  },
  words: {
    ...common,
    label: 'a word’s praise or blame',
    asks: 'Say at the end whether the sentence, in a toy language of 18 words, held praise or blame; “not” turns it around.',
    drawn: [],
    across: 'words since the judgment',
    inputs: WORDS.length,
    read: value => ONE_HOT[placeOf(value)],
    make({ steps, set }, delay, draw) {
      const judgment = steps - 1 - delay;
      for (let step = 0; step < steps; step++) {
        const ago = judgment - step;
        const kind = SAID[ago] ?? PHRASE[(2 - ago + 3 * steps) % 3];
        const pair = kind[draw.integer(kind.length)];
        set(step, sign(draw) * pair, ago === 0 || ago === 1 ? 1 : undefined);
      }
    },
    truth(values, marks) {
      const at = marks.lastIndexOf(1);
      return [values[at] > 0 === values[at - 1] > 0 ? 1 : 0];
    },
    over: wordOf,
    step: wordOf,
    answer: value => (value > 0.5 ? 'praise' : 'blame')
  },
  weather: {
    ...common,
    label: 'tomorrow’s weather',
    asks: 'Say how warm tomorrow gets, though no report has come for days.',
    drawn: ['as high as warm', '· no report'],
    across: 'days since the last report',
    isNumber: true,
    // Days differ so much that a few of them would say little about a delay.
    heldOut: longest => 4 * HELD_OUT * longest,
    // Two degrees.
    near: 2 / spread,
    make({ steps, isHeldOut, set }, delay, draw) {
      const days = isHeldOut ? highs.slice(-YEAR) : learnedHighs;
      const first = draw.integer(days.length - steps);
      for (let step = 0; step <= steps; step++) {
        const isReported = step <= steps - delay;
        if (isReported || step === steps) {
          const value = (days[first + step] - mean) / spread;
          set(step, value, isReported ? 1 : undefined);
        }
      }
    },
    truth: values => values.slice(-1),
    step: (value, mark) => (mark > 0 ? degrees(value) : 'no report'),
    answer: degrees
  }
};

/** How many sequences the networks learn from. */
export const LEARNED = 512;

/** T for a longest delay: a step before the marked bit, the bit, and what follows it. */
export const stepsForDelay = (longest: number): number => longest + 2;
