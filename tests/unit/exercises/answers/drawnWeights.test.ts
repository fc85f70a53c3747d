import { answers } from '../../../../src/exercises/answers';
import type {
  BothWays,
  CounterGates,
  CountingGates,
  Pairs,
  ReadGates,
  Reference,
  Turn,
  Turned,
  TwoLooks,
  TwoModels,
  TwoUnitReader,
  TwoUnits,
  TwoWatches
} from '../../../../src/exercises/answers';
import {
  addingWins,
  type Asked as Adding
} from '../../../../src/exercises/answers/addingWins';
import {
  bestAndWorst,
  type Asked as Settings
} from '../../../../src/exercises/answers/bestAndWorst';
import {
  boundedCount,
  type Asked as Bounded
} from '../../../../src/exercises/answers/boundedCount';
import {
  everyThird,
  type Asked as Heads
} from '../../../../src/exercises/answers/everyThird';
import {
  fartherIsEasier,
  type Asked as Horizons
} from '../../../../src/exercises/answers/fartherIsEasier';
import {
  inputGated,
  type Asked as Gate
} from '../../../../src/exercises/answers/inputGated';
import {
  lastRainyDay,
  type Asked as LastDay
} from '../../../../src/exercises/answers/lastRainyDay';
import {
  latch,
  type Asked as Latch
} from '../../../../src/exercises/answers/latch';
import {
  lessSurprised,
  type Asked as Models
} from '../../../../src/exercises/answers/lessSurprised';
import {
  moreAndLessPrecise,
  type Asked as Watches
} from '../../../../src/exercises/answers/moreAndLessPrecise';
import {
  notBad,
  type Asked as Words
} from '../../../../src/exercises/answers/notBad';
import {
  rainRegister,
  type Asked as Register
} from '../../../../src/exercises/answers/rainRegister';
import {
  sameWindows,
  type Asked as Windows
} from '../../../../src/exercises/answers/sameWindows';
import {
  stepsBack,
  type Asked as Back
} from '../../../../src/exercises/answers/stepsBack';
import {
  tickCounter,
  type Asked as Counter
} from '../../../../src/exercises/answers/tickCounter';
import {
  twoLooks,
  type Asked as Looks
} from '../../../../src/exercises/answers/twoLooks';
import {
  wetSpell,
  type Asked as Spell
} from '../../../../src/exercises/answers/wetSpell';
import type { DrawnAnswer } from '../../../../src/exercises/answers/drawn';
import { withDrawn } from '../../../../src/exercises/check/answer';
import { compared } from '../../../../src/exercises/check/compared';
import { CheckFailure, setCheckContext } from '../../../../src/exercises/check';
import { drawsFor } from '../../../../src/exercises/draws/draws';

/** Weight and bias of a sum that is `size` where x is `on`, and −`size` where it is `off`. */
function between(on: number, off: number, size: number): [number, number] {
  const weight = (2 * size) / (on - off);
  return [weight, size - weight * on];
}

function register({ wet, dry, shows }: Register): TwoUnits {
  const [weight, bias] = between(wet, dry, 10);
  return {
    W: [weight, 0],
    U: [
      [0, 10 * shows],
      [0, 0]
    ],
    b: [bias, 0]
  };
}

function latched({ event, quiet, shows }: Latch): number[] {
  const [weight, bias] = between(event, quiet, 10 * shows);
  // With neither an event nor a state the unit goes to the end of before, and less than U pulls.
  return [weight, 10, bias + 5 * shows];
}

function counting({ tickCounts, reset, noReset }: Counter): CounterGates {
  const [weight, bias] = between(noReset, reset, 20);
  const g = tickCounts === 1 ? 20 : Math.atanh(tickCounts);
  return { f: [0, weight, bias], i: [40, 0, -20], g: [0, 0, g] };
}

/** Keeps but on the days that count, writes on these alone, and little, so that tanh is straight. */
function lastDay({ wet, dry, of }: LastDay): ReadGates {
  const [counts, other] = of === 'wet' ? [wet, dry] : [dry, wet];
  return {
    f: [0, ...between(other, counts, 20)],
    i: [0, ...between(counts, other, 20)],
    g: [0.1, 0, 0],
    read: 10
  };
}

const gate = ({ wet, dry, keepsOn }: Gate): number[] =>
  keepsOn === 'wet' ? between(wet, dry, 6) : between(dry, wet, 6);

function spell({ wet, dry, shows }: Spell): BothWays {
  const [weight, bias] = between(wet, dry, 10);
  const unit = [weight, 10, bias + 5] as const;
  const sign = shows === 1 ? 1 : -1;
  return {
    forward: unit,
    backward: unit,
    read: [10 * sign, 10 * sign, -10 * sign]
  };
}

/** Shares that are all but alike, and two that are nearly halves. */
const models =
  ({ letters }: Models) =>
  (text: readonly number[]): TwoModels => {
    const model = (ofRight: number, ofNext: number): number[][] =>
      text.map(right =>
        Array.from({ length: letters }, (_, letter) =>
          letter === right
            ? ofRight
            : letter === (right + 1) % letters
              ? ofNext
              : (1 - ofRight - ofNext) / (letters - 2)
        )
      );
    const even = 1 / letters;
    return {
      always: model(even + 1e-3, even - 1e-3 / (letters - 1)),
      never: model(0.5 - 1e-4, 0.5 + 1e-4)
    };
  };

/** A series that changes sides as often as the shorter horizon lets it. */
const sides =
  ({ worst }: Horizons) =>
  (days: number): number[] => {
    const each = [8, 4, 2, 1].find(length => worst % length === 0)!;
    return Array.from({ length: days }, (_, day) => Math.floor(day / each) % 2);
  };

/** One city in which it is easy to be right, with most alarms of b; a's are in the others. */
const watches = ({ cities, points, alarms }: Watches): TwoWatches => {
  const some = Math.ceil((alarms * points) / 100);
  const others = Array.from({ length: cities - 1 });
  return {
    a: [[1, 1], ...others.map(() => [some, alarms] as const)],
    b: [[alarms - some, alarms], ...others.map(() => [0, 1] as const)]
  };
};

/** Keys around the first one, and nothing under them. */
const apart = ({ pairs, size }: Adding): Pairs => ({
  keys: Array.from({ length: pairs }, (_, at) => {
    const angle = [0, 0.46, -0.46, 0.95, -0.95][at];
    return [
      Math.cos(angle),
      Math.sin(angle),
      ...Array.from({ length: size - 2 }, () => 0)
    ];
  }),
  values: Array.from({ length: pairs }, (_, at) => (at === 0 ? 1 : 0))
});

/** Each tick covers the same part of the way to 1. */
function bounded({ tick, rest, most }: Bounded): CountingGates {
  const w = (Math.log(most - 1) - 20) / (tick - rest);
  return { z: [w, 0, 20 - w * rest], n: [0, 0, 20] };
}

/** Unit 0 finds praise without a *not* before it, and unit 1 blame with one. */
function negated({ it, not, good, praise }: Words): TwoUnitReader {
  const along = [10, -10].map(size => size / (good[0] - it[0]));
  const across = [20, 0].map(size => size / (not[1] - it[1]));
  const sign = praise === 1 ? 10 : -10;
  const [first, second] = [0, 1].map(
    unit => -it[0] * along[unit] - it[1] * across[unit]
  );
  return {
    W: [
      [along[0], along[1]],
      [across[0], across[1]]
    ],
    U: [
      [-20, 20],
      [0, 0]
    ],
    b: [first, second - 20],
    read: [sign, sign, sign]
  };
}

/** Numbers, not all 0, of which each row makes 0: there is one more of them than there are rows. */
function nullVector(rows: readonly (readonly number[])[]): number[] {
  const work = rows.map(row => [...row]);
  work.forEach((_, at) => {
    const rest = work.slice(at);
    const largest = Math.max(...rest.map(row => Math.abs(row[at])));
    const pivot = at + rest.findIndex(row => Math.abs(row[at]) === largest);
    [work[at], work[pivot]] = [work[pivot], work[at]];
    work.forEach((row, other) => {
      const factor = other === at ? 0 : row[at] / work[at][at];
      row.forEach((_value, place) => (row[place] -= factor * work[at][place]));
    });
  });
  return [...work.map((row, at) => -row[rows.length] / row[at]), 1];
}

/** What two looks differ by makes 0 of each number of the values, and has the sum 0. */
const looks =
  ({ size, total }: Looks) =>
  (values: readonly (readonly number[])[]): TwoLooks => {
    const difference = nullVector([
      ...Array.from({ length: size }, (_, at) => values.map(row => row[at])),
      values.map(() => 1)
    ]);
    const half = difference.reduce((sum, each) => sum + Math.abs(each), 0) / 2;
    const look = (sign: number): number[] =>
      difference.map(each => (total * Math.max(0, sign * each)) / half);
    return { a: look(1), b: look(-1) };
  };

/** Two heaps, and one setting that lies in one of them by one error and in the other by the other. */
const settings = ({ settings: count }: Settings): [number, number][] =>
  Array.from({ length: count }, (_, at) =>
    at === 0 ? [1, 2.001] : at < count / 2 ? [1.001, 1] : [2, 2]
  );

/** One step of a kind and two of it change places, between others as far as a window sees. */
const sequences =
  ({ symbols: [one, other] }: Windows) =>
  (width: number): [number[], number[]] => {
    const seam = Array.from({ length: width - 1 }, () => one);
    return [
      [...seam, other, ...seam, other, other, ...seam],
      [...seam, other, other, ...seam, other, ...seam]
    ];
  };

/** The query lies where the key, turned by its steps back, lies: both as long as they may be. */
const turnedBack = ({ back, longest }: Back): Turned => ({
  q: [longest * Math.cos(back), -longest * Math.sin(back)],
  k: [longest, 0]
});

/** The corners of a polygon around a point beside the start. */
function turning({ every, start }: Heads): Turn {
  const angle = (2 * Math.PI) / every;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const middle = start[0] - 1;
  const weight = 20 / (1 - cos);
  return {
    A: [
      [cos, sin],
      [-sin, cos]
    ],
    b: [
      middle - middle * cos + start[1] * sin,
      start[1] - middle * sin - start[1] * cos
    ],
    read: [weight, 0, -weight * (middle + (1 + cos) / 2)]
  };
}

function said(
  reference: Reference<readonly unknown[]>,
  weights: unknown
): string {
  try {
    return compared(
      reference,
      typeof weights === 'function' ? (weights as () => unknown) : () => weights
    ).report.status;
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error.report.status;
    }
    throw error;
  }
}

type AnyAnswer = DrawnAnswer<unknown, readonly unknown[]>;

interface Judged {
  readonly answer: AnyAnswer;
  readonly weights: (asked: unknown) => unknown;
}

const judged = <Asked, A extends readonly unknown[]>(
  answer: DrawnAnswer<Asked, A>,
  weights: (asked: Asked) => unknown
): Judged => ({ answer, weights }) as unknown as Judged;

const all: [string, Judged][] = [
  ['the register', judged(rainRegister, register)],
  ['the latch', judged(latch, latched)],
  ['the counter', judged(tickCounter, counting)],
  ['the gate', judged(inputGated, gate)],
  ['the last rainy day', judged(lastRainyDay, lastDay)],
  ['the spell', judged(wetSpell, spell)],
  ['the models', judged(lessSurprised, models)],
  ['the series', judged(fartherIsEasier, sides)],
  ['the watches', judged(moreAndLessPrecise, watches)],
  ['the pairs', judged(addingWins, apart)],
  ['the bounded counter', judged(boundedCount, bounded)],
  ['the reader', judged(notBad, negated)],
  ['the looks', judged(twoLooks, looks)],
  ['the settings', judged(bestAndWorst, settings)],
  ['the windows', judged(sameWindows, sequences)],
  ['the turn', judged(everyThird, turning)],
  ['the steps back', judged(stepsBack, turnedBack)]
];

describe('answers that are judged by what they do in an assignment', () => {
  afterEach(() => setCheckContext({}));

  it('are all that are judged so', () => {
    expect(all.map(([, { answer }]) => answer)).toEqual(
      expect.arrayContaining(
        Object.values<AnyAnswer>(answers as never).filter(
          ({ lesson, reference }) => reference(lesson).through !== undefined
        )
      )
    );
  });

  it.each(all)('of %s can be found, and are not the lesson’s', (_, one) => {
    const { lesson, draw, reference } = one.answer;
    setCheckContext({ seed: 1, student: 'ada' });
    const result = (asked: unknown, weights: unknown): string =>
      said(withDrawn(reference(asked), 'latch'), weights);
    expect(result(lesson, one.weights(lesson))).toBe('passed');
    for (let at = 0; at < 40; at += 1) {
      const asked = draw(drawsFor(`${at}`, ['weights']));
      expect([asked, result(asked, one.weights(asked))]).toEqual([
        asked,
        'passed'
      ]);
      expect([asked, result(asked, one.weights(lesson))]).toEqual([
        asked,
        'notYet'
      ]);
    }
  });

  it('of the register are named by the input and the end that were asked for', () => {
    const reference = rainRegister.reference({ wet: -0.5, dry: -2, shows: -1 });
    const weights = {
      W: [20, 0],
      U: [
        [0, -0.4],
        [0, 0]
      ],
      b: [25, 0]
    };
    expect(() => compared(reference as never, () => weights)).toThrow(
      'register: after [−0.5, −2] unit 1 is at −0.38; it should be near −1, as it rained the day before.'
    );
  });
});
