import { dot } from './arithmetic';
import { deltaRule } from './deltaRule';
import type { DrawnAnswer } from './drawn';
import { linearRecall } from './linearRecall';
import type { Reference } from './reference';
import { formatForStudent } from './formatForStudent';

/** What is stored, one pair after the other: a key of length 1, and one number. */
export interface Pairs {
  readonly keys: readonly (readonly number[])[];
  readonly values: readonly number[];
}

export interface Asked {
  readonly pairs: number;
  /** How many numbers a key has. */
  readonly size: number;
  /** How much nearer adding must come. */
  readonly by: number;
}

/** How alike two keys may be at most: the cosine between them. */
const ALIKE = 0.9;

const added = linearRecall.reference(linearRecall.lesson).right;
const corrected = deltaRule.reference(deltaRule.lesson).right;

/** What a sum of all pairs, and what the delta rule, recalls under the first key. */
function recalls({ keys, values }: Pairs): readonly [number, number] {
  const [first] = keys;
  const columns = values.map(value => [value]);
  let state: readonly (readonly number[])[] = [first.map(() => 0)];
  keys.forEach((key, at) => {
    state = corrected(state, key, columns[at], 1) as typeof state;
  });
  const [sum] = added(keys, columns, first) as readonly number[];
  return [sum, dot(state[0], first)];
}

const reference = ({ pairs, size, by }: Asked): Reference<[]> => {
  const isPairs = (value: unknown): value is Pairs => {
    const { keys, values } = Object(value) as Readonly<Record<string, unknown>>;
    return (
      Array.isArray(keys) &&
      keys.length === pairs &&
      keys.every(
        key =>
          Array.isArray(key) &&
          key.length === size &&
          key.every(Number.isFinite) &&
          Math.abs(Math.hypot(...(key as number[])) - 1) < 1e-6
      ) &&
      Array.isArray(values) &&
      values.length === pairs &&
      values.every(each => Number.isFinite(each) && Math.abs(each) <= 1)
    );
  };
  /** Whether adding comes nearer to the first value than the delta rule does, and by enough. */
  const judged = (value: unknown): unknown => {
    if (!isPairs(value)) {
      return null;
    }
    const [ofSum, ofRule] = recalls(value).map(recalled =>
      Math.abs(recalled - value.values[0])
    );
    const { keys } = value;
    const areApart = keys.every((key, at) =>
      keys.slice(0, at).every(other => dot(key, other) <= ALIKE)
    );
    // Rounding of what is meant to be just enough is forgiven.
    return [
      Number(areApart),
      Number(ofSum < ofRule - 1e-9),
      Number(ofSum <= ofRule - by + 1e-9)
    ];
  };
  return {
    name: 'pairs',
    cases: () => [[]],
    through: judged,
    form: `an object { keys, values } is asked for: ${pairs} keys with ${size} numbers each, whose squares sum to 1, and ${pairs} values from −1 to 1.`,
    right: () => [1, 1, 1],
    tolerance: 0,
    secret: true,
    tell: ({ at }) =>
      [
        `two of your keys are too alike: the sum of the products of their numbers may be at most ${ALIKE}.`,
        'adding must come nearer to the first value than the delta rule does.',
        `adding must come nearer to the first value by at least ${formatForStudent(by)}.`
      ][at],
    careless: [
      {
        of: () => [1, 1, 0],
        message: `Adding comes nearer, but by less than ${formatForStudent(by)}. How alike must the keys be, and how large the first value, for the delta rule to take much of it out?`
      },
      {
        of: () => [0, 1, 1],
        message: `Adding comes nearer by enough, but two of your keys are nearly the same: the sum of the products of their numbers may be at most ${ALIKE}.`
      },
      {
        of: () => [1, 0, 0],
        message:
          'Adding is no nearer to the first value here. What takes the first value out of the state of the delta rule? And which later value would leave a sum as it is?'
      }
    ]
  };
};

export const addingWins: DrawnAnswer<Asked, []> = {
  lesson: { pairs: 2, size: 2, by: 0.3 },
  draw: draws => ({
    pairs: draws.integer('pairs', 3, 5),
    size: draws.integer('size', 2, 4),
    by: draws.number('by', 0.35, 0.7, 2)
  }),
  words: [
    [
      'Find two pairs, with keys of two numbers,',
      ({ pairs, size }) => `Find ${pairs} pairs, with keys of ${size} numbers,`
    ],
    ['nearer by at least `0.3`', ({ by }) => `nearer by at least \`${by}\``]
  ],
  reference
};
