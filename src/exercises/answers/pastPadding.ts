import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** The id of padding. */
export interface Asked {
  readonly padding: number;
}

type Arguments = [outputs: readonly (readonly number[])[], ids: number[]];

const stateAt =
  (step: (ids: readonly number[]) => number) =>
  (...[outputs, ids]: Arguments): readonly number[] =>
    outputs[step(ids)] ?? [];

const reference = ({ padding }: Asked): Reference<Arguments> => {
  /**
   * States that say where they stand: 3.2 is unit 2 of the third step. In ids 0 is padding here, and 1
   * the lowest id that is a word: where another id is padding, that is 0.
   */
  const given = (ids: readonly number[]): Arguments => [
    ids.map((_, t) => [(10 * (t + 1) + 1) / 10, (10 * (t + 1) + 2) / 10]),
    ids.map(id => (id === 0 ? padding : id <= padding ? id - 1 : id))
  ];
  const isWord = (id: number): boolean => id !== padding;
  const words = (ids: readonly number[]): number => ids.filter(isWord).length;
  const lastWord = (ids: readonly number[]): number =>
    ids.findLastIndex(isWord);
  return {
    name: 'lastWord',
    cases: () => [
      given([7, 3, 9, 0, 0]),
      given([0, 0, 0, 5, 4]),
      given([0, 2, 8, 1, 0, 0]),
      given([6, 6]),
      given([0, 0])
    ],
    draw(draws) {
      const zeros = (name: string) =>
        draws.numbers(name, draws.integer(`how much ${name}`, 0, 3), 0, 0, 0);
      return given([
        ...zeros('before'),
        ...draws.numbers('words', draws.integer('count', 1, 5), 1, 9, 0),
        ...zeros('behind')
      ]);
    },
    right: stateAt(lastWord),
    careless: [
      {
        of: stateAt(ids => ids.length - 1),
        message:
          'You took the last step, whatever is there. After the words it has read padding.'
      },
      {
        of: stateAt(ids => words(ids) - 1),
        message:
          'You counted the words. With padding before them, the last word comes later than that.'
      },
      {
        of: stateAt(ids => ids.indexOf(padding) - 1),
        message:
          'You took the step before the first padding. The padding may come before the words, or there is none.'
      },
      {
        of: stateAt(ids => ids.findIndex(isWord)),
        message: 'That is the first word; the state there has read no other.'
      },
      {
        of: stateAt(ids => lastWord(ids) + 1),
        message:
          'One step too far: the step after the last word has read padding.'
      },
      {
        of: (...[outputs, ids]) =>
          lastWord(ids) < 0 ? [0, 0] : outputs[lastWord(ids)],
        message:
          'For a sentence of nothing but padding, an empty list is asked for.'
      }
    ]
  };
};

export const pastPadding: DrawnAnswer<Asked, Arguments> = {
  lesson: { padding: 0 },
  draw: draws => ({ padding: draws.integer('padding', 1, 9999) }),
  words: [
    [
      'where 0 is padding.',
      ({ padding }) =>
        `where ${padding} is padding and 0 is a word like any other.`
    ]
  ],
  reference
};
