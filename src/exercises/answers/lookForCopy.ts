import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** How many tokens, the last ones, must have come before in the same order. */
export interface Asked {
  readonly same: number;
  /** What is returned where they did not. */
  readonly none: number;
}

type Tokens = readonly number[];
type Arguments = [tokens: Tokens];

const rows: readonly Tokens[] = [
  [3, 1, 4, 2, 3],
  // It came twice: the later copy counts.
  [5, 7, 5, 8, 2, 5],
  // Never before.
  [1, 2, 3, 4],
  // Twice in a row: the place after the earlier one is the last one itself.
  [6, 2, 9, 9],
  [4, 1, 3, 4, 1, 2, 4, 1],
  [1, 2, 3, 1, 2, 3, 4, 1, 2, 3],
  [2, 5, 1, 2, 5, 7, 3, 5],
  [8]
];

const reference = ({ same, none }: Asked): Reference<Arguments> => {
  const matches = (tokens: Tokens, end: number, count = same): boolean =>
    end >= count - 1 &&
    Array.from(
      { length: count },
      (_, back) => tokens[end - back] === tokens[tokens.length - 1 - back]
    ).every(Boolean);
  /** Where the earlier copies end. */
  const copies = (tokens: Tokens, count = same): number[] =>
    tokens.flatMap((_, end) =>
      end < tokens.length - 1 && matches(tokens, end, count) ? [end] : []
    );
  const after = (end: number | undefined): number =>
    end === undefined ? none : end + 1;
  return {
    name: 'placeOf',
    cases: () => rows.map(tokens => [[...tokens]]),
    draw(draws) {
      const length = draws.integer('length', 8, 14);
      return [
        Array.from({ length }, (_, at) => draws.integer(`token ${at}`, 1, 3))
      ];
    },
    right: tokens => after(copies(tokens).at(-1)),
    careless: [
      {
        of: tokens => copies(tokens).at(-1) ?? none,
        message:
          'That is the place of the copy itself. What came next is behind it.'
      },
      {
        of: tokens => after(copies(tokens)[0]),
        message: 'That is the first copy. Which one is asked for?'
      },
      {
        of: tokens => tokens.length,
        message:
          'You find the last token itself. Look for it among those before.'
      },
      {
        of: tokens => tokens.indexOf(tokens[tokens.length - 1]) + 1,
        message:
          'You look from the beginning: that finds the first copy, and where there is none, the last token itself.'
      },
      {
        of: tokens => Math.max(0, after(copies(tokens).at(-1))),
        message: 'What is to be returned where there is no copy?'
      },
      {
        of: tokens => tokens[after(copies(tokens).at(-1))] ?? none,
        message: 'That is the token. Its place is asked for.'
      },
      ...(same === 1
        ? []
        : [
            {
              of: (tokens: Tokens) => after(copies(tokens, 1).at(-1)),
              message: `You compare the last token alone. The last ${same} must be there in the same order.`
            }
          ])
    ]
  };
};

export const lookForCopy: DrawnAnswer<Asked, Arguments> = {
  lesson: { same: 1, none: -1 },
  draw: draws => ({
    same: draws.integer('same', 2, 3),
    none: -draws.integer('none', 2, 9999)
  }),
  words: [
    [
      'Find the latest earlier place at which the last token stood,',
      ({ same }) =>
        `Find the latest earlier place at which the last ${same} tokens stood in the same order (the place of the last of them),`
    ],
    [
      'If there is no such place, return `-1`',
      ({ none }) => `If there is no such place, return \`${none}\``
    ]
  ],
  reference
};
