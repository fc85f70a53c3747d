import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

/** A day raises an alarm when so many times its drop is larger than the threshold. */
export interface Asked {
  readonly times: number;
}

type Drops = readonly number[];
type Flags = readonly boolean[];
type Arguments = [Drops, Flags, number];

const ordinary = (drops: Drops, off: Flags): number[] =>
  drops.filter((_, day) => !off[day]);
const falling = (values: Drops): number[] => [...values].sort((a, b) => b - a);

const reference = ({ times }: Asked): Reference<Arguments> => {
  const drop = times === 1 ? 'drop' : `drop times ${times}`;
  /** The threshold that a drop just does not pass. */
  const thresholdOf =
    (dropOf: (...args: Arguments) => number) =>
    (...args: Arguments): number =>
      times * dropOf(...args);
  return {
    name: 'alarmThreshold',
    cases: () => [
      [[120, -300, 900, 45, 210, -80, 60], days(7, [2]), 1],
      // Two days off are smaller than some ordinary drops.
      [
        [15, 7, 100, -40, 9, 62, 8, -3, 70, 30, 5, -250],
        days(12, [1, 5, 8]),
        2
      ],
      [[4, 2.5, -6, 11, 3, 0.5], days(6, [3]), 0],
      [[1000, 90, 800, 700, 85, 120, -95, 20, 600], days(9, [0, 3]), 3],
      // Nobody was off.
      [[3, 14, -1, 5, 9, -26, 8], days(7, []), 2]
    ],
    draw: draws =>
      draws.until(
        'drops',
        each => {
          const count = each.integer('days', 6, 12);
          return [
            each.numbers('drop', count, -200, 900, 0),
            each.numbers('off', count, 0, 1, 3).map(share => share < 0.3),
            each.integer('budget', 0, 3)
          ];
        },
        // No two alike, a threshold above 0, and an ordinary day below it.
        ([drops, off, budget]) =>
          new Set(drops).size === drops.length &&
          falling(ordinary(drops, off))[budget] > 0 &&
          ordinary(drops, off).length > budget + 1
      ),
    right: thresholdOf(
      (drops, off, budget) => falling(ordinary(drops, off))[budget]
    ),
    careless: [
      {
        of: thresholdOf((drops, _, budget) => falling(drops)[budget]),
        message:
          'You counted the days off, too. An alarm on one of them is no false alarm and costs nothing.'
      },
      {
        of: thresholdOf(
          (drops, off, budget) => falling(ordinary(drops, off))[budget - 1] ?? 0
        ),
        message: `One alarm fewer than the budget allows: a day whose ${drop} equals the threshold raises none.`
      },
      {
        of: thresholdOf(
          (drops, off, budget) => falling(ordinary(drops, off))[budget + 1]
        ),
        message: 'With your threshold there is one false alarm too many.'
      },
      {
        of: thresholdOf((drops, off) => Math.max(...ordinary(drops, off))),
        message:
          'That is the largest drop of an ordinary day: it allows no false alarm at all, whatever the budget.'
      },
      {
        of: thresholdOf(drops => Math.max(...drops)),
        message:
          'That is the largest drop of all days: with it there is no alarm at all, not on a day off either.'
      },
      {
        of: thresholdOf(
          (drops, off, budget) =>
            ordinary(drops, off).sort((a, b) => a - b)[budget]
        ),
        message:
          'You counted from the smallest drop. The false alarms are the largest ones.'
      },
      {
        of: thresholdOf(
          (drops, off, budget) =>
            falling(ordinary(drops, off).map(Math.abs))[budget]
        ),
        message:
          'You took the signs away. A day with more births than usual is no day off.'
      },
      {
        of: thresholdOf(
          (drops, off, budget) => ordinary(drops, off).sort().reverse()[budget]
        ),
        message:
          'Your list is sorted as text, where 9 comes after 62. Tell sort how to compare numbers.'
      },
      {
        of: thresholdOf(
          (drops, off, budget) =>
            falling(drops.filter((_, day) => off[day]))[budget] ?? 0
        ),
        message: 'You took the days off. False alarms come on the other days.'
      },
      {
        of: thresholdOf((drops, off, budget) => {
          const sorted = falling(ordinary(drops, off));
          return (
            (sorted[budget] + (sorted[budget - 1] ?? sorted[budget] + 1)) / 2
          );
        }),
        message:
          'It keeps the budget, but a smaller threshold does so, too: between two drops nothing changes.'
      }
    ]
  };
};

export const alarmThreshold: DrawnAnswer<Asked, Arguments> = {
  lesson: { times: 1 },
  draw: draws => ({ times: draws.number('times', 0.2, 9, 2) }),
  words: [
    [
      'A drop *larger* than the threshold raises an alarm.',
      ({ times }) =>
        `A day raises an alarm if its drop times ${times} is *larger* than the threshold.`
    ],
    [
      'A drop equal to the threshold raises none.',
      ({ times }) =>
        `If a drop times ${times} equals the threshold, it raises none.`
    ]
  ],
  reference
};

function days(count: number, off: readonly number[]): boolean[] {
  return Array.from({ length: count }, (_, day) => off.includes(day));
}
