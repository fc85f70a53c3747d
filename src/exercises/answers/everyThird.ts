import { cell } from '../../engine/cells/custom';
import type { Run } from '../../engine/run/run';
import { add, matmul, mul, sub } from '../../engine/tensor/functions';
import { tensor } from '../../engine/tensor/making';
import { dot, sigmoid } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';
import { formatForStudent } from './formatForStudent';

type Tosses = readonly number[];
type Two = readonly [number, number];

/** What a head does to a state of two numbers, and what is read of it. */
export interface Turn {
  /** A row for each number of the state as it was. */
  readonly A: readonly [readonly [number, number], readonly [number, number]];
  readonly b: readonly [number, number];
  /** The weights of the two numbers, and a bias. */
  readonly read: readonly [first: number, second: number, bias: number];
}

export interface Asked {
  /** The answer is near 1 each time that so many more heads have come. */
  readonly every: number;
  /** The state before the first toss. */
  readonly start: Two;
}

const isNumbers = (value: unknown, length: number): boolean =>
  Array.isArray(value) &&
  value.length === length &&
  value.every(Number.isFinite);

function isTurn(value: unknown): value is Turn {
  const { A, b, read } = Object(value) as Readonly<Record<string, unknown>>;
  return (
    Array.isArray(A) &&
    A.length === 2 &&
    A.every(row => isNumbers(row, 2)) &&
    isNumbers(b, 2) &&
    isNumbers(read, 3)
  );
}

/** Tosses with heads, 1, and tails; the last ones long enough for what fades or grows. */
const sequences: readonly Tosses[] = [
  [1, 1, 1, 1, 1, 1, 1],
  [0, 1, 0, 0, 1, 1, 0, 1, 0],
  Array.from({ length: 10 }, () => 0),
  Array.from({ length: 200 }, () => 1),
  Array.from({ length: 300 }, (_, at) => Number(at % 3 !== 1))
];

const reference = ({ every, start }: Asked): Reference<[Tosses]> => {
  const ran = ({ A, b }: Turn, tosses: Tosses): Run<'h'> => {
    const turning = cell({
      name: 'turn',
      inputSize: 1,
      units: 2,
      state: ['h'],
      parameters: {
        A: tensor(A.map(row => [...row])),
        b: tensor([...b])
      },
      step: ({ x, h }, { A: turn, b: push }) => ({
        h: add(h, mul(x, sub(add(matmul(h, turn), push), h)))
      })
    });
    return turning.run(
      tosses.map(toss => [toss]),
      { initialState: { h: [...start] }, stepName: 'toss' }
    ) as Run<'h'>;
  };
  /** What is said of a rule for the number of heads so far, and of tosses. */
  const says =
    (rule: (heads: number, tosses: number) => number) =>
    (tosses: Tosses): number[] => {
      let heads = 0;
      return tosses.map((toss, at) => rule((heads += toss), at + 1));
    };
  const divides = (count: number, by = every): number =>
    Number(count % by === 0);
  return {
    name: 'turn',
    cases: () => sequences.map(tosses => [[...tosses]]),
    draw: draws => [
      draws
        .numbers('tosses', draws.integer('count', 10, 60), 0, 1, 2)
        .map(share => Number(share < 0.6))
    ],
    through: (value, tosses) => {
      if (!isTurn(value)) {
        return null;
      }
      const [first, second, bias] = value.read;
      return ran(value, tosses)
        .h.toArray<number[][]>()
        .map(h => sigmoid(dot([first, second], h) + bias));
    },
    form: 'an object { A, b, read } is asked for: two rows of two numbers in A, two numbers in b, three in read.',
    run: (answer, tosses) => (isTurn(answer) ? ran(answer, tosses) : null),
    right: says(heads => divides(heads)),
    // σ is never quite 0 or 1.
    tolerance: 0.1,
    scale: 1,
    secret: true,
    tell: ({ at, wanted, got }, tosses) => {
      const heads = tosses
        .slice(0, at + 1)
        .reduce((total, toss) => total + toss, 0);
      return `after ${at + 1} ${at === 0 ? 'toss' : 'tosses'} with ${heads} ${heads === 1 ? 'head' : 'heads'} the answer is ${formatForStudent(got)}; it should be near ${wanted}.`;
    },
    careless: [
      {
        of: says(heads => Number(heads === 0)),
        message: `Before the first head it is right, and never again: ${every} heads must bring the state back to where it began.`
      },
      {
        of: says(heads => divides(heads, 2)),
        message: `It comes back after two heads: that is odd or even. ${every} heads must go by.`
      },
      {
        of: says(heads => 1 - divides(heads)),
        message: 'It is the wrong way round: mind the signs in read.'
      },
      {
        of: says(() => 1),
        message:
          'It says 1 after every toss: does a head move the state, and does read see it?'
      },
      {
        of: says(() => 0),
        message:
          'It says 0 after every toss, also before the first head: what is read of the state as it begins?'
      },
      {
        of: says(() => 0.5),
        message:
          'It says 0.5 after every toss: nothing of the state gets through read.'
      }
    ]
  };
};

export const everyThird: DrawnAnswer<Asked, [Tosses]> = {
  lesson: { every: 3, start: [0, 0] },
  draw: draws => {
    const [first, second] = draws.numbers('start', 2, -2, 2);
    return { every: draws.integer('every', 4, 8), start: [first, second] };
  },
  words: [
    [
      'is divisible by three, and near 0 when it is not',
      ({ every }) => `is divisible by ${every}, and near 0 when it is not`
    ],
    ['made three times, brings', ({ every }) => `made ${every} times, brings`],
    [
      'starts at `[0, 0]`',
      ({ start }) => `starts at \`[${start.map(formatForStudent).join(', ')}]\``
    ]
  ],
  reference
};
