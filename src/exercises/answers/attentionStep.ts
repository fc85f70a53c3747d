import { dot, shares } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** By what the dot product is multiplied. */
export interface Asked {
  readonly factor: number;
}

type Vector = readonly number[];
type Arguments = [query: Vector, keys: readonly Vector[]];

const softmax = (scores: Vector): number[] => {
  const top = Math.max(...scores);
  return shares(scores.map(score => Math.exp(score - top)));
};

/** Σ_s weights[s] · keys[s] */
const mixed = (weights: Vector, keys: readonly Vector[]): number[] =>
  keys[0].map((_, unit) =>
    keys.reduce((sum, key, at) => sum + weights[at] * key[unit], 0)
  );

const reference = ({ factor }: Asked): Reference<Arguments> => {
  const scoresOf = (query: Vector, keys: readonly Vector[]): number[] =>
    keys.map(key => factor * dot(query, key));
  return {
    name: 'lookBack',
    cases: () => [
      [
        [1, 0],
        [
          [2, 1],
          [0, 3]
        ]
      ],
      [
        [0.5, -1, 0.3],
        [
          [1, 0.2, 0],
          [-0.4, 0.9, 0.1],
          [0.3, -0.8, 0.5],
          [0, 0.1, -0.7]
        ]
      ],
      [[0.7, 0.2], [[-0.3, 0.6]]],
      [
        [-0.6, 0.4],
        [
          [0.9, 0.9],
          [-0.5, 0.2],
          [0.1, -0.4]
        ]
      ],
      // exp of these scores is no number any more.
      [
        [30, 30],
        [
          [15, 14],
          [15, 13.9],
          [-5, 2]
        ]
      ]
    ],
    draw(draws) {
      const units = draws.integer('units', 2, 4);
      return [
        draws.numbers('query', units, -1, 1, 2),
        Array.from({ length: draws.integer('keys', 2, 5) }, (_, at) =>
          draws.numbers(`key ${at}`, units, -1, 1, 2)
        )
      ];
    },
    right(query, keys) {
      const weights = softmax(scoresOf(query, keys));
      return [weights, mixed(weights, keys)];
    },
    without: {
      calls: ['attend'],
      message: 'attend does it all at once. Write the three lines yourself.'
    },
    careless: [
      {
        of(query, keys) {
          const weights = shares(
            scoresOf(query, keys).map(score => Math.exp(score))
          );
          return [weights, mixed(weights, keys)];
        },
        message:
          'Of large scores exp is infinite, and infinity by infinity is no number. What may be taken off all scores without changing the shares?'
      },
      {
        of(query, keys) {
          const weights = shares(scoresOf(query, keys));
          return [weights, mixed(weights, keys)];
        },
        message:
          'Your weights are shares of the scores themselves, which may be negative. Softmax takes exp first.'
      },
      {
        of(query, keys) {
          const scores = scoresOf(query, keys);
          return [scores, mixed(scores, keys)];
        },
        message:
          'Your weights are the scores. They do not sum to 1 yet: what makes shares of any numbers?'
      },
      {
        of(query, keys) {
          const size = Math.sqrt(query.length);
          const weights = softmax(
            scoresOf(query, keys).map(score => score / size)
          );
          return [weights, mixed(weights, keys)];
        },
        message: `You divided the scores by the root of their size, as the Transformer does. Here the ${factor === 1 ? 'plain dot product' : `dot product times ${factor}`} is asked for.`
      },
      {
        of(query, keys) {
          const weights = softmax(scoresOf(query, keys));
          return [weights, keys[weights.indexOf(Math.max(...weights))]];
        },
        message:
          'Your context is the one state with the largest weight. All states belong into it, each by its weight.'
      },
      {
        of(query, keys) {
          const weights = softmax(scoresOf(query, keys));
          return [
            weights,
            mixed(
              keys.map(() => 1 / keys.length),
              keys
            )
          ];
        },
        message:
          'Your context is the plain mean of the states: the weights change nothing in it.'
      },
      {
        of(query, keys) {
          const weights = softmax(scoresOf(query, keys));
          return [weights, weights];
        },
        message:
          'Your context is the weights once more. It has the size of a state: states times their weights, summed.'
      }
    ]
  };
};

export const attentionStep: DrawnAnswer<Asked, Arguments> = {
  lesson: { factor: 1 },
  // From where on exp of the largest scores is no number.
  draw: draws => ({ factor: draws.number('factor', 0.83, 9.9, 2) }),
  words: [
    [
      'Score with the dot product, and return',
      ({ factor }) =>
        `Here the network has also learned how sharply to look: score with the dot product times ${factor}, and return`
    ],
    ['Scores may be as large as 1000.', () => 'Scores may be in the thousands.']
  ],
  reference
};
