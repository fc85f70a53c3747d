import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

export interface Asked {
  /** The number of the first word in the vocabulary. */
  readonly first: number;
  /** How many places after it the word stands that is read first. */
  readonly begins: number;
}

type Arguments = [
  next: readonly number[],
  target: readonly number[],
  fed: readonly boolean[]
];

const reference = ({ first, begins }: Asked): Reference<Arguments> => {
  const start = first + begins;
  /** What is written when each step after the first reads what `read` says. */
  function written(
    [next, target]: Arguments,
    read: (step: number, own: readonly number[]) => number,
    begin = start
  ): number[] {
    const own: number[] = [];
    target.forEach((_, step) =>
      own.push(next[(step === 0 ? begin : read(step, own)) - first])
    );
    return own;
  }
  /** The same words by their numbers. */
  const numbered = ([next, target, fed]: Arguments): Arguments => [
    next.map(word => first + word),
    target.map(word => first + word),
    fed
  ];
  return {
    name: 'fedWith',
    cases: () => {
      // The decoder has learned 2 → 3 wrongly: it writes 1.
      const next = () => [2, 4, 1, 0, 3];
      const target = () => [2, 3, 0, 4, 3];
      const all = (value: boolean) => target().map(() => value);
      return (
        [
          [next(), target(), all(true)],
          [next(), target(), all(false)],
          [next(), target(), [false, true, false, false, true]],
          [next(), target(), [true, false, true, true, false]],
          [
            [1, 1],
            [1, 0, 1],
            [true, true, false]
          ],
          [
            [3, 0, 4, 2, 1],
            [2, 1, 4, 0],
            [true, false, false, true]
          ]
        ] satisfies Arguments[]
      ).map(numbered);
    },
    draw(draws) {
      const words = draws.integer('words', 2, 5);
      const steps = draws.integer('steps', 3, 6);
      return numbered([
        draws.numbers('next', words, 0, words - 1, 0),
        draws.numbers('target', steps, 0, words - 1, 0),
        draws.numbers('fed', steps, 0, 1, 0).map(fed => fed === 1)
      ]);
    },
    right: (...given) =>
      written(given, (step, own) =>
        given[2][step] ? given[1][step - 1] : own[step - 1]
      ),
    tolerance: 0,
    careless: [
      {
        of: (...given) => written(given, step => given[1][step - 1]),
        message:
          'Yours is always fed with the right word. Where it is not fed, it reads what it wrote itself.'
      },
      {
        of: (...given) => written(given, (step, own) => own[step - 1]),
        message:
          'Yours always reads what it wrote itself. Where it is fed, it reads the right word.'
      },
      {
        of: (...given) =>
          written(given, (step, own) =>
            given[2][step] ? own[step - 1] : given[1][step - 1]
          ),
        message: 'Fed and not fed are the wrong way round in yours.'
      },
      {
        of: (...given) =>
          written(
            given,
            (step, own) => (given[2][step] ? given[1][step] : own[step - 1]),
            given[2][0] ? given[1][0] : start
          ),
        message:
          'Yours is shown the word that it has to write. It is fed with the one before.'
      },
      {
        of: (...given) =>
          written(given, (step, own) =>
            given[2][step] ? given[1][step] : own[step - 1]
          ),
        message:
          'Yours is fed with the word of its own step, which it has to write. Feed it with the one before.'
      },
      {
        of(next, target, fed) {
          const own: number[] = [];
          target.forEach((word, step) => {
            const before = step === 0 ? start : own[step - 1];
            own.push(fed[step] ? word : next[before - first]);
          });
          return own;
        },
        message:
          'Where a step is fed, you write the right word. It is read there; what is written is `next` of it.'
      },
      {
        of: (...given) =>
          written(given, (step, own) =>
            given[2][step - 1] ? given[1][step - 1] : own[step - 1]
          ),
        message:
          'You look up whether the step before was fed. `fed[t]` says what step t itself reads.'
      },
      {
        of: (...given) =>
          given[1].map((word, step) => {
            if (step === 0) {
              return given[0][begins];
            }
            return given[2][step] ? word : given[0][given[1][step - 1] - first];
          }),
        message:
          'A step that is fed reads the right word; it does not write it. What it writes is `next` of what it read.'
      }
    ]
  };
};

export const fedWith: DrawnAnswer<Asked, Arguments> = {
  lesson: { first: 0, begins: 0 },
  draw: draws => ({
    first: draws.integer('first', 2, 500),
    // The smallest vocabulary that is tried has two words.
    begins: draws.integer('begins', 0, 1)
  }),
  words: [
    [
      'A small decoder writes `next[word]` after it has read `word`. It reads 0 first.',
      ({ first, begins }) =>
        `A small decoder shares its numbering with other vocabularies: its own words have the numbers ${first}, ${first + 1}, and so on. After it has read \`word\`, it writes \`next[word - ${first}]\`. It reads word ${first + begins} first.`
    ]
  ],
  reference
};
