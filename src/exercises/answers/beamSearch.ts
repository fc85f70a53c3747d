import { shares } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

export interface Asked {
  /** The word that the decoder begins with, as if it had just read it. */
  readonly first: number;
  /** By what the probability of a word that follows itself is multiplied. */
  readonly again: number;
}

type Table = readonly (readonly number[])[];
type Arguments = [chances: Table, length: number, width: number];

/** A row of words that was begun, and how good it is held for. */
interface Begun {
  readonly words: readonly number[];
  readonly score: number;
}

interface Habits {
  /** The score of a row with one more word. */
  readonly score: (before: number, chance: number) => number;
  readonly start: number;
  /** Of all rows with one more word, those that are kept. */
  readonly keep: (grown: readonly Begun[], width: number) => readonly Begun[];
}

const bestFirst = (rows: readonly Begun[]): Begun[] =>
  [...rows].sort((a, b) => b.score - a.score);

const product: Habits = {
  score: (before, chance) => before * chance,
  start: 1,
  keep: (grown, width) => bestFirst(grown).slice(0, width)
};

/** All rows that are kept in the end, the best first. */
function search(
  { first, again }: Asked,
  [chances, length, width]: Arguments,
  { score, start, keep }: Habits
): readonly Begun[] {
  let kept: readonly Begun[] = [{ words: [], score: start }];
  for (let step = 0; step < length; step++) {
    const grown = kept.flatMap(row => {
      const last = row.words.at(-1) ?? first;
      return chances[last].map((chance, word) => ({
        words: [...row.words, word],
        score: score(row.score, word === last ? again * chance : chance)
      }));
    });
    kept = keep(grown, width);
  }
  return bestFirst(kept);
}

/** No two rows among which a search chooses are alike: rounding would decide between them. */
function isClear(asked: Asked, given: Arguments): boolean {
  let clear = true;
  search(asked, given, {
    ...product,
    keep(grown, width) {
      const sorted = bestFirst(grown);
      clear &&= sorted
        .slice(1)
        .every(({ score }, at) => score < 0.999 * sorted[at].score);
      return product.keep(grown, width);
    }
  });
  return clear;
}

const reference = (asked: Asked): Reference<Arguments> => {
  const { first, again } = asked;
  /** A table in which the words 0 and `first` have changed places. */
  const swapped = (table: Table): number[][] => {
    const other = (word: number): number =>
      word === 0 ? first : word === first ? 0 : word;
    return table.map((_, a) => table.map((_, b) => table[other(a)][other(b)]));
  };
  return {
    name: 'beam',
    cases: () => {
      // Word 1 looks best at first, but word 2 goes on far surer.
      const turn = () => [
        [0.05, 0.5, 0.45],
        [0.3, 0.36, 0.34],
        [0.04, 0.01, 0.95]
      ];
      // The best row begins with the least likely word: two rows are not enough to find it.
      const late = () => [
        [0.4, 0.35, 0.25],
        [0.3, 0.34, 0.36],
        [0.01, 0.02, 0.97]
      ];
      const plain = () => [
        [0.1, 0.6, 0.3],
        [0.2, 0.1, 0.7],
        [0.55, 0.25, 0.2]
      ];
      // Here the sum of the probabilities would choose another row than their product. The row that
      // counts repeats a word: its table makes up for what that costs.
      const rounded = (chance: number): number => Number(chance.toFixed(4));
      const repeated = rounded(0.55 / again);
      const even = () => [
        [0.02, 0.6, 0.38],
        [0.33, 0.33, 0.34],
        [
          rounded((1 - repeated) / 9),
          rounded((8 * (1 - repeated)) / 9),
          repeated
        ]
      ];
      return (
        [
          [plain(), 3, 1],
          [turn(), 3, 1],
          [turn(), 3, 2],
          [late(), 4, 2],
          [late(), 4, 3],
          [even(), 2, 2],
          [plain(), 4, 2],
          [turn(), 1, 2]
        ] satisfies Arguments[]
      ).map(([table, ...rest]) => [swapped(table), ...rest]);
    },
    draw: draws =>
      draws.until(
        'chances',
        each => {
          const words = each.integer('words', 3, 4);
          return [
            Array.from({ length: words }, (_, at) =>
              shares(each.numbers(`after ${at}`, words, 0.02, 1, 3))
            ),
            each.integer('length', 2, 4),
            each.integer('width', 1, 3)
          ];
        },
        given => isClear(asked, given)
      ),
    right: (...given) => search(asked, given, product)[0].words,
    tolerance: 0,
    careless: [
      {
        of: (chances, length) =>
          search(asked, [chances, length, 1], product)[0].words,
        message:
          'Yours is greedy whatever the width: keep several rows after each step, not one.'
      },
      {
        of: (...given) =>
          search(asked, given, {
            ...product,
            start: 0,
            score: (before, chance) => before + chance
          })[0].words,
        message:
          'You add probabilities up. That both words come is the product, or the sum of logarithms.'
      },
      {
        of: (...given) =>
          search(asked, given, { ...product, score: (_, chance) => chance })[0]
            .words,
        message:
          'You judge a row by its last word alone. The words before belong to its probability.'
      },
      {
        of: (...given) =>
          search(asked, given, { ...product, keep: rows => rows })[0].words,
        message:
          'You keep every row and so find the best of all. A beam keeps only the best few after each step, and may lose it.'
      },
      {
        of: (...given) => search(asked, given, product).at(-1)!.words,
        message:
          'That is the last of the rows that were kept. The best is asked for.'
      },
      {
        of: (...given) => [first, ...search(asked, given, product)[0].words],
        message: `The ${first} at the front is what the decoder reads first. It was not written.`
      }
    ]
  };
};

export const beamSearch: DrawnAnswer<Asked, Arguments> = {
  lesson: { first: 0, again: 1 },
  draw: draws => ({
    first: draws.integer('first', 0, 2),
    // Below, no table of a case would make up for it; above, it would change no row.
    again: draws.number('again', 0.6, 0.9, 3)
  }),
  words: [
    [
      'word 0. After each step',
      ({ first, again }) =>
        `word ${first}. To discourage repetition, multiply the probability of a word by ${again} wherever it follows itself, which includes word ${first} at the first step. All other probabilities stay as they are. After each step`
    ],
    [
      'without the 0 it began with.',
      ({ first }) => `without the ${first} it began with.`
    ]
  ],
  reference
};
