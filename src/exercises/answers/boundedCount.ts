import { gru } from '../../engine/cells/gru';
import type { Run } from '../../engine/run/run';
import { hasLists } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';
import { twoInputs } from './twoInputs';
import { formatForStudent } from './formatForStudent';

type Steps = readonly number[];

/** The update gate and the candidate of a GRU with one unit, whose reset gate stays open. */
export interface CountingGates {
  readonly z: readonly [w: number, u: number, b: number];
  readonly n: readonly [w: number, u: number, b: number];
}

export interface Asked {
  /** What goes in at a tick, and at a rest. */
  readonly tick: number;
  readonly rest: number;
  /** How far it must count. */
  readonly most: number;
  /** How far apart any two counts must be. */
  readonly gap: number;
}

/** What moves the state by no more than this leaves it where it was: less than any gap that is asked for. */
const STILL = 1e-3;

const OPEN = [0, 0, 20] as const;

const isGates = (value: unknown): value is CountingGates =>
  hasLists(value, ['z', 'n'], 3);

function ran({ z, n }: CountingGates, steps: Steps): Run<'h'> {
  const gates = [z, OPEN, n];
  const cell = gru({ inputSize: 1, units: 1 });
  cell.setWeights([
    [gates.map(([w]) => w)],
    [gates.map(([, u]) => u)],
    [gates.map(([, , b]) => b), [0, 0, 0]]
  ]);
  return cell.run(steps.map(step => [step]));
}

/** A rest, then ticks in a row; ticks with rests between them; few, and late. */
const sequences = (most: number): readonly Steps[] => [
  [0, ...Array.from({ length: most }, () => 1), 0],
  Array.from({ length: 3 * most }, (_, at) => Number(at % 3 === 1)),
  [0, 0, 0, 0, 1, 0, 1, 1, ...Array.from({ length: 40 }, () => 0)]
];

const reference = ({ tick, rest, most, gap }: Asked): Reference<[Steps]> => {
  const inputs = (steps: Steps): number[] =>
    steps.map(step => (step === 1 ? tick : rest));
  /** Whether rests leave the state alone; if so, whether the first tick moves it; if so, whether counts are apart. */
  const judged = (value: unknown, steps: Steps): unknown => {
    if (!isGates(value)) {
      return null;
    }
    const after = Array.from(ran(value, steps).h.values);
    const before = [0, ...after.slice(0, -1)];
    const moves = after.map((h, at) => Math.abs(h - before[at]));
    const counts = [0, ...after.filter((_, at) => steps[at] === tick)].sort(
      (a, b) => a - b
    );
    const isStill = moves.every(
      (move, at) => steps[at] === tick || move <= STILL
    );
    // Later ticks may have nothing left to cover; the first has the whole way.
    const first = steps.indexOf(tick);
    const isMoved = isStill && (first < 0 || moves[first] > STILL);
    // Rounding of what is meant to be just enough is forgiven.
    const isApart =
      isMoved &&
      counts.slice(1).every((count, at) => count - counts[at] >= gap - 1e-9);
    return [isStill, isMoved, isApart].map(Number);
  };
  return {
    name: 'counting',
    cases: () => sequences(most).map(steps => [inputs(steps)]),
    draw: draws => [
      inputs([
        0,
        ...draws
          .numbers('steps', draws.integer('count', 6, most), 0, 1, 2)
          .map(share => Number(share < 0.6))
      ])
    ],
    through: judged,
    form: 'an object { z, n } is asked for, with three numbers [w, u, b] in each.',
    run: (answer, steps) => (isGates(answer) ? ran(answer, steps) : null),
    right: () => [1, 1, 1],
    tolerance: 0,
    secret: true,
    tell: ({ at }) =>
      [
        `at some rest (x = ${formatForStudent(rest)}) the state moves by more than ${STILL}.`,
        `at the first tick (x = ${formatForStudent(tick)}) the state does not move.`,
        `after some two counts, the states are less than ${gap} apart.`
      ][at],
    careless: [
      {
        of: () => [0, 0, 0],
        message: `A rest moves the state. First make z keep all of it when x is ${formatForStudent(rest)}.`
      },
      {
        of: () => [1, 0, 0],
        message: `A rest leaves the state alone, but so does a tick: what must z let in when x is ${formatForStudent(tick)}, and what must n be?`
      },
      {
        of: () => [1, 1, 0],
        message: `Rests leave the state alone and ticks move it, but two counts are less than ${gap} apart. Each tick covers a part of the way that is left: is your part too large, so that nothing remains for later ticks, or too small?`
      }
    ]
  };
};

/** The largest gap when each tick covers the same part of the way to 1. */
const evenShare = (most: number): number => (1 - 1 / most) ** (most - 1) / most;

export const boundedCount: DrawnAnswer<Asked, [Steps]> = {
  lesson: { tick: 1, rest: 0, most: 12, gap: 0.02 },
  // The gate falls as the input rises: weights for the lesson keep at a tick.
  draw: draws => {
    const [tick, rest] = twoInputs(draws);
    const most = draws.integer('most', 9, 18);
    return {
      tick,
      rest,
      most,
      gap: Number((draws.number('part', 0.6, 0.9) * evenShare(most)).toFixed(3))
    };
  },
  words: [
    [
      'reads 1 for a tick and 0 for a rest',
      ({ tick, rest }) =>
        `reads ${formatForStudent(tick)} for a tick and ${formatForStudent(rest)} for a rest`
    ],
    [
      'for each count from 0 to 12, any two of them at least `0.02` apart',
      ({ most, gap }) =>
        `for each count from 0 to ${most}, any two of them at least \`${gap}\` apart`
    ]
  ],
  reference
};
