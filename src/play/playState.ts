// All that a reader chose, and the address that says it. An address is untrusted: what it says is read
// into these fields, each checked and bounded, and code in it runs only when somebody asks for that.

export const TASKS = [
  'bit',
  'echo',
  'brackets',
  'adding',
  'parity',
  'words',
  'weather'
] as const;
export type TaskName = (typeof TASKS)[number];

export const CELLS = [
  'rnn',
  'lstm',
  'gru',
  'minLstm',
  'selectiveStateSpace',
  'own'
] as const;
export type CellName = (typeof CELLS)[number];

/** A gate, or a plain RNN's radius, that is held at a value, of one of the two networks. */
export interface Hold {
  readonly lane: 0 | 1;
  readonly gate: string;
  readonly value: number;
}

export interface PlayState {
  readonly task: TaskName;
  /** The longest delay, D. */
  readonly delay: number;
  readonly units: number;
  /** A learning rate for both, or each network's own best. */
  readonly rate: number | 'best';
  /** Most that the norm of the gradients may be; 0 leaves them as they are. */
  readonly clip: number;
  readonly seed: number;
  readonly cells: readonly [CellName, CellName];
  readonly hold: Hold | null;
  /** The epoch that is looked at; null while the newest is. */
  readonly epoch: number | null;
  /** The delay of the sequence that is shown; null for one near the longest. */
  readonly shown: number | null;
  /** Steps of the shown sequence whose bit is flipped. */
  readonly flipped: readonly number[];
  /** What the body of an own cell's step says. */
  readonly own: string;
}

export const BOUNDS = {
  delay: [4, 48],
  units: [1, 24],
  rate: [0.0001, 1],
  clip: [0, 100],
  seed: [1, 9999],
  epoch: [0, 60]
} as const;

export const OWN_CELL = `const z = sigmoid(add(matmul(x, Wz), matmul(h, Uz), bz));
const n = tanh(add(matmul(x, W), matmul(h, U), b));
return { z, n, h: add(mul(z, h), mul(sub(1, z), n)) };`;

const MOST_OWN = 1200;

export const START: PlayState = {
  task: 'bit',
  delay: 24,
  units: 8,
  rate: 'best',
  clip: 1,
  seed: 1,
  cells: ['rnn', 'lstm'],
  hold: null,
  epoch: null,
  shown: null,
  flipped: [],
  own: OWN_CELL
};

/** The gates that can be held, of each cell: those whose weights can be set so that they stay. */
export const HELD_GATES: Readonly<Partial<Record<CellName, string[]>>> = {
  lstm: ['f', 'i', 'o'],
  gru: ['z', 'r']
};

/** The largest |eigenvalue| of a plain RNN's recurrent weights, which is held by scaling them. */
export const RADIUS = 'radius';

/** All of a cell that can be held at a value between 0 and 1. */
export const heldOf = (cell: CellName): readonly string[] =>
  HELD_GATES[cell] ?? (cell === 'rnn' ? [RADIUS] : []);

/**
 * What of a state differs from the beginning, as the part of an address behind `#`.
 *
 * @example
 * ```ts
 * addressOf({ ...START, delay: 30 }); // 'delay=30'
 * ```
 */
export function addressOf(state: PlayState): string {
  const words = new URLSearchParams();
  for (const key of [
    'task',
    'delay',
    'units',
    'rate',
    'clip',
    'seed'
  ] as const) {
    if (state[key] !== START[key]) {
      words.set(key, String(state[key]));
    }
  }
  if (state.cells.join() !== START.cells.join()) {
    words.set('cells', state.cells.join());
  }
  if (state.hold) {
    const { lane, gate, value } = state.hold;
    words.set('hold', `${lane},${gate},${value}`);
  }
  if (state.epoch !== null) {
    words.set('epoch', String(state.epoch));
  }
  if (state.shown !== null) {
    words.set('shown', String(state.shown));
  }
  if (state.flipped.length > 0) {
    words.set('flip', state.flipped.join());
  }
  if (state.own !== START.own) {
    words.set('own', state.own);
  }
  return words.toString();
}

/**
 * The state that an address names. What it says wrongly is as at the beginning.
 *
 * @returns the state, and the names of what could not be read
 */
export function readAddress(address: string): {
  readonly state: PlayState;
  readonly refused: readonly string[];
} {
  const words = new URLSearchParams(address.slice(0, 6000));
  const refused: string[] = [];
  const read = <T>(
    name: string,
    otherwise: T,
    parse: (word: string) => T | undefined
  ): T => {
    const word = words.get(name);
    if (word === null) {
      return otherwise;
    }
    const value = parse(word);
    if (value === undefined) {
      refused.push(name);
      return otherwise;
    }
    return value;
  };
  const cells = read('cells', START.cells, word => {
    const names = word.split(',').map(each => oneOf(CELLS, each));
    return names.length === 2 && names[0] && names[1]
      ? ([names[0], names[1]] as const)
      : undefined;
  });
  const delay = read('delay', START.delay, whole('delay'));
  return {
    state: {
      task: read('task', START.task, word => oneOf(TASKS, word)),
      delay,
      units: read('units', START.units, whole('units')),
      rate: read('rate', START.rate, word =>
        word === 'best' ? word : within('rate', Number(word || NaN))
      ),
      clip: read('clip', START.clip, word =>
        within('clip', Number(word || NaN))
      ),
      seed: read('seed', START.seed, whole('seed')),
      cells,
      hold: read('hold', START.hold, word => readHold(word, cells)),
      epoch: read('epoch', START.epoch, whole('epoch')),
      shown: read('shown', START.shown, word => {
        const shown = whole('delay')(word) ?? Number(word);
        return Number.isInteger(shown) && shown >= 1 && shown <= delay
          ? shown
          : undefined;
      }),
      flipped: read('flip', START.flipped, word => {
        const steps = [...new Set(word.split(',').map(Number))];
        return steps.every(
          step => Number.isInteger(step) && step >= 0 && step < delay + 2
        )
          ? steps
          : undefined;
      }),
      own: read('own', START.own, word =>
        word.length <= MOST_OWN ? word : undefined
      )
    },
    refused
  };
}

function oneOf<T extends string>(
  names: readonly T[],
  word: string
): T | undefined {
  return names.find(name => name === word);
}

function within(name: keyof typeof BOUNDS, value: number): number | undefined {
  const [least, most] = BOUNDS[name];
  return value >= least && value <= most ? value : undefined;
}

const whole = (name: keyof typeof BOUNDS) => (word: string) =>
  /^\d{1,5}$/.test(word) ? within(name, Number(word)) : undefined;

function readHold(
  word: string,
  cells: readonly [CellName, CellName]
): Hold | undefined {
  const [lane, gate, value] = word.split(',');
  const held = Number(value || NaN);
  if ((lane !== '0' && lane !== '1') || !(held >= 0 && held <= 1)) {
    return undefined;
  }
  const at = lane === '0' ? 0 : 1;
  return heldOf(cells[at]).includes(gate)
    ? { lane: at, gate, value: held }
    : undefined;
}
