import { mean, sum } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** What one setting scored. */
type Errors = readonly [validation: number, test: number];

export interface Asked {
  /** How many settings there are. */
  readonly settings: number;
  /** How large the correlation of the two errors must be, at least. */
  readonly correlation: number;
}

/** Pearson's; 0 where one of the two is the same for all. */
function correlationOf(errors: readonly Errors[]): number {
  const [x, y] = [0, 1].map(at => {
    const column = errors.map(each => each[at]);
    const middle = mean(column);
    return column.map(value => value - middle);
  });
  const product = (a: readonly number[], b: readonly number[]): number =>
    sum(a.map((value, at) => value * b[at]));
  const size = Math.sqrt(product(x, x) * product(y, y));
  return size === 0 ? 0 : product(x, y) / size;
}

const reference = ({ settings, correlation }: Asked): Reference<[]> => {
  const isErrors = (value: unknown): value is Errors[] =>
    Array.isArray(value) &&
    value.length === settings &&
    value.every(
      each =>
        Array.isArray(each) &&
        each.length === 2 &&
        each.every(error => Number.isFinite(error) && error >= 0)
    );
  /** Whether one setting alone is chosen, whether it alone is worst on the test, and whether the errors are in step. */
  const judged = (value: unknown): unknown => {
    if (!isErrors(value)) {
      return null;
    }
    const lowest = Math.min(...value.map(([validation]) => validation));
    const highest = Math.max(...value.map(([, test]) => test));
    const chosen = value.filter(([validation]) => validation === lowest);
    const worst = value.filter(([, test]) => test === highest);
    return [
      chosen.length === 1,
      worst.length === 1 && chosen.includes(worst[0]),
      correlationOf(value) >= correlation - 1e-9
    ].map(Number);
  };
  return {
    name: 'settings',
    cases: () => [[]],
    through: judged,
    form: `a list of ${settings} pairs [validation, test] is asked for, no error below 0.`,
    right: () => [1, 1, 1],
    tolerance: 0,
    secret: true,
    tell: ({ at }) =>
      [
        'one setting alone must have the lowest validation error.',
        'the setting with the lowest validation error must have the highest test error, alone.',
        `validation and test error must correlate by ${correlation} or more.`
      ][at],
    careless: [
      {
        of: () => [1, 1, 0],
        message: `The chosen setting is the worst on the test, but the correlation is below ${correlation}. One setting is out of step; how must the others lie for it to weigh as little as it can?`
      },
      {
        of: () => [1, 0, 1],
        message:
          'The errors are in step, but the setting with the lowest validation error does not have the highest test error. How little is enough to be lowest, or highest, without moving the correlation?'
      },
      {
        of: () => [0, 1, 1],
        message:
          'Several settings share the lowest validation error. Lower one of them a little.'
      },
      {
        of: () => [0, 0, 1],
        message:
          'The errors are in step, but neither is one setting alone the lowest in validation, nor is it the worst on the test.'
      },
      {
        of: () => [1, 0, 0],
        message: `The chosen setting is not the worst on the test, nor is the correlation as high as ${correlation}.`
      }
    ]
  };
};

export const bestAndWorst: DrawnAnswer<Asked, []> = {
  lesson: { settings: 20, correlation: 0.85 },
  // Two heaps come to a little more than 1 − 2 / settings.
  draw: draws => {
    const settings = draws.integer('settings', 21, 60);
    return {
      settings,
      correlation: Number(
        (draws.number('part', 0.93, 0.99, 3) * (1 - 2 / settings)).toFixed(3)
      )
    };
  },
  words: [
    [
      'errors of twenty settings',
      ({ settings }) => `errors of ${settings} settings`
    ],
    [
      'correlate by at least `0.85`',
      ({ correlation }) => `correlate by at least \`${correlation}\``
    ]
  ],
  reference
};
