import type { Reference } from './reference';

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

export const cacheAgainstState: Reference<Arguments> = {
  name: 'firstLarger',
  cases: () => layers.map(([units, states]) => [units, states]),
  draw: draws => [
    draws.integer('units', 2, 300),
    draws.integer('states', 1, 200)
  ],
  right: (units, states) => firstAbove(units * states, VECTORS * units),
  tolerance: 0,
  careless: [
    {
      of: (units, states) => Math.ceil((units * states) / (VECTORS * units)),
      message:
        'At that step the cache may be just as large. The first at which it holds more is asked for.'
    },
    {
      of: (units, states) => firstAbove(units * states, units),
      message:
        'You counted one vector a step. Attention carries a key and a value.'
    },
    {
      of: (units, states) => firstAbove(states, VECTORS * units),
      message:
        'You counted the numbers of one unit of the state space. Every unit has so many.'
    },
    {
      of: (units, states) => firstAbove(units * states, VECTORS * units) - 1,
      message:
        'That is the last step at which the state is not yet smaller; one step later is asked for.'
    },
    {
      of: (units, states) => firstAbove(units * states, VECTORS),
      message:
        'You counted two numbers a step. A key and a value are vectors, as long as the layer is wide.'
    }
  ]
};
