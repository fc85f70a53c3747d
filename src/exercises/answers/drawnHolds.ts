import type { Drawn } from './drawn';

/** Whose cell state is to be kept, checked by `check.keeps`. */
export interface Held {
  readonly unit: number;
  readonly from: number;
  readonly steps: number;
}

const shared = {
  lesson: { unit: 2, from: 20, steps: 20 },
  // The run of the lesson has four units and 60 days.
  draw: draws => ({
    unit: draws.choice('unit', [0, 1, 3]),
    from: draws.integer('from', 5, 35),
    steps: draws.integer('steps', 10, 22)
  })
} satisfies Pick<Drawn<Held>, 'lesson' | 'draw'>;

const last = ({ from, steps }: Held): number => from + steps;
const keeps = [
  'check.keeps(held, { unit: 2, from: 20, steps: 20 })',
  ({ unit, from, steps }: Held) =>
    `check.keeps(held, { unit: ${unit}, from: ${from}, steps: ${steps} })`
] as const;

export const holdValue: Drawn<Held> = {
  ...shared,
  words: [
    [
      '$c$ of unit 2 keeps its value from day 20 for the 20 days after it, days 21 to 40.',
      held =>
        `$c$ of unit ${held.unit} keeps its value from day ${held.from} for the ${held.steps} days after it, days ${held.from + 1} to ${last(held)}.`
    ],
    [
      'The days 21 to 40 are { from: 21, to: 40 }.',
      held =>
        `The days ${held.from + 1} to ${last(held)} are { from: ${held.from + 1}, to: ${last(held)} }.`
    ],
    keeps
  ]
};

export const hideValue: Drawn<Held> = {
  ...shared,
  words: [
    [
      'Take unit 2 of this LSTM. From day 21 to day 40,',
      held =>
        `Take unit ${held.unit} of this LSTM. From day ${held.from + 1} to day ${last(held)},`
    ],
    [
      'still **keep** the cell state of day 20.',
      ({ from }) => `still **keep** the cell state of day ${from}.`
    ],
    [
      '.slice(21, 41).every(row => row[2] === 0)',
      held =>
        `.slice(${held.from + 1}, ${last(held) + 1}).every(row => row[${held.unit}] === 0)`
    ],
    [
      'h of unit 2 is not 0 on all of the days 21 to 40:',
      held =>
        `h of unit ${held.unit} is not 0 on all of the days ${held.from + 1} to ${last(held)}:`
    ],
    [
      keeps[0].replace('held', 'hidden'),
      held => keeps[1](held).replace('held', 'hidden')
    ]
  ]
};
