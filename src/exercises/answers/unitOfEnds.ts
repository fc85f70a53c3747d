import type { Reference } from './reference';

type Gate = readonly (readonly number[])[];
type Flags = readonly boolean[];

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The unit with the largest score, the first of several. */
function best(gate: Gate, score: (unit: number) => number): number {
  const scores = gate[0].map((_, unit) => score(unit));
  return scores.indexOf(Math.max(...scores));
}

const at = (gate: Gate, ends: Flags, unit: number, wanted: boolean): number[] =>
  gate.flatMap((row, step) => (ends[step] === wanted ? [row[unit]] : []));

const difference = (gate: Gate, ends: Flags, unit: number): number =>
  mean(at(gate, ends, unit, true)) - mean(at(gate, ends, unit, false));

export const unitOfEnds: Reference<[Gate, Flags]> = {
  name: 'unitOfEnds',
  cases: () => [
    // Opens at the ends.
    [
      [
        [0.2, 0.9, 0.1],
        [0.3, 0.9, 0.9],
        [0.2, 0.8, 0.2],
        [0.1, 0.9, 0.2],
        [0.2, 0.9, 0.8]
      ],
      [false, true, false, false, true]
    ],
    // Shuts at the ends; another one opens by less.
    [
      [
        [0.9, 0.5, 0.1],
        [0.8, 0.5, 0.1],
        [0.1, 0.9, 0.1],
        [0.9, 0.6, 0.1],
        [0.2, 0.8, 0.2],
        [0.8, 0.4, 0.1]
      ],
      [false, false, true, false, true, false]
    ],
    // One is always open.
    [
      [
        [0.99, 0.4],
        [0.98, 0.1],
        [0.99, 0.5],
        [0.99, 0.4]
      ],
      [false, true, false, false]
    ],
    // One jumps once, elsewhere, and one is shut at most steps.
    [
      [
        [0.1, 0.6, 0.0],
        [0.9, 0.5, 0.0],
        [0.1, 0.2, 0.1],
        [0.1, 0.6, 0.0],
        [0.1, 0.3, 0.1],
        [0.1, 0.5, 0.0],
        [0.1, 0.6, 0.0]
      ],
      [false, false, true, false, true, false, false]
    ]
  ],
  draw: draws =>
    draws.until(
      'gate',
      each => {
        const steps = each.integer('steps', 4, 8);
        const units = each.integer('units', 2, 4);
        return [
          Array.from({ length: steps }, (_, t) =>
            each.numbers(`step ${t}`, units, 0, 1, 1)
          ),
          each.numbers('ends', steps, 0, 1, 2).map(share => share < 0.35)
        ];
      },
      // Both kinds of steps, and one unit ahead by more than rounding.
      ([gate, ends]) => {
        const [first, second] = gate[0]
          .map((_, unit) => Math.abs(difference(gate, ends, unit)))
          .sort((a, b) => b - a);
        return first - second > 0.01;
      }
    ),
  right: (gate, ends) =>
    best(gate, unit => Math.abs(difference(gate, ends, unit))),
  tolerance: 0,
  careless: [
    {
      of: (gate, ends) => best(gate, unit => mean(at(gate, ends, unit, true))),
      message:
        'You took the unit that is most open at the ends. One that is always open says nothing of them.'
    },
    {
      of: (gate, ends) => best(gate, unit => difference(gate, ends, unit)),
      message:
        'You looked only for a unit that opens. One that shuts at the ends tells them as well.'
    },
    {
      of: (gate, ends) => best(gate, unit => -difference(gate, ends, unit)),
      message:
        'You looked only for a unit that shuts. One that opens at the ends tells them as well.'
    },
    {
      of: (gate, ends) => best(gate, unit => -mean(at(gate, ends, unit, true))),
      message:
        'You took the unit that is most shut at the ends. One that is always shut says nothing of them.'
    },
    {
      of: (gate, ends) =>
        best(gate, unit => {
          const sum = (wanted: boolean) =>
            at(gate, ends, unit, wanted).reduce((a, b) => a + b, 0);
          return Math.abs(sum(true) - sum(false));
        }),
      message:
        'You compared sums. There are fewer ends than other steps: compare means.'
    },
    {
      of: (gate, ends) =>
        Math.abs(
          difference(gate, ends, unitOfEnds.right(gate, ends) as number)
        ),
      message: 'That is how far the gate moves. Which unit is asked for.'
    }
  ]
};
