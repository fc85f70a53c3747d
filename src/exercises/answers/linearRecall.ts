import { dot } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** Which share of itself the state keeps each time, before the next value is stored. */
export interface Asked {
  readonly kept: number;
}

type Vector = readonly number[];
type Arguments = [
  keys: readonly Vector[],
  values: readonly Vector[],
  query: Vector
];

/** Σ_n weights[n] · values[n] */
const mixed = (weights: Vector, values: readonly Vector[]): number[] =>
  values[0].map((_, unit) =>
    values.reduce((sum, value, at) => sum + weights[at] * value[unit], 0)
  );
const memories: readonly Arguments[] = [
  // Keys at right angles: the value of one alone.
  [
    [
      [1, 0],
      [0, 1]
    ],
    [
      [3, -1],
      [5, 2]
    ],
    [0, 1]
  ],
  // The same key twice: both values.
  [
    [
      [0.6, 0.8],
      [0.6, 0.8]
    ],
    [[2], [5]],
    [0.6, 0.8]
  ],
  [
    [
      [0.5, 1, -0.2],
      [1.2, -0.3, 0.4],
      [0.1, 0.9, 0.7]
    ],
    [
      [1, 0.2],
      [-0.6, 0.5],
      [0.4, -1.5]
    ],
    [0.7, 0.2, 1.1]
  ],
  [[[0.4, -0.9]], [[1.5, 2, -0.5]], [2, 0.5]],
  [
    [
      [2, 0.5],
      [-1, 0.3],
      [0.2, 0.8],
      [1, 1]
    ],
    [[1], [-2], [0.5], [3]],
    [0.5, -0.4]
  ]
];
const reference = ({ kept }: Asked): Reference<Arguments> => {
  /** What is left in the end of a value: the state kept its share at each one after it. */
  const left = (keys: readonly Vector[], at: number): number =>
    kept ** (keys.length - 1 - at);
  const likenesses = (keys: readonly Vector[], query: Vector): number[] =>
    keys.map((key, at) => left(keys, at) * dot(key, query));
  return {
    name: 'recalled',
    cases: () =>
      memories.map(([keys, values, query]) => [
        keys.map(key => [...key]),
        values.map(value => [...value]),
        [...query]
      ]),
    draw(draws) {
      const pairs = draws.integer('pairs', 2, 5);
      const [units, size] = [
        draws.integer('units', 2, 3),
        draws.integer('size', 2, 4)
      ];
      const vectors = (name: string, length: number): number[][] =>
        Array.from({ length: pairs }, (_, pair) =>
          draws.numbers(`${name} ${pair}`, length, -2, 2)
        );
      return [
        vectors('key', size),
        vectors('value', units),
        draws.numbers('query', size, 0.2, 2)
      ];
    },
    right: (keys, values, query) => mixed(likenesses(keys, query), values),
    careless: [
      {
        of: (keys, values, query) => {
          const found = likenesses(keys, query);
          return [...values[found.indexOf(Math.max(...found))]];
        },
        message:
          'You return the value of the most similar key alone. S holds only a sum of all values.'
      },
      {
        of: (keys, values, query) => {
          const found = likenesses(keys, query);
          const total = found.reduce((sum, each) => sum + each, 0);
          return mixed(
            found.map(each => each / total),
            values
          );
        },
        message:
          'You divided by the sum of the likenesses. This one is without normalization: the state adds up.'
      },
      {
        of: (keys, values, query) =>
          mixed(likenesses(keys, query), values).map(
            value => value / keys.length
          ),
        message: 'That is the mean. The state adds up.'
      },
      {
        of: (keys, values, query) => {
          const found = likenesses(keys, query).map(Math.exp);
          const total = found.reduce((sum, each) => sum + each, 0);
          return mixed(
            found.map(each => each / total),
            values
          );
        },
        message:
          'That is attention with its softmax. The matrix S knows only products and sums.'
      },
      {
        of: (keys, values) =>
          mixed(
            keys.map((_, at) => left(keys, at)),
            values
          ),
        message:
          'You added all values alike. How like is each key to the query?'
      },
      {
        of: (keys, values, query) => {
          const weights = likenesses(keys, query);
          return values[0].map(
            (_, unit) => weights.at(-1)! * values.at(-1)![unit]
          );
        },
        message: 'You return what was stored last alone.'
      }
    ]
  };
};

export const linearRecall: DrawnAnswer<Asked, Arguments> = {
  lesson: { kept: 1 },
  draw: draws => ({ kept: draws.number('kept', 0.2, 0.95, 3) }),
  words: [
    [
      'in a state that was empty before.',
      ({ kept }) =>
        `in a state that was empty before. This state forgets: each time, before the next value is stored, every number in it is multiplied by ${kept}.`
    ],
    [
      'each with its likeness as weight.',
      () =>
        'each with its likeness as weight, times what is left of it in the end.'
    ]
  ],
  reference
};
