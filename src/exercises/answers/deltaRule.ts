import { dot } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** Which share of itself the state keeps before it is corrected. */
export interface Asked {
  readonly kept: number;
}

type Vector = readonly number[];
type Matrix = readonly Vector[];
type Arguments = [S: Matrix, k: Vector, v: Vector, beta: number];

const states: readonly Arguments[] = [
  // An empty state stores the value.
  [
    [
      [0, 0],
      [0, 0],
      [0, 0]
    ],
    [0.6, 0.8],
    [1, -2, 0.5],
    1
  ],
  // What stands there is replaced by half.
  [
    [
      [2, -1],
      [0.5, 3]
    ],
    [1, 0],
    [-1, 4],
    0.5
  ],
  [
    [
      [0.3, -0.7, 1.2],
      [1.1, 0.4, -0.6]
    ],
    [0.48, 0.6, 0.64],
    [0.9, -1.3],
    0.8
  ],
  // A key of another length than 1.
  [[[1.5, 0.2, -0.4]], [0.5, -1, 2], [0.7], 0.3],
  // Nothing is written.
  [[[1, 2]], [0.6, 0.8], [9], 0],
  // A correction that goes too far on purpose.
  [
    [
      [1, 0.5],
      [-2, 0.1]
    ],
    [0.8, -0.6],
    [0.4, 0.3],
    1.8
  ]
];
const reference = ({ kept }: Asked): Reference<Arguments> => {
  const faded = (S: Matrix): number[][] =>
    S.map(row => row.map(value => kept * value));
  /** What is kept of S + change kᵀ, where the change of a unit depends on its row. */
  const stepped = (
    S: Matrix,
    k: Vector,
    change: (row: Vector, unit: number) => number
  ): number[][] =>
    faded(S).map((row, unit) => {
      const by = change(row, unit);
      return row.map((value, at) => value + by * k[at]);
    });
  return {
    name: 'corrected',
    cases: () =>
      states.map(([S, k, v, beta]) => [
        S.map(row => [...row]),
        [...k],
        [...v],
        beta
      ]),
    draw(draws) {
      const [units, size] = [
        draws.integer('units', 2, 4),
        draws.integer('size', 2, 4)
      ];
      return [
        Array.from({ length: units }, (_, unit) =>
          draws.numbers(`row ${unit}`, size, -2, 2)
        ),
        draws.numbers('key', size, 0.2, 1.5),
        draws.numbers('value', units, -3, 3),
        draws.number('beta', 0.1, 1.8, 2)
      ];
    },
    right: (S, k, v, beta) =>
      stepped(S, k, (row, unit) => beta * (v[unit] - dot(row, k))),
    careless: [
      {
        of: (S, k, v, beta) =>
          stepped(S, k, (row, unit) => beta * (dot(row, k) - v[unit])),
        message:
          'You went the wrong way: what is missing is the value minus what the key recalls.'
      },
      {
        of: (S, k, v, beta) =>
          stepped(S, k, (row, unit) => beta * (v[unit] - dot(row, k))).map(
            (row, unit) =>
              row.map((value, at) => value - beta * kept * S[unit][at])
          ),
        message:
          'You let all of the state fade by beta. The delta rule takes something off along the key alone.'
      },
      {
        of: (S, k, v, beta) => stepped(S, k, (_, unit) => beta * v[unit]),
        message:
          'You added the value to what was there, as linear attention does. What does the key recall by now?'
      },
      {
        of: (S, k, v, beta) =>
          stepped(S, k, (row, unit) => beta * v[unit] - dot(row, k)),
        message:
          'You take off all that the key recalls, whatever beta is. How much of the correction is made?'
      },
      {
        of: (S, k, v) => stepped(S, k, (row, unit) => v[unit] - dot(row, k)),
        message: 'You make the whole correction. beta says how much of it.'
      },
      {
        of: (S, k, v, beta) =>
          stepped(S, k, (row, unit) => beta * (v[unit] + dot(row, k))),
        message: 'You add what the key recalls. Is that what is missing?'
      },
      {
        of: (S, k, _, beta) => stepped(S, k, row => -beta * dot(row, k)),
        message: 'You erase, and store nothing in its place.'
      },
      {
        of: (S, k, v, beta) =>
          faded(S).map((row, unit) => {
            const change = beta * (v[unit] - dot(row, k));
            return row.map(value => value + change);
          }),
        message:
          'You changed every number of a row by as much. The key says which of them change, and by how much.'
      }
    ]
  };
};

export const deltaRule: DrawnAnswer<Asked, Arguments> = {
  lesson: { kept: 1 },
  draw: draws => ({ kept: draws.number('kept', 0.2, 0.95, 3) }),
  words: [
    [
      'Return the state after one step of the delta rule.',
      ({ kept }) =>
        `Here the state first forgets: every number in it is multiplied by ${kept}. Then what is left of it takes one step of the delta rule. Return the state after both.`
    ],
    [
      'for each row of S, what the key recalls there: one number.',
      () =>
        'for each row of S as it is after forgetting, what the key recalls there: one number.'
    ],
    ['A row changes by beta', () => 'Such a row then changes by beta']
  ],
  reference
};
