import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';
import { formatForStudent } from './formatForStudent';

type Arguments = [width: number];

export interface Asked {
  /** What a sequence may hold. */
  readonly symbols: readonly [number, number];
  /** How many times as long as a window it may be. */
  readonly times: number;
}

type Sequence = readonly number[];

/** How often each window occurs. */
function windowsIn(sequence: Sequence, width: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + width <= sequence.length; at++) {
    const key = sequence.slice(at, at + width).join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

const reference = ({ symbols, times }: Asked): Reference<Arguments> => {
  const isSequence = (value: unknown, width: number): value is Sequence =>
    Array.isArray(value) &&
    value.length >= width &&
    value.length <= times * width &&
    value.every(each => symbols.includes(each as number));
  /** Whether the two differ, whether they have the same windows, and each as often. */
  const judged = (value: unknown, width: number): unknown => {
    const [a, b, ...more] = Array.isArray(value) ? (value as unknown[]) : [];
    if (
      !isSequence(a, width) ||
      !isSequence(b, width) ||
      a.length !== b.length ||
      more.length > 0
    ) {
      return null;
    }
    const [ofA, ofB] = [a, b].map(each => windowsIn(each, width));
    const all = [...new Set([...ofA.keys(), ...ofB.keys()])];
    return [
      a.some((step, at) => step !== b[at]),
      all.every(each => ofA.has(each) && ofB.has(each)),
      all.every(each => ofA.get(each) === ofB.get(each))
    ].map(Number);
  };
  const [one, other] = symbols.map(formatForStudent);
  return {
    name: 'sequences',
    cases: () => [[2], [3], [5], [9]],
    draw: draws => [draws.integer('width', 2, 14)],
    through: judged,
    form: `two lists of ${one}s and ${other}s are asked for, as long as one another, with at least width steps and at most ${times} * width.`,
    right: () => [1, 1, 1],
    tolerance: 0,
    secret: true,
    tell: ({ at }, width) =>
      [
        `with a width of ${width} the two sequences are the same.`,
        `with a width of ${width}, some window occurs in one of the two alone.`,
        `with a width of ${width}, some window occurs more often in one than in the other.`
      ][at],
    careless: [
      {
        of: () => [0, 1, 1],
        message:
          'The two are the same sequence, so nothing could tell them apart. They must differ in some step.'
      },
      {
        of: () => [1, 1, 0],
        message:
          'The same windows occur in both, but one of them more often: a maximum over the places could not tell the two apart, but the mean can.'
      },
      {
        of: width => (width <= 3 ? [1, 1, 1] : [1, 0, 0]),
        message:
          'With a width of 2 or 3 no window gives the two away, but a wider one does: what lies on both sides of what you move must grow with the width.'
      },
      {
        of: () => [1, 0, 0],
        message:
          'Some window occurs in one of the two alone. Which windows see what you move, and how much of what lies beside it do they see?'
      }
    ]
  };
};

export const sameWindows: DrawnAnswer<Asked, Arguments> = {
  lesson: { symbols: [0, 1], times: 4 },
  draw: draws => {
    const [one, other] = draws.shuffled(
      'symbols',
      Array.from({ length: 18 }, (_, at) => at + 2)
    );
    return { symbols: [one, other], times: draws.integer('times', 3, 6) };
  },
  words: [
    [
      'two lists of 0s and 1s',
      ({ symbols }) => `two lists of ${symbols[0]}s and ${symbols[1]}s`
    ],
    [
      'at most `4 * width` steps',
      ({ times }) => `at most \`${times} * width\` steps`
    ]
  ],
  reference
};
