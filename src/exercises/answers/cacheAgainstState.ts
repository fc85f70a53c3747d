import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

export interface Asked {
  /** Queries that share a key and a value: one of these is so many times shorter than the layer is wide. */
  readonly groups: number;
  /** Numbers that the state space carries for each unit beside its states: its last inputs. */
  readonly window: number;
}

type Arguments = [units: number, states: number];

const layers: readonly Arguments[] = [
  [1, 1],
  [12, 2],
  [64, 16],
  // An odd number: the cache is never just as large.
  [32, 5],
  [256, 128],
  [8, 31]
];

/** Vectors that attention carries of each step: a key and a value. */
const VECTORS = 2;

/** The first step after which `each` numbers a step are more than `state`. */
const firstAbove = (state: number, each: number): number =>
  Math.floor(state / each) + 1;

const reference = ({ groups, window }: Asked): Reference<Arguments> => {
  const size = (units: number): number => units / groups;
  const state = (units: number, states: number): number =>
    units * (states + window);
  return {
    name: 'firstLarger',
    cases: () => layers.map(([units, states]) => [groups * units, states]),
    draw: draws => [
      groups * draws.integer('units', 2, 300),
      draws.integer('states', 1, 200)
    ],
    right: (units, states) =>
      firstAbove(state(units, states), VECTORS * size(units)),
    tolerance: 0,
    careless: [
      {
        of: (units, states) =>
          Math.ceil(state(units, states) / (VECTORS * size(units))),
        message:
          'At that step the cache may be just as large. The first at which it holds more is asked for.'
      },
      {
        of: (units, states) => firstAbove(state(units, states), size(units)),
        message:
          'You counted one vector a step. Attention carries a key and a value.'
      },
      {
        of: (units, states) =>
          firstAbove(state(1, states), VECTORS * size(units)),
        message:
          'You counted the numbers of one unit of the state space. Every unit has so many.'
      },
      {
        of: (units, states) =>
          firstAbove(state(units, states), VECTORS * size(units)) - 1,
        message:
          'That is the last step at which the state is not yet smaller; one step later is asked for.'
      },
      {
        of: (units, states) => firstAbove(state(units, states), VECTORS),
        message: `You counted two numbers a step. A key and a value are vectors, ${groups === 1 ? 'as long as the layer is wide' : `each with units / ${groups} numbers`}.`
      }
    ]
  };
};

export const cacheAgainstState: DrawnAnswer<Asked, Arguments> = {
  lesson: { groups: 1, window: 0 },
  draw: draws => ({
    // Odd: else the cache is just as large as the state after some step, whatever the layer.
    groups: 2 * draws.integer('half', 1, 11) + 1,
    window: draws.integer('window', 2, 64)
  }),
  words: [
    [
      'carries two vectors of that size for each step so far.',
      ({ groups }) =>
        `carries two vectors for each step so far. Each has \`units / ${groups}\` numbers, because ${groups} queries share a key and a value; \`units\` is always a multiple of ${groups}.`
    ],
    [
      'carries `states` numbers per unit;',
      ({ window }) =>
        `carries \`states\` numbers per unit as well as that unit's last ${window} inputs, all of which belong to the state. Of the former,`
    ]
  ],
  reference
};
