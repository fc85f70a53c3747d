import { mean } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** The number of the first unit, and at how many steps the network is still warming up. */
export interface Asked {
  readonly first: number;
  readonly skipped: number;
}

type Gate = readonly (readonly number[])[];
type Flags = readonly boolean[];

/** The unit with the largest score, the first of several. */
function best(gate: Gate, score: (unit: number) => number): number {
  const scores = gate[0].map((_, unit) => score(unit));
  return scores.indexOf(Math.max(...scores));
}

const at = (gate: Gate, ends: Flags, unit: number, wanted: boolean): number[] =>
  gate.flatMap((row, step) => (ends[step] === wanted ? [row[unit]] : []));

const difference = (gate: Gate, ends: Flags, unit: number): number =>
  mean(at(gate, ends, unit, true)) - mean(at(gate, ends, unit, false));

const reference = ({ first, skipped }: Asked): Reference<[Gate, Flags]> => {
  /** What is found in the steps that count. */
  const counted =
    (of: (gate: Gate, ends: Flags) => number) =>
    (gate: Gate, ends: Flags): number =>
      of(gate.slice(skipped), ends.slice(skipped));
  /** The number of the unit that is found there. */
  const unit = (score: (gate: Gate, ends: Flags, unit: number) => number) =>
    counted(
      (gate, ends) => first + best(gate, each => score(gate, ends, each))
    );
  /** The same after steps that all count as ends, where the last unit alone is open. */
  const warmed = ([gate, ends]: [Gate, Flags]): [Gate, Flags] => [
    [
      ...Array.from({ length: skipped }, () =>
        gate[0].map((_, each) => (each === gate[0].length - 1 ? 1 : 0))
      ),
      ...gate
    ],
    [...Array.from({ length: skipped }, () => true), ...ends]
  ];
  const right = unit((...given) => Math.abs(difference(...given)));
  return {
    name: 'unitOfEnds',
    cases: () =>
      (
        [
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
        ] satisfies [Gate, Flags][]
      ).map(warmed),
    draw: draws =>
      draws.until(
        'gate',
        each => {
          const steps = skipped + each.integer('steps', 4, 8);
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
          const [most, next] = gate[0]
            .map((_, at) =>
              counted((...given) => Math.abs(difference(...given, at)))(
                gate,
                ends
              )
            )
            .sort((a, b) => b - a);
          return most - next > 0.01;
        }
      ),
    right,
    tolerance: 0,
    careless: [
      {
        of: unit((...given) => mean(at(...given, true))),
        message:
          'You took the unit that is most open at the ends. One that is always open does not mark them.'
      },
      {
        of: unit(difference),
        message:
          'You looked only for a unit that opens. One that shuts at the ends marks them as well.'
      },
      {
        of: unit((...given) => -difference(...given)),
        message:
          'You looked only for a unit that shuts. One that opens at the ends marks them as well.'
      },
      {
        of: unit((...given) => -mean(at(...given, true))),
        message:
          'You took the unit that is most shut at the ends. One that is always shut does not mark them.'
      },
      {
        of: unit((...given) => {
          const sum = (wanted: boolean) =>
            at(...given, wanted).reduce((a, b) => a + b, 0);
          return Math.abs(sum(true) - sum(false));
        }),
        message:
          'You compared sums. There are fewer ends than other steps: compare means.'
      },
      {
        of: counted((gate, ends) =>
          Math.max(
            ...gate[0].map((_, each) => Math.abs(difference(gate, ends, each)))
          )
        ),
        message:
          'That is how far the gate moves. Return the number of the unit.'
      },
      ...(skipped > 0
        ? [
            {
              of: (gate: Gate, ends: Flags) =>
                first +
                best(gate, each => Math.abs(difference(gate, ends, each))),
              message:
                'You also counted steps in which the network is still warming up.'
            }
          ]
        : [])
    ]
  };
};

const stepsOf = (count: number): string =>
  count === 1 ? 'first step' : `first ${count} steps`;

export const unitOfEnds: DrawnAnswer<Asked, [Gate, Flags]> = {
  lesson: { first: 0, skipped: 0 },
  draw: draws => ({
    first: draws.integer('first', 1, 200),
    skipped: draws.integer('skipped', 1, 6)
  }),
  words: [
    [
      'Return the unit whose gate marks the ends best',
      ({ skipped }) =>
        `Leave out the ${stepsOf(skipped)}, while the network is still warming up. Return the number of the unit whose gate marks the ends best in the steps after that`
    ],
    [
      'Count units from 0;',
      ({ first }) =>
        `Each list begins with unit ${first}, then comes unit ${first + 1}, and so on;`
    ]
  ],
  reference
};
