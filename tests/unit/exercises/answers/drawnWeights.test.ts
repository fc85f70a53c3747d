import type {
  CounterGates,
  Reference,
  TwoUnits
} from '../../../../src/exercises/answers';
import {
  inputGated,
  type Asked as Gate
} from '../../../../src/exercises/answers/inputGated';
import {
  latch,
  type Asked as Latch
} from '../../../../src/exercises/answers/latch';
import {
  rainRegister,
  type Asked as Register
} from '../../../../src/exercises/answers/rainRegister';
import {
  tickCounter,
  type Asked as Counter
} from '../../../../src/exercises/answers/tickCounter';
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

const gate = ({ wet, dry, keepsOn }: Gate): number[] =>
  keepsOn === 'wet' ? between(wet, dry, 6) : between(dry, wet, 6);

function said(
  reference: Reference<readonly unknown[]>,
  weights: unknown
): string {
  try {
    return compared(reference, () => weights).report.status;
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error.report.status;
    }
    throw error;
  }
}

interface Judged {
  readonly answer: DrawnAnswer<unknown, readonly unknown[]>;
  readonly weights: (asked: unknown) => unknown;
}

const judged = <Asked, A extends readonly unknown[]>(
  answer: DrawnAnswer<Asked, A>,
  weights: (asked: Asked) => unknown
): Judged => ({ answer, weights }) as unknown as Judged;

describe('weights that are judged by what they do in an assignment', () => {
  afterEach(() => setCheckContext({}));

  it.each([
    ['the register', judged(rainRegister, register)],
    ['the latch', judged(latch, latched)],
    ['the counter', judged(tickCounter, counting)],
    ['the gate', judged(inputGated, gate)]
  ])('of %s can be found, and are not the lesson’s', (_, one) => {
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
