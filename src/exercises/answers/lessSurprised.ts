import { sum } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import { perplexityOf } from './perplexityOf';
import type { Reference } from './reference';
import { formatForStudent } from './formatForStudent';

type Letters = readonly number[];
type Arguments = [text: Letters, letters: number];

/** The shares that two models give to each letter, at each place of a text. */
export interface TwoModels {
  /** Its most probable letter is right at every place. */
  readonly always: readonly (readonly number[])[];
  /** Its most probable letter is wrong at every place. */
  readonly never: readonly (readonly number[])[];
}

export interface Asked {
  /** How many letters there are. */
  readonly letters: number;
  /** How many times the other's perplexity the first one's must be, at least; 1: it must be larger. */
  readonly times: number;
}

const texts: readonly Letters[] = [
  [0, 2, 1],
  [1, 1, 1, 1, 0],
  [2],
  [0, 1, 2, 2, 1, 0, 0, 1]
];

const ofShares = perplexityOf.reference(perplexityOf.lesson).right;

const perplexity = (model: readonly Letters[], text: Letters): number =>
  ofShares(text.map((letter, at) => model[at][letter])) as number;

/** How far a sum of shares may be off, and what is left of one below 0. */
const ROUNDING = 1e-6;

const isShares = (value: unknown, letters: number): value is Letters =>
  Array.isArray(value) &&
  value.length === letters &&
  value.every(share => Number.isFinite(share) && share >= -ROUNDING) &&
  Math.abs(sum(value as number[]) - 1) < ROUNDING;

const isModel = (
  value: unknown,
  text: Letters,
  letters: number
): value is Letters[] =>
  Array.isArray(value) &&
  value.length === text.length &&
  value.every(shares => isShares(shares, letters));

/** Whether the right letter, alone, is the most probable one. */
const isFirst = (shares: Letters, letter: number): boolean =>
  shares.every((share, at) => at === letter || share < shares[letter]);

/**
 * How many places `always` has right, how many `never` has right, of one, and whether the perplexities
 * are as far apart as asked for.
 */
const judged =
  ({ letters, times }: Asked) =>
  (value: unknown, text: Letters): unknown => {
    const { always, never } = Object(value) as Readonly<
      Record<string, unknown>
    >;
    if (!isModel(always, text, letters) || !isModel(never, text, letters)) {
      return null;
    }
    const share = (count: number): number => count / text.length;
    const [surprised, less] = [always, never].map(model =>
      perplexity(model, text)
    );
    return [
      share(text.filter((letter, at) => isFirst(always[at], letter)).length),
      share(
        text.filter(
          (letter, at) => never[at][letter] === Math.max(...never[at])
        ).length
      ),
      // Rounding of what is meant to be just enough is forgiven.
      Number(
        times === 1 ? surprised > less : surprised >= times * less * (1 - 1e-9)
      )
    ];
  };

const reference = (asked: Asked): Reference<Arguments> => {
  const { letters, times } = asked;
  const more =
    times === 1
      ? 'higher than'
      : `at least ${formatForStudent(times)} times as high as`;
  return {
    name: 'twoModels',
    cases: () =>
      texts.map(text => [text.map(letter => letter % letters), letters]),
    through: judged(asked),
    form: `an object { always, never } is asked for: for each place of the text ${letters} shares from 0 to 1, with a sum of 1.`,
    draw: draws => [
      Array.from({ length: draws.integer('length', 1, 9) }, (_, at) =>
        draws.integer(`letter ${at}`, 0, letters - 1)
      ),
      letters
    ],
    right: () => [1, 0, 1],
    tolerance: 0,
    secret: true,
    tell: ({ at }) =>
      [
        'the most probable letter of `always` must be the right one at every place, alone.',
        'at no place may the right letter be a most probable one of `never`.',
        `the perplexity of \`always\` must be ${more} that of \`never\`.`
      ][at],
    careless: [
      {
        of: () => [0, 1, 0],
        message: 'The two have changed places.'
      },
      {
        of: () => [1, 0, 0],
        message: `One is always right and the other never. Now the perplexity of \`always\` must be ${more} that of \`never\`: how little can the right letter have and still be ahead, and how much and still be behind?`
      },
      {
        of: () => [0, 0, 1],
        message:
          'The perplexities are as they should be. But `always` is never right: its right letter must be ahead of each other one.'
      },
      {
        of: () => [1, 1, 1],
        message:
          'The perplexities are as they should be. But `never` is right: one wrong letter must be ahead of the right one.'
      }
    ]
  };
};

export const lessSurprised: DrawnAnswer<Asked, Arguments> = {
  lesson: { letters: 3, times: 1 },
  // With n letters up to n / 2 times.
  draw: draws => {
    const letters = draws.integer('letters', 4, 9);
    return {
      letters,
      times: draws.number('times', 1.4, 0.42 * letters, 2)
    };
  },
  words: [
    [
      'an alphabet of three letters, 0, 1 and 2',
      ({ letters }) =>
        `an alphabet of ${letters} letters, numbered from 0 to ${letters - 1}`
    ],
    [
      'is higher than that of `never`',
      ({ times }) => `is at least ${times} times as high as that of \`never\``
    ]
  ],
  reference
};
