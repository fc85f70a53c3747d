import type { Reference } from './reference';

type Arguments = [outputs: readonly (readonly number[])[], ids: number[]];

/** States that say where they stand: 3.2 is unit 2 of the third step. */
const given = (ids: readonly number[]): Arguments => [
  ids.map((_, t) => [(10 * (t + 1) + 1) / 10, (10 * (t + 1) + 2) / 10]),
  [...ids]
];

const words = (ids: readonly number[]): number =>
  ids.filter(id => id !== 0).length;

const lastWord = (ids: readonly number[]): number =>
  ids.findLastIndex(id => id !== 0);

const stateAt =
  (step: (ids: readonly number[]) => number) =>
  (...[outputs, ids]: Arguments): readonly number[] =>
    outputs[step(ids)] ?? [];

export const pastPadding: Reference<Arguments> = {
  name: 'lastWord',
  cases: () => [
    given([7, 3, 9, 0, 0]),
    given([0, 0, 0, 5, 4]),
    given([0, 2, 8, 1, 0, 0]),
    given([6, 6]),
    given([0, 0])
  ],
  draw(draws) {
    const padding = (name: string) =>
      draws.numbers(name, draws.integer(`how much ${name}`, 0, 3), 0, 0, 0);
    return given([
      ...padding('before'),
      ...draws.numbers('words', draws.integer('count', 1, 5), 1, 9, 0),
      ...padding('behind')
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
      of: stateAt(ids => ids.indexOf(0) - 1),
      message:
        'You took the step before the first padding. The padding may come before the words, or there is none.'
    },
    {
      of: stateAt(ids => ids.findIndex(id => id !== 0)),
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
