import { dot, sum } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';
import { formatForStudent } from './formatForStudent';

type Numbers = readonly number[];
type Arguments = [values: readonly Numbers[]];

/** Two looks at the same words: a share of each. */
export interface TwoLooks {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export interface Asked {
  /** How many numbers the value of a word has. There are two words more. */
  readonly size: number;
  /** The sum of the shares of a look. */
  readonly total: number;
}

/** What is nothing, but for rounding. */
const ROUNDING = 1e-6;

/** Words of two numbers: corners of a square, one amid three, and four without order. */
const corners: readonly (readonly Numbers[])[] = [
  [
    [1, 1],
    [-1, 1],
    [-1, -1],
    [1, -1]
  ],
  [
    [0, 0],
    [1, 0],
    [-0.5, 0.8],
    [-0.6, -0.7]
  ],
  [
    [0.3, -0.9],
    [0.8, 0.1],
    [-0.4, 0.7],
    [0.5, 0.6]
  ]
];

const reference = ({ size, total }: Asked): Reference<Arguments> => {
  const words = size + 2;
  const isLook = (value: unknown): value is number[] =>
    Array.isArray(value) &&
    value.length === words &&
    value.every(share => Number.isFinite(share) && share >= -ROUNDING) &&
    Math.abs(sum(value as number[]) - total) < ROUNDING;
  /** Whether no word has a share in both looks, and whether both give the same answer. */
  const judged = (value: unknown, values: readonly Numbers[]): unknown => {
    const { a, b } = Object(value) as Readonly<Record<string, unknown>>;
    if (!isLook(a) || !isLook(b)) {
      return null;
    }
    const differences = a.map((share, word) => share - b[word]);
    return [
      a.every((share, word) => Math.min(share, b[word]) < ROUNDING),
      values[0].every(
        (_, at) =>
          Math.abs(
            dot(
              differences,
              values.map(each => each[at])
            )
          ) < ROUNDING
      )
    ].map(Number);
  };
  const drawnValues = (numbers: (word: number) => number[]): Numbers[] =>
    Array.from({ length: words }, (_, word) => numbers(word));
  return {
    name: 'twoLooks',
    cases: () =>
      corners.map((square, at) => [
        size === 2
          ? square.map(each => [...each])
          : // Words whose numbers are no multiples of one another's.
            drawnValues(word =>
              Array.from({ length: size }, (_, place) =>
                Number(Math.sin(1 + at + 2.7 * word + word * place).toFixed(2))
              )
            )
      ]),
    draw: draws => [
      drawnValues(word => draws.numbers(`word ${word}`, size, -1, 1, 2))
    ],
    through: judged,
    form: `an object { a, b } is asked for, each with ${words} shares, none below 0, that sum to ${formatForStudent(total)}.`,
    right: () => [1, 1],
    tolerance: 0,
    secret: true,
    tell: ({ at }, values) =>
      [
        `with values ${JSON.stringify(values[0])} and so on, some word has a share in both looks.`,
        `with values ${JSON.stringify(values[0])} and so on, the two answers differ.`
      ][at],
    careless: [
      {
        of: () => [0, 1],
        message:
          'The two answers are the same, but some word gets a share in both looks. Where one look has a share, the other must have 0.'
      },
      {
        of: () => [1, 0],
        message:
          'No word is in both looks, but the two answers differ. Write down what a − b must do to the values, and what the sum of a − b is: how many equations are these, and for how many numbers?'
      },
      {
        of: () => [0, 0],
        message:
          'Some word has a share in both looks, and the two answers differ. Begin with four values of two numbers, at the corners of a square: which two looks hand over its middle?'
      }
    ]
  };
};

export const twoLooks: DrawnAnswer<Asked, Arguments> = {
  lesson: { size: 2, total: 1 },
  draw: draws => ({
    size: draws.integer('size', 3, 6),
    total: draws.number('total', 0.3, 3, 2)
  }),
  words: [
    [
      'holds a list of two numbers for each of four words',
      ({ size }) =>
        `holds a list of ${size} numbers for each of ${size + 2} words`
    ],
    [
      'A look is four shares, none below 0, that sum to 1;',
      ({ size, total }) =>
        `A look is ${size + 2} shares, none below 0, that sum to ${total} here;`
    ],
    ['For any four values', ({ size }) => `For any ${size + 2} values`]
  ],
  reference
};
