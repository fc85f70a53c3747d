import { hasLists, sigmoid } from './arithmetic';
import { rnn } from '../../engine/cells/rnn';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';
import { formatForStudent } from './formatForStudent';
import { fallingInputs } from './twoInputs';

type Days = readonly number[];
type Three = readonly [number, number, number];

/** Weights of a bidirectional network with one unit each way, and what the answer makes of the two. */
export interface BothWays {
  /** The unit that reads from the first day on: w, u and b. */
  readonly forward: readonly [w: number, u: number, b: number];
  /** The one that reads from the last day back. */
  readonly backward: readonly [w: number, u: number, b: number];
  /** The weight of the forward unit, that of the backward unit, and a bias. */
  readonly read: readonly [forward: number, backward: number, bias: number];
}

export interface Asked {
  /** The input of a day with rain, and of one without. */
  readonly wet: number;
  readonly dry: number;
  /** Near which number the answer is between the first rain and the last: near the other one outside. */
  readonly shows: 0 | 1;
}

/** Days with rain, 1, and without. */
const sequences: readonly Days[] = [
  [0, 0, 1, 0, 0, 1, 0],
  [1, 0, 0, 0, 1, 0, 0, 0],
  [0, 0, 0, 1, 0, 0],
  [0, 0, 0, 0],
  [0, 1, ...Array.from({ length: 40 }, () => 0), 1, 1, 0]
];

function read([w, u, b]: Three, days: Days): number[] {
  const cell = rnn({ inputSize: 1, units: 1 });
  cell.setWeights([[[w]], [[u]], [b]]);
  return Array.from(cell.run(days.map(day => [day])).h.values);
}

/** The answer of each day: σ of what is read of the two units. */
function answered(value: unknown, days: Days): unknown {
  if (!isBothWays(value)) {
    return null;
  }
  const forward = read(value.forward, days);
  const backward = read(value.backward, days.toReversed()).toReversed();
  const [ofForward, ofBackward, bias] = value.read;
  return days.map((_, day) =>
    sigmoid(ofForward * forward[day] + ofBackward * backward[day] + bias)
  );
}

const isBothWays = (value: unknown): value is BothWays =>
  hasLists(value, ['forward', 'backward', 'read'], 3);

const reference = ({ wet, dry, shows }: Asked): Reference<[Days]> => {
  const inputs = (rain: Days): number[] =>
    rain.map(day => (day === 1 ? wet : dry));
  /** What is shown of a rule that says of each day how much it lies within. */
  const each =
    (within: (rain: Days, day: number) => number) =>
    (days: Days): number[] => {
      const rain = days.map(day => Number(day === wet));
      return rain.map((_, day) => {
        const share = within(rain, day);
        return shows === 1 ? share : 1 - share;
      });
    };
  const before = (rain: Days, day: number): number =>
    Math.max(...rain.slice(0, day + 1));
  const after = (rain: Days, day: number): number =>
    Math.max(...rain.slice(day));
  const spell = (rain: Days, day: number): number =>
    before(rain, day) * after(rain, day);
  return {
    name: 'spell',
    cases: () => sequences.map(rain => [inputs(rain)]),
    through: answered,
    form: 'an object { forward, backward, read } is asked for, with three numbers in each.',
    draw: draws => [
      inputs(
        draws
          .numbers('days', draws.integer('count', 5, 16), 0, 1, 2)
          .map(share => Number(share < 0.3))
      )
    ],
    right: each(spell),
    // tanh and σ are never quite at their ends.
    tolerance: 0.1,
    scale: 1,
    secret: true,
    tell({ at, wanted, got }, days) {
      const rain = days.map(day => Number(day === wet));
      const where =
        spell(rain, at) === 1
          ? 'between the first rain and the last, both included'
          : before(rain, at) === 1
            ? 'after the last rain'
            : after(rain, at) === 1
              ? 'before the first rain'
              : 'in days without any rain';
      return `on day ${at} of [${rain.length > 12 ? '…' : days.map(formatForStudent).join(', ')}] your answer is ${formatForStudent(got)}; it should be near ${formatForStudent(wanted)}, as this day is ${where}.`;
    },
    careless: [
      {
        of: each(before),
        message:
          'From the first rain on it stays as it is: nothing of the backward unit reaches your answer.'
      },
      {
        of: each(after),
        message:
          'It changes with the last rain alone: nothing of the forward unit reaches your answer.'
      },
      {
        of: each((rain, day) => Math.max(before(rain, day), after(rain, day))),
        message:
          'One of the two units is enough for your answer. A day lies between only if both have seen rain.'
      },
      {
        of: each((rain, day) => rain[day]),
        message:
          'It shows the rain of the day itself: both units forget. What holds a unit where it is, once it rained?'
      },
      {
        of: each((rain, day) => 1 - spell(rain, day)),
        message: 'It is the wrong way round: mind the signs in `read`.'
      },
      {
        of: each(() => 0),
        message:
          'It is the same on all days. Do both units ever change sides? And is the sum in `read` on the other side of 0 when both have seen rain?'
      },
      {
        of: each(() => 0.5),
        message: 'It stays at 0.5: nothing reaches the answer.'
      }
    ]
  };
};

export const wetSpell: DrawnAnswer<Asked, [Days]> = {
  lesson: { wet: 1, dry: 0, shows: 1 },
  draw: draws => {
    const { counts: wet, other: dry, shows } = fallingInputs(draws);
    return { wet, dry, shows: shows === 1 ? 1 : 0 };
  },
  words: [
    [
      'Each day is 1 if it rained and 0 if it did not.',
      ({ wet, dry }) =>
        `Each day is ${formatForStudent(wet)} if it rained and ${formatForStudent(dry)} if it did not.`
    ],
    [
      'near 1 from the first rain to the last, both included, and near 0 on all other days',
      ({ shows }) =>
        `near ${shows} from the first rain to the last, both included, and near ${1 - shows} on all other days`
    ]
  ],
  reference
};
