import { told } from './told';
import type { Reference } from './reference';

type Rain = readonly number[];

const sequences: readonly Rain[] = [
  [0, 1, 0, 0, 1],
  [1, 1, 0],
  [0, 0, 0, 0]
];

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** The forget gate on each day, of the two numbers that make it. */
function gateOn(value: unknown, rain: Rain): unknown {
  if (
    !Array.isArray(value) ||
    value.length !== 2 ||
    !value.every(Number.isFinite)
  ) {
    return value;
  }
  const [w, b] = value as number[];
  return rain.map(x => sigmoid(w * x + b));
}

const each =
  (share: (x: number) => number) =>
  (rain: Rain): number[] =>
    rain.map(share);

export const inputGated: Reference<[Rain]> = {
  name: 'forgetOnRain',
  cases: () => sequences.map(rain => [[...rain]]),
  through: gateOn,
  draw: draws => [draws.numbers('rain', draws.integer('days', 3, 9), 0, 1, 0)],
  right: each(x => 1 - x),
  tolerance: 0.01,
  scale: 1,
  secret: true,
  tell: ({ at, wanted, got }, rain) =>
    `on a day ${rain[at] === 1 ? 'with' : 'without'} rain your gate is at ${told(got)}; it should be near ${told(wanted)}.`,
  careless: [
    {
      of: each(x => x),
      message: 'It keeps when it rains and forgets when it is dry.'
    },
    {
      of: each(() => 1),
      message: 'It keeps on every day: rain must reach the gate, too.'
    },
    {
      of: each(() => 0),
      message: 'It forgets on every day: what holds the gate open without rain?'
    },
    {
      of: each(x => (x === 1 ? 0 : 0.5)),
      message:
        'Rain empties it. On a dry day the gate is at one half: what is left of the sum when x is 0?'
    },
    {
      of: each(x => (x === 1 ? 0.5 : 1)),
      message:
        'On dry days it keeps. When it rains, the gate is at one half: the weight must beat the bias, not only undo it.'
    }
  ]
};
