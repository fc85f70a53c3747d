import { random, type Random } from '../engine';
import type { TaskName } from './playState';

/** Examples of one task: all of the same length, so that no step is padding. */
export interface Examples {
  readonly steps: number;
  readonly outputs: number;
  /** `[N, T, I]` */
  readonly x: Float64Array;
  /** `[N, K]` */
  readonly y: Float64Array;
  /** Of each example its delay, from 1; of `echo`, whose outputs are the delays, 0. */
  readonly delays: Int32Array;
}

/** How a task asks a memory. */
export interface Task {
  readonly label: string;
  /** What it asks of a memory, in a line. */
  readonly asks: string;
  /** What stands across in the picture of the memory. */
  readonly across: string;
  /** Whether the answer is a number, and not yes or no. */
  readonly isNumber: boolean;
  /** Writes one sequence of a delay: at each step a value and, where it counts, a mark. */
  make(place: Place, delay: number, draw: Random): void;
  /** What should be said at the end of a sequence. */
  truth(values: readonly number[], marks: readonly number[]): number[];
  /** K, how many numbers are said. */
  outputs(longest: number): number;
}

/** Where a sequence is written. */
interface Place {
  readonly steps: number;
  set(step: number, value: number, mark?: 1): void;
}

/** Of each step its value and its mark. */
export const FEATURES = 2;

const sign = (draw: Random): 1 | -1 => (draw.uniform() < 0.5 ? -1 : 1);

export const tasks: Readonly<Record<TaskName, Task>> = {
  bit: {
    label: 'first bit after noise',
    asks: 'Hold one bit and let nothing overwrite it.',
    across: 'steps of noise in between',
    isNumber: false,
    outputs: () => 1,
    make({ steps, set }, delay, draw) {
      const at = steps - 1 - delay;
      for (let step = 0; step < steps; step++) {
        set(step, sign(draw), step === at ? 1 : undefined);
      }
    },
    truth: (values, marks) => [values[marks.indexOf(1)] > 0 ? 1 : 0]
  },
  echo: {
    label: 'echo',
    asks: 'Hold the last bits all at once, each in its place.',
    across: 'steps ago',
    isNumber: false,
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
    label: 'brackets closed',
    asks: 'Count: one up at “(”, one down at “)”, and know zero.',
    across: 'brackets read',
    isNumber: false,
    outputs: () => 1,
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
    label: 'add two marked numbers',
    asks: 'Hold a number exactly, and add a second one to it.',
    across: 'steps since the first number',
    isNumber: true,
    outputs: () => 1,
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
    label: 'odd or even',
    asks: 'Turn over one bit of state at every 1, and miss none.',
    across: 'bits read',
    isNumber: false,
    outputs: () => 1,
    make({ steps, set }, delay, draw) {
      for (let step = steps - delay; step < steps; step++) {
        set(step, draw.integer(2) === 1 ? 1 : -1, 1);
      }
    },
    truth: values => [values.filter(value => value > 0).length % 2]
  }
};

/** How many sequences the networks learn from. */
export const LEARNED = 512;
/** How many are held out for each delay. */
export const HELD_OUT = 24;

/** T for a longest delay: a step before the first bit, the bit, and what follows it. */
export const stepsOf = (longest: number): number => longest + 2;

/**
 * The examples of a task, of the delays 1 to `longest` in turn. Equal seeds give equal examples.
 *
 * @param count how many; held out, and of each delay as many, where `purpose` says so
 */
export function makeExamples(
  name: TaskName,
  longest: number,
  seed: number,
  purpose: 'learned' | 'held out'
): Examples {
  const task = tasks[name];
  const count =
    purpose === 'learned'
      ? LEARNED
      : HELD_OUT * (name === 'echo' ? 12 : longest);
  const steps = stepsOf(longest);
  const outputs = task.outputs(longest);
  const x = new Float64Array(count * steps * FEATURES);
  const y = new Float64Array(count * outputs);
  const delays = new Int32Array(count);
  const draw = random(seed, name, purpose);
  for (let at = 0; at < count; at++) {
    const delay = 1 + (at % longest);
    delays[at] = name === 'echo' ? 0 : delay;
    const values = Array<number>(steps).fill(0);
    const marks = Array<number>(steps).fill(0);
    const set = (step: number, value: number, mark: 0 | 1 = 0): void => {
      values[step] = value;
      marks[step] = mark;
    };
    task.make({ steps, set }, delay, draw);
    values.forEach((value, step) =>
      x.set([value, marks[step]], (at * steps + step) * FEATURES)
    );
    y.set(task.truth(values, marks), at * outputs);
  }
  return { steps, outputs, x, y, delays };
}

/** The sequence of these examples that is shown for a delay: the first of them. */
export function shownSequence(
  { steps, x, delays }: Examples,
  delay: number
): { values: number[]; marks: number[] } {
  const start = Math.max(0, delays.indexOf(delay)) * steps;
  const part = (feature: number): number[] =>
    Array.from(
      { length: steps },
      (_, step) => x[(start + step) * FEATURES + feature]
    );
  return { values: part(0), marks: part(1) };
}

/**
 * How much of what is held out is right at each delay: of yes and no the share that is right above
 * chance, 0 at chance and 1 always right; of numbers the share of the variance that is explained.
 *
 * @param answers `[N, K]`, probabilities or numbers
 */
export function horizonRow(
  { y, delays, outputs }: Examples,
  answers: ArrayLike<number>,
  longest: number,
  isNumber: boolean
): Float32Array {
  const good = new Float64Array(longest);
  const all = new Float64Array(longest);
  for (let at = 0; at < y.length; at++) {
    const delay = delays[Math.floor(at / outputs)] || 1 + (at % outputs);
    const truth = y[at];
    if (isNumber) {
      good[delay - 1] += (truth - answers[at]) ** 2;
      all[delay - 1] += truth ** 2;
    } else {
      good[delay - 1] += answers[at] > 0.5 === truth > 0.5 ? 1 : 0;
      all[delay - 1] += 1;
    }
  }
  return Float32Array.from(good, (sum, at) => {
    const share = isNumber ? 1 - sum / all[at] : 2 * (sum / all[at]) - 1;
    // What has diverged holds nothing.
    return share > 0 ? share : 0;
  });
}

/** A truth as its reader says it. */
export function answerWord(value: number, isNumber: boolean): string {
  return isNumber ? value.toFixed(2) : value > 0.5 ? '1' : '0';
}
