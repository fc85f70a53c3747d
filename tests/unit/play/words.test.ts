import type { LaneLook } from '../../../src/play/messages';
import {
  answerLine,
  arithmeticOf,
  fadingOf,
  horizonOf,
  reasonOf
} from '../../../src/play/words';
import { story, verdictOf } from '../../../src/play/story';

const lane = (given: Partial<LaneLook>): LaneLook => ({
  channels: { h: Float32Array.of(0.5, -0.25) },
  units: { h: 1 },
  belt: 'h',
  gates: [],
  gradient: Float32Array.of(0.25, 1),
  answer: [0.9],
  weights: 1,
  held: null,
  ...given
});
const lstm = lane({
  channels: Object.fromEntries(
    Object.entries({
      f: [0.9, 0.7],
      i: [1, 0.5],
      g: [0.4, -0.2],
      c: [0.4, 0.18],
      o: [1, 1],
      h: [0.3, 0.2]
    }).map(([name, values]) => [name, Float32Array.from(values)])
  ),
  units: { f: 1, i: 1, g: 1, c: 1, o: 1, h: 1 },
  belt: 'c'
});

describe('what the playground says', () => {
  it('counts the delays that are right', () => {
    expect(horizonOf(Float32Array.of(1, 0.75, 0.7, 0))).toBe(2);
  });

  it('tells a factor a step from the derivatives at both ends', () => {
    const fading = fadingOf(Float32Array.of(1, 0.125, 0.25, 0.5, 1), 3)!;
    expect(fading.ratio).toBeCloseTo(0.125);
    expect(fading.factor).toBeCloseTo(0.5);
    expect(fadingOf(new Float32Array(4), 2)).toBeNull();
  });

  it('says who lags, with measured numbers and a gate to hold', () => {
    const rows = [Float32Array.of(0, 0), Float32Array.of(1, 1)] as const;
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [lane({}), { ...lstm, gradient: Float32Array.of(0.5, 1) }],
      rows,
      delay: 1,
      hold: null
    });
    expect(told.title).toBe('Why does the plain RNN lag?');
    expect(told.text).not.toContain('do not say why');
    expect(told.text).toContain(
      'On the way back over 1 step, the plain RNN’s derivative by its state is 0.25 of the last one’s, a factor of 0.25 a step'
    );
    expect(told.text).toContain(
      'In the LSTM the forget gate keeps 0.80 a step'
    );
    expect(told.controls).toEqual([
      { lane: 1, gate: 'f', value: 0.5 },
      { lane: 0, gate: 'radius', value: 1 }
    ]);
  });

  it('gives no derivative as a reason that is no smaller in the network that lags', () => {
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [lane({}), { ...lstm, gradient: Float32Array.of(0.01, 1) }],
      rows: [Float32Array.of(0, 0), Float32Array.of(1, 1)],
      delay: 1,
      hold: null
    });
    expect(told.title).toBe('What carries the answer back?');
    expect(told.text).toContain(
      'These derivatives do not say why the plain RNN lags.'
    );
  });

  it('says what a held gate did, beside what was there before', () => {
    const rows = [Float32Array.of(0, 0), Float32Array.of(1, 1)] as const;
    const held = {
      ...lstm,
      held: {
        row: Float32Array.of(1, 0),
        gradientBefore: Float32Array.of(1, 1),
        radiusBefore: null
      }
    };
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [lane({}), held],
      rows,
      delay: 2,
      hold: { lane: 1, gate: 'f', value: 0.5 }
    });
    expect(told.text).toBe(
      'The same LSTM, its forget gate held: it is right at 1 delay, where it was at 2. What is kept over 2 steps is 0.50² = 0.25.'
    );
  });

  it('says what a radius of 1 did to the horizon and to the way back', () => {
    const held = lane({
      gradient: Float32Array.of(0.81, 0.9, 1),
      held: {
        row: Float32Array.of(1, 0),
        gradientBefore: Float32Array.of(0.25, 0.5, 1),
        radiusBefore: 1.4
      }
    });
    const told = reasonOf({
      cells: ['rnn', 'lstm'],
      lanes: [held, lstm],
      rows: [Float32Array.of(1, 1), Float32Array.of(1, 1)],
      delay: 2,
      hold: { lane: 0, gate: 'radius', value: 1 }
    });
    expect(told.text).toBe(
      'The same plain RNN, its recurrent weights scaled to a spectral radius of 1.00 from 1.40: it is right at 1 delay, where it was at 2. Its derivative changes by a factor of 0.90 a step on the way back, where it was 0.50.'
    );
  });

  it('takes a number of the belt apart with the numbers of its step', () => {
    expect(arithmeticOf('lstm', lstm, 1, 0)).toBe(
      'step 1, unit 0: c = f × c before + i × g = 0.70 × 0.40 + 0.50 × (−0.20) = 0.18'
    );
  });

  it('judges an answer by its truth, and an echo at the delay that is shown', () => {
    expect(answerLine('bit', [0.9], [1], 3)).toEqual({
      word: '“1”',
      isRight: true,
      spoken: 'right'
    });
    expect(answerLine('echo', [0.9, 0.1], [1, 1], 2)).toEqual({
      word: '“0”',
      isRight: false,
      spoken: 'it was 1'
    });
    expect(answerLine('adding', [0.5], [1], 3).spoken).toBe('it is 1.00');
  });

  it('sets a guess of the story beside what came out', () => {
    const outcome = {
      right: [0, 30] as const,
      longest: 30,
      held: null,
      says: '“1”',
      isRight: true
    };
    expect(verdictOf(story[1], 0, outcome)).toContain(
      'You guessed: the plain RNN. It was: the LSTM.'
    );
    expect(verdictOf(story[1], 1, outcome)).not.toContain('It was');
  });
});
