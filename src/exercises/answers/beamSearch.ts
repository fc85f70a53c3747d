import type { Reference } from './reference';

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
  [chances, length, width]: Arguments,
  { score, start, keep }: Habits
): readonly Begun[] {
  let kept: readonly Begun[] = [{ words: [], score: start }];
  for (let step = 0; step < length; step++) {
    const grown = kept.flatMap(row =>
      chances[row.words.at(-1) ?? 0].map((chance, word) => ({
        words: [...row.words, word],
        score: score(row.score, chance)
      }))
    );
    kept = keep(grown, width);
  }
  return bestFirst(kept);
}

const shares = (values: readonly number[]): number[] => {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map(value => value / sum);
};

/** No two rows among which a search chooses are alike: rounding would decide between them. */
function isClear(given: Arguments): boolean {
  let clear = true;
  search(given, {
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

export const beamSearch: Reference<Arguments> = {
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
    // Here the sum of the probabilities would choose another row than their product.
    const even = () => [
      [0.02, 0.6, 0.38],
      [0.33, 0.33, 0.34],
      [0.05, 0.4, 0.55]
    ];
    return [
      [plain(), 3, 1],
      [turn(), 3, 1],
      [turn(), 3, 2],
      [late(), 4, 2],
      [late(), 4, 3],
      [even(), 2, 2],
      [plain(), 4, 2],
      [turn(), 1, 2]
    ];
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
      isClear
    ),
  right: (...given) => search(given, product)[0].words,
  tolerance: 0,
  careless: [
    {
      of: (chances, length) => search([chances, length, 1], product)[0].words,
      message:
        'Yours is greedy whatever the width: keep several rows after each step, not one.'
    },
    {
      of: (...given) =>
        search(given, {
          ...product,
          start: 0,
          score: (before, chance) => before + chance
        })[0].words,
      message:
        'You add probabilities up. That both words come is the product, or the sum of logarithms.'
    },
    {
      of: (...given) =>
        search(given, { ...product, score: (_, chance) => chance })[0].words,
      message:
        'You judge a row by its last word alone. The words before belong to its probability.'
    },
    {
      of: (...given) =>
        search(given, { ...product, keep: rows => rows })[0].words,
      message:
        'You keep every row and so find the best of all. A beam keeps only the best few after each step, and may lose it.'
    },
    {
      of: (...given) => search(given, product).at(-1)!.words,
      message:
        'That is the last of the rows that were kept. The best is asked for.'
    },
    {
      of: (...given) => [0, ...search(given, product)[0].words],
      message:
        'The 0 at the front is what the decoder reads first. It was not written.'
    }
  ]
};
