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

/** What, changed, has both networks learn again. */
export const TRAINED = [
  'task',
  'delay',
  'units',
  'rate',
  'clip',
  'seed',
  'cells',
  'own'
] as const;

/** The largest |eigenvalue| of a plain RNN's recurrent weights, which is held by scaling them. */
export const RADIUS = 'radius';

/** What `holdable` finds in each network: the page has none. What one's own cell can do it does not know. */
const HELD: Readonly<Record<CellName, readonly string[]>> = {
  rnn: [RADIUS],
  lstm: ['f', 'i', 'o'],
  gru: ['z', 'r'],
  minLstm: [],
  selectiveStateSpace: [],
  own: []
};

/** All of a cell that can be held at a value between 0 and 1. */
export const holdableGates = (cell: CellName): readonly string[] => HELD[cell];

/** What an address says of a field, or undefined where it says it wrongly; `before` has the fields above. */
type Read<T> = (word: string, before: PlayState) => T | undefined;

const oneOf =
  <T extends string>(names: readonly T[]): Read<T> =>
  word =>
    names.find(name => name === word);

const within =
  (name: keyof typeof BOUNDS): Read<number> =>
  word => {
    const [least, most] = BOUNDS[name];
    const value = Number(word || NaN);
    return value >= least && value <= most ? value : undefined;
  };

const whole =
  (name: keyof typeof BOUNDS): Read<number> =>
  (word, before) =>
    /^\d{1,5}$/.test(word) ? within(name)(word, before) : undefined;

/** Every field, in the order in which an address has them. */
const FIELDS: { readonly [K in keyof PlayState]: Read<PlayState[K]> } = {
  task: oneOf(TASKS),
  delay: whole('delay'),
  units: whole('units'),
  rate: (word, before) =>
    word === 'best' ? word : within('rate')(word, before),
  clip: within('clip'),
  seed: whole('seed'),
  cells(word, before) {
    const [first, second, ...more] = word
      .split(',')
      .map(each => oneOf(CELLS)(each, before));
    return first && second && more.length === 0 ? [first, second] : undefined;
  },
  hold(word, { cells }) {
    const [lane, gate, value, ...more] = word.split(',');
    const at = lane === '0' ? 0 : lane === '1' ? 1 : null;
    const held = Number(value || NaN);
    return at !== null &&
      more.length === 0 &&
      held >= 0 &&
      held <= 1 &&
      holdableGates(cells[at]).includes(gate)
      ? { lane: at, gate, value: held }
      : undefined;
  },
  epoch: whole('epoch'),
  shown(word, { delay }) {
    const shown = Number(word);
    return Number.isInteger(shown) && shown >= 1 && shown <= delay
      ? shown
      : undefined;
  },
  flipped(word, { delay }) {
    const steps = [
      ...new Set(word.split(',').map(each => Number(each || NaN)))
    ];
    return steps.every(
      step => Number.isInteger(step) && step >= 0 && step < delay + 2
    )
      ? steps
      : undefined;
  },
  own: word => (word.length <= MOST_OWN ? word : undefined)
};
const KEYS = Object.keys(FIELDS) as (keyof PlayState)[];

/** What an address calls a field. */
const nameOf = (key: keyof PlayState): string =>
  key === 'flipped' ? 'flip' : key;

const written = (value: PlayState[keyof PlayState]): string =>
  value !== null && typeof value === 'object' && 'gate' in value
    ? `${value.lane},${value.gate},${value.value}`
    : String(value);

/**
 * What of a state differs from the beginning, as the part of an address behind `#`.
 *
 * @example
 * ```ts
 * stateAddress({ ...START, delay: 30 }); // 'delay=30'
 * ```
 */
export function stateAddress(state: PlayState): string {
  return new URLSearchParams(
    KEYS.map(key => [nameOf(key), written(state[key]), written(START[key])])
      .filter(([, word, first]) => word !== first)
      .map(([name, word]) => [name, word])
  ).toString();
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
  let state = START;
  const refused: string[] = [];
  for (const key of KEYS) {
    const word = words.get(nameOf(key));
    const value = word === null ? START[key] : FIELDS[key](word, state);
    if (value === undefined) {
      refused.push(nameOf(key));
    } else {
      state = { ...state, [key]: value };
    }
  }
  return { state, refused };
}
