import { sigmoid } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';
import { formatForStudent } from './formatForStudent';
import { twoInputs } from './twoInputs';

type Rain = readonly number[];

export interface Asked {
  /** What x is on a day with rain, and on one without. */
  readonly wet: number;
  readonly dry: number;
  /** On which days the gate keeps: on the others it empties the memory. */
  readonly keepsOn: 'wet' | 'dry';
}

/** Days with rain, 1, and without. */
const sequences: readonly Rain[] = [
  [0, 1, 0, 0, 1],
  [1, 1, 0],
  [0, 0, 0, 0]
];

/** The forget gate on each day, of the two numbers that make it. */
function gateOn(value: unknown, rain: Rain): unknown {
  if (
    !Array.isArray(value) ||
    value.length !== 2 ||
    !value.every(Number.isFinite)
  ) {
    return null;
  }
  const [w, b] = value as number[];
  return rain.map(x => sigmoid(w * x + b));
}

const reference = (asked: Asked): Reference<[Rain]> => {
  const { wet, keepsOn } = asked;
  const inputs = (rain: Rain): number[] =>
    rain.map(day => (day === 1 ? wet : asked.dry));
  const keeping = asked[keepsOn];
  const each =
    (share: (keeps: boolean) => number) =>
    (xs: Rain): number[] =>
      xs.map(x => share(x === keeping));
  const days = {
    wet: { when: 'it rains', on: 'a rainy day', every: 'rainy days' },
    dry: { when: 'it is dry', on: 'a dry day', every: 'dry days' }
  };
  const [keep, empty] =
    keepsOn === 'dry' ? [days.dry, days.wet] : [days.wet, days.dry];
  return {
    name: 'forgetOnRain',
    cases: () => sequences.map(rain => [inputs(rain)]),
    through: gateOn,
    form: 'two numbers are asked for: a weight and a bias.',
    draw: draws => [
      inputs(draws.numbers('rain', draws.integer('days', 3, 9), 0, 1, 0))
    ],
    right: each(Number),
    tolerance: 0.01,
    scale: 1,
    secret: true,
    tell: ({ at, wanted, got }, xs) =>
      `on a day ${xs[at] === wet ? 'with' : 'without'} rain your gate is at ${formatForStudent(got)}; it should be near ${formatForStudent(wanted)}.`,
    careless: [
      {
        of: each(keeps => Number(!keeps)),
        message: `It keeps when ${empty.when} and forgets when ${keep.when}.`
      },
      {
        of: each(() => 1),
        message: 'It keeps on every day: rain must reach the gate, too.'
      },
      {
        of: each(() => 0),
        message: `It forgets on every day: what holds the gate open ${keepsOn === 'dry' ? 'without' : 'with'} rain?`
      },
      {
        of: each(keeps => (keeps ? 0.5 : 0)),
        message: `${keepsOn === 'dry' ? 'Rain empties' : 'Dry days empty'} it. On ${keep.on} the gate is at one half: what is ${keeping === 0 ? 'left of ' : ''}the sum when x is ${formatForStudent(keeping)}?`
      },
      {
        of: each(keeps => (keeps ? 1 : 0.5)),
        message: `On ${keep.every} it keeps. When ${empty.when}, the gate is at one half: the weight must beat the bias, not only undo it.`
      }
    ]
  };
};

export const inputGated: DrawnAnswer<Asked, [Rain]> = {
  lesson: { wet: 1, dry: 0, keepsOn: 'dry' },
  // The gate is to rise with x: weights for the lesson make it fall.
  draw: draws => {
    const [low, high] = twoInputs(draws);
    return draws.choice<Asked>('keeps', [
      { wet: low, dry: high, keepsOn: 'dry' },
      { wet: high, dry: low, keepsOn: 'wet' }
    ]);
  },
  words: [
    [
      '$x = 1$ on a rainy day and 0 otherwise',
      ({ wet, dry }) => `$x = ${wet}$ on a rainy day and $${dry}$ on a dry one`
    ],
    [
      '**keep on dry days and empty the memory when it rains**: $f$ above 99 % without rain, below 1 % with it.',
      ({ keepsOn }) =>
        keepsOn === 'dry'
          ? '**keep on dry days and empty the memory when it rains**: $f$ above 99 % without rain, below 1 % with it.'
          : '**keep on rainy days and empty the memory when it is dry**: $f$ above 99 % with rain, below 1 % without it.'
    ],
    [
      'what is left of the sum when x is 0?',
      ({ dry }) =>
        `there x is ${formatForStudent(dry)}. On which side of 0 must the sum be?`
    ],
    [
      'A rainy day adds the weight to the sum of a dry day. How far must it pull?',
      ({ wet, dry }) =>
        `From a dry day to a rainy one, x changes by ${formatForStudent(wet - dry)}. How far must the weight pull the sum?`
    ]
  ],
  reference
};
