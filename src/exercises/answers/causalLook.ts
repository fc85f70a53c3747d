import { dot, shares } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** How many steps before its own a step may look at; null for all of them. */
export interface Asked {
  readonly before: number | null;
  /** By what scores are multiplied; null for one divided by the root of how many numbers a key has. */
  readonly factor: number | null;
}

type Vector = readonly number[];
type Matrix = readonly Vector[];
type Arguments = [queries: Matrix, keys: Matrix, values: Matrix];

const softmax = (scores: Vector): number[] => {
  const top = Math.max(...scores);
  return shares(scores.map(score => Math.exp(score - top)));
};

/** Σ_s weights[s] · values[s] */
const mixed = (weights: Vector, values: Matrix): number[] =>
  values[0].map((_, unit) =>
    weights.reduce((sum, weight, at) => sum + weight * values[at][unit], 0)
  );

const sequences: readonly Arguments[] = [
  [
    [
      [1, 0],
      [0, 2],
      [-1, 1]
    ],
    [
      [2, 1],
      [0, 3],
      [1, -1]
    ],
    [[1], [5], [-2]]
  ],
  [
    [
      [0.5, -1, 0.3],
      [1.2, 0.4, -0.7],
      [-0.6, 0.9, 1.1],
      [0.8, 0.8, -0.2],
      [1.5, -0.3, 0.6]
    ],
    [
      [1, 0.2, 0],
      [-0.4, 0.9, 0.1],
      [0.3, -0.8, 0.5],
      [0, 0.1, -0.7],
      [0.9, 1.3, 0.4]
    ],
    [
      [2, -1],
      [0.5, 3],
      [-1.5, 0.4],
      [0.7, 0.7],
      [-0.2, 1.8]
    ]
  ],
  // One step sees itself alone.
  [[[0.7]], [[-0.3]], [[4, 2]]],
  [
    [[1], [-1], [2], [0.5]],
    [[0.2], [1], [-0.5], [1.4]],
    [[3], [-1], [0.5], [2]]
  ]
];

const reference = ({ before, factor }: Asked): Reference<Arguments> => {
  const from = (step: number, reach = before): number =>
    reach === null ? 0 : Math.max(0, step - reach);
  /** What each step sees, where its first and its last step are said, and by what its scores are multiplied. */
  const seen = (
    [queries, keys, values]: Arguments,
    {
      first = from,
      last = (step: number) => step,
      times = factor ?? 1 / Math.sqrt(keys[0].length),
      weigh = softmax
    }: {
      first?: (step: number) => number;
      last?: (step: number) => number;
      times?: number;
      weigh?: (scores: Vector) => number[];
    } = {}
  ): number[][] =>
    queries.map((query, step) => {
      const some = <T>(of: readonly T[]) =>
        of.slice(first(step), last(step) + 1);
      const scores = some(keys).map(key => times * dot(query, key));
      return mixed(weigh(scores), some(values));
    });
  return {
    name: 'seen',
    cases: () =>
      sequences.map(
        each =>
          each.map(matrix =>
            matrix.map(row => [...row])
          ) as unknown as Arguments
      ),
    draw(draws) {
      const steps = draws.integer('steps', 4, 6);
      const [size, units] = [
        draws.integer('size', 2, 4),
        draws.integer('units', 1, 3)
      ];
      const vectors = (name: string, length: number): number[][] =>
        Array.from({ length: steps }, (_, step) =>
          draws.numbers(`${name} ${step}`, length, -2, 2)
        );
      return [
        vectors('query', size),
        vectors('key', size),
        vectors('value', units)
      ];
    },
    right: (...given) => seen(given),
    without: {
      calls: ['attend', 'step'],
      message:
        'That does it all at once. Write the scores, the shares and the sum yourself.'
    },
    careless: [
      {
        of: (...given) =>
          seen(given, { first: () => 0, last: () => given[0].length - 1 }),
        message:
          'Your steps also see what comes after them. Up to where may a step look?'
      },
      {
        of: (...given) => seen(given, { times: 1 }),
        message:
          'You use the dot products as they are. What happens to them before the softmax?'
      },
      {
        of: (...given) => seen(given, { times: 1 / given[1][0].length }),
        message: `You divide by how many numbers a key has. ${factor === null ? 'Their root is what is asked for.' : 'Another factor is asked for.'}`
      },
      {
        of: (...given) => seen(given, { weigh: scores => [...scores] }),
        message:
          'Your weights are the scores. What makes shares of any numbers, which sum to 1?'
      },
      {
        of: (...given) =>
          seen(given, { weigh: scores => scores.map(() => 1 / scores.length) }),
        message: 'You take the plain mean: queries and keys change nothing.'
      },
      {
        of: (...given) =>
          seen(given, {
            last: step => Math.max(step - 1, 0)
          }),
        message: 'Your steps do not see themselves. They may.'
      },
      ...(before === null
        ? []
        : [
            {
              of: (...given: Arguments) => seen(given, { first: () => 0 }),
              message:
                'Your steps look back as far as they like. How far may they?'
            },
            {
              of: (...given: Arguments) =>
                seen(given, { first: step => from(step, before - 1) }),
              message:
                'Your steps look back one step too few: their own does not count.'
            }
          ])
    ]
  };
};

export const causalLook: DrawnAnswer<Asked, Arguments> = {
  lesson: { before: null, factor: null },
  draw: draws => ({
    before: draws.integer('before', 1, 2),
    factor: draws.number('factor', 1.21, 1.99, 4)
  }),
  words: [
    [
      'A step sees itself and all steps before it.',
      ({ before }) =>
        before === 1
          ? 'A step sees itself and the one step before it, no more.'
          : `A step sees itself and the ${before} steps before it, no more.`
    ],
    [
      'divided by the root of how many numbers a key has',
      ({ factor }) => `multiplied by \`${factor}\``
    ]
  ],
  reference
};
