import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** A query and a key of two numbers each, the same at every step: only their turn tells the places. */
export interface Turned {
  readonly q: readonly number[];
  readonly k: readonly number[];
}

export interface Asked {
  /** How many steps back each step must look. */
  readonly back: number;
  /** How much of the look must fall there, in percent. */
  readonly percent: number;
  /** The longest that a query or a key may be. */
  readonly longest: number;
}

/** With a turn of one radian a step, seven steps are more than once around. */
const STEPS = 6;
/** The softmax of the scores of a step, its query and all keys turned by one radian for each step. */
function looks({ q, k }: Turned, step: number): number[] {
  const scores = Array.from({ length: step + 1 }, (_, from) => {
    const apart = from - step;
    const turned = [
      k[0] * Math.cos(apart) - k[1] * Math.sin(apart),
      k[0] * Math.sin(apart) + k[1] * Math.cos(apart)
    ];
    return (q[0] * turned[0] + q[1] * turned[1]) / Math.SQRT2;
  });
  const top = Math.max(...scores);
  const powers = scores.map(score => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map(power => power / total);
}

const reference = ({ back, percent, longest }: Asked): Reference<[]> => {
  const isPair = (value: unknown): value is readonly number[] =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every(Number.isFinite) &&
    Math.hypot(...(value as number[])) <= longest + 1e-9;
  const judged = (value: unknown): unknown => {
    const { q, k } = Object(value) as Readonly<Record<string, unknown>>;
    if (!isPair(q) || !isPair(k)) {
      return null;
    }
    const found = Array.from({ length: STEPS - back }, (_, at) =>
      looks({ q, k }, at + back)
    );
    const most = found.map(
      weights => weights.length - 1 - weights.indexOf(Math.max(...weights))
    );
    const isEnough = found.every(
      weights => 100 * weights[weights.length - 1 - back] >= percent - 1e-9
    );
    return [
      Number(most.some(each => each !== 0)),
      Number(most.every(each => each === back)),
      Number(isEnough)
    ];
  };
  const where = back === 1 ? 'one step back' : `${back} steps back`;
  return {
    name: 'turned',
    cases: () => [[]],
    through: judged,
    form: `an object { q, k } is asked for, two lists of two numbers each, neither longer than ${longest}: the root of the sum of its squares.`,
    right: () => [1, 1, 1],
    tolerance: 0,
    secret: true,
    tell: ({ at }) =>
      [
        'every step looks at itself most.',
        `at some step, the largest share of the look does not fall ${where}.`,
        `the most falls ${where}, but at some step less than ${percent} %.`
      ][at],
    careless: [
      {
        of: () => [1, 1, 0],
        message: `The most falls ${where}, but too little of it. What makes a softmax sharper?`
      },
      {
        of: () => [0, 0, 0],
        message:
          'Every step looks at itself most: your key and your query point the same way before they are turned.'
      },
      {
        of: () => [1, 0, 0],
        message: `The largest share does not fall ${where}. How far is a key turned by then, beside the query?`
      }
    ]
  };
};

export const stepsBack: DrawnAnswer<Asked, []> = {
  lesson: { back: 1, percent: 90, longest: 5 },
  draw: draws => ({
    back: draws.integer('back', 2, 3),
    percent: draws.number('percent', 81, 95, 1),
    longest: draws.number('longest', 4, 6, 1)
  }),
  words: [
    [
      'at least `90` % of its look on the step before it',
      ({ back, percent }) =>
        `at least \`${percent}\` % of its look on the step \`${back}\` steps before it`
    ],
    ['longer than `5`', ({ longest }) => `longer than \`${longest}\``],
    [
      'every step but the first',
      ({ back }) => `every step but the first ${back}`
    ]
  ],
  reference
};
