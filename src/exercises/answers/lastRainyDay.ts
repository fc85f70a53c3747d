import { hasLists } from './arithmetic';
import { lstm } from '../../engine/cells/lstm';
import type { DrawnAnswer } from './drawn';
import type { Careless, Reference } from './reference';
import type { CounterGates } from './tickCounter';
import { formatForStudent } from './formatForStudent';
import { twoInputs } from './twoInputs';

/** Gates of one LSTM unit that see a temperature and rain, and a factor by which its cell state is read off. */
export interface ReadGates extends CounterGates {
  readonly read: number;
}

type Days = readonly (readonly [temperature: number, rain: number])[];

export interface Asked {
  /** The second input on a day with rain, and on one without. */
  readonly wet: number;
  readonly dry: number;
  /** Which days' temperature is to be told until the next of them. */
  readonly of: 'wet' | 'dry';
}

/** Temperatures from −1 to 1, and rain, 1, or none. */
const sequences: readonly Days[] = [
  [
    [0.4, 0],
    [-0.6, 1],
    [0.2, 0],
    [0.9, 0],
    [0.8, 1],
    [-0.3, 0],
    [0.1, 0]
  ],
  [
    [1, 1],
    [-1, 1],
    [0.5, 0],
    [-0.2, 0],
    [0.7, 1]
  ],
  [
    [-0.9, 1],
    ...Array.from({ length: 30 }, (_, day): [number, number] => [
      Math.sin(day) * 0.8,
      0
    ])
  ]
];

const isGates = (value: unknown): value is ReadGates =>
  hasLists(value, ['f', 'i', 'g'], 3) &&
  Number.isFinite((value as Partial<ReadGates>).read);

function ran({ f, i, g }: ReadGates, days: Days) {
  const columns = [i, f, g, [0, 0, 20] as const];
  const cell = lstm({ inputSize: 2, units: 1 });
  cell.setWeights([
    [columns.map(([warmth]) => warmth), columns.map(([, rain]) => rain)],
    [[0, 0, 0, 0]],
    columns.map(([, , bias]) => bias)
  ]);
  return cell.run(
    days.map(day => [...day]),
    { inputNames: ['temperature', 'rain'], stepName: 'day' }
  );
}

/** What is read off after each day: what counts is what the weights do. */
const readOff = (value: unknown, days: Days): unknown =>
  isGates(value)
    ? Array.from(ran(value, days).c.values, c => value.read * c)
    : null;

const reference = ({ wet, dry, of }: Asked): Reference<[Days]> => {
  const counting = of === 'wet' ? wet : dry;
  const [which, other] =
    of === 'wet' ? ['rainy', 'dry'] : (['dry', 'rainy'] as const);
  const inputs = (days: Days): Days =>
    days.map(([temperature, rain]) => [temperature, rain === 1 ? wet : dry]);
  /** What a rule says of the next day: of what is known, the temperature, and whether the day counts. */
  const tells =
    (next: (before: number, temperature: number, counts: boolean) => number) =>
    (days: Days): number[] => {
      let now = 0;
      return days.map(
        ([temperature, rain]) =>
          (now = next(now, temperature, rain === counting))
      );
    };
  const careless: Careless<[Days]>[] = [
    {
      of: tells((before, temperature, counts) =>
        counts ? before + temperature : before
      ),
      message: `It adds up all ${which} days: what must f be on a ${which} day?`
    },
    {
      of: tells((_, temperature) => temperature),
      message: `It tells the temperature of the day itself: i must be near 0 on a ${other} day, and f near 1.`
    },
    {
      of: tells((_, temperature, counts) => (counts ? temperature : 0)),
      message: `On a ${other} day it has lost what it wrote: f must be near 1 then.`
    },
    {
      of: tells((before, temperature, counts) =>
        counts ? -temperature : before
      ),
      message: 'It tells the temperature with the wrong sign.'
    },
    {
      of: tells((before, temperature, counts) =>
        counts ? Math.tanh(temperature) : before
      ),
      message:
        'The right day, but tanh makes large temperatures too small. Near 0 it is nearly straight: write less, and read more.'
    },
    {
      of: tells((before, temperature, counts) =>
        counts ? before : temperature
      ),
      message: `It tells the last ${other} day: the gates work the wrong way around.`
    },
    {
      of: tells(() => 0),
      message: `Nothing is ever told: on a ${which} day i must be near 1, and g must see the temperature.`
    }
  ];
  return {
    name: 'lastRainyDay',
    cases: () => sequences.map(days => [inputs(days)]),
    through: readOff,
    form: 'an object { f, i, g, read } is asked for, with three numbers in each gate, and one in read.',
    run: (answer, days) => (isGates(answer) ? ran(answer, days) : null),
    draw: draws => {
      const count = draws.integer('days', 6, 20);
      const rain = draws.numbers('rain', count, 0, 1, 2);
      return [
        inputs(
          draws
            .numbers('temperatures', count, -1, 1, 2)
            .map((temperature, day) => [temperature, Number(rain[day] < 0.35)])
        )
      ];
    },
    right: tells((before, temperature, counts) =>
      counts ? temperature : before
    ),
    // A gate is never quite 0 or 1, and tanh never quite straight.
    tolerance: 0.05,
    scale: 1,
    secret: true,
    tell: ({ at, wanted, got }) =>
      `on day ${at} it tells ${formatForStudent(got)}; the temperature of the last ${which} day is ${formatForStudent(wanted)}.`,
    careless
  };
};

export const lastRainyDay: DrawnAnswer<Asked, [Days]> = {
  lesson: { wet: 1, dry: 0, of: 'wet' },
  // The gates are to fall where those of the lesson rise, or to wait for the other kind of day.
  draw: draws => {
    const [low, high] = twoInputs(draws);
    return draws.choice<Asked>('of', [
      { wet: low, dry: high, of: 'wet' },
      { wet: high, dry: low, of: 'dry' }
    ]);
  },
  words: [
    [
      'rain, 1 if it rained and 0 if it did not.',
      ({ wet, dry }) =>
        `rain, ${formatForStudent(wet)} if it rained and ${formatForStudent(dry)} if it did not.`
    ],
    [
      '**tell the temperature of the last rainy day**',
      ({ of }) =>
        `**tell the temperature of the last ${of === 'wet' ? 'rainy' : 'dry'} day**`
    ],
    [
      'What should f and i be when it rains, and when it does not?',
      ({ of }) =>
        `What should f and i be when it ${of === 'wet' ? 'rains' : 'is dry'}, and when it ${of === 'wet' ? 'does not' : 'rains'}? Mind what the second input is then.`
    ]
  ],
  reference
};
