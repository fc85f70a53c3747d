import type { Prediction } from '../../../../src/trace';
import { float64, TRACE_VERSION } from '../../../../src/trace';
import { createGuessState } from '../../../../src/widgets/predict/guessState';
import { createPageMemory } from '../../../../src/widgets/base/store';
import {
  asked,
  drawn,
  emptyGuess,
  filledGuess,
  isGuessComplete,
  meanDistance,
  readGuess,
  writeGuess
} from '../../../../src/widgets/predict/guess';
import {
  qualityOf,
  guessVerdict
} from '../../../../src/widgets/predict/verdict';
import { predictTable } from '../../../../src/widgets/predict/predictTable';
import { untranslated } from '../../../../src/scene/words/translate';

const prediction: Prediction = {
  version: TRACE_VERSION,
  kind: 'prediction',
  id: 'p',
  key: 'decay',
  question: 'What does c do?',
  form: 'curve',
  axis: { name: 'step', count: 5 },
  quantity: { name: 'c', range: [0, 1] },
  truth: float64([0, 1, 0.5, 0.25, 0.125], [5]),
  given: float64([0, 1, NaN, NaN, NaN], [5]),
  verdicts: [
    { below: 0.1, text: 'near' },
    { below: Infinity, text: 'far' }
  ]
};

describe('a guess', () => {
  it('is asked for only where nothing is given', () => {
    expect(asked(prediction)).toEqual([2, 3, 4]);
  });

  it('joins what was drawn, from the last given number on', () => {
    const guess = drawn(emptyGuess(5), prediction, null, {
      index: 4,
      value: 0.4
    });
    const filled = [...filledGuess(prediction, guess)];
    expect(filled[1]).toBe(1);
    expect(filled[2]).toBeCloseTo(0.8, 12);
    expect(filled[3]).toBeCloseTo(0.6, 12);
    expect(filled[4]).toBeCloseTo(0.4, 12);
  });

  it('takes a stroke of the pointer, within the range, and leaves what is given', () => {
    const guess = drawn(
      emptyGuess(5),
      prediction,
      { index: 0, value: 0.3 },
      { index: 4, value: 1.7 }
    );
    expect(guess.values).toEqual([null, null, 1, 1, 1]);
  });

  it('is complete when each asked number can be said', () => {
    expect(isGuessComplete(prediction, emptyGuess(5))).toBe(false);
    const bars: Prediction = { ...prediction, form: 'bars' };
    const one = drawn(emptyGuess(5), bars, null, { index: 3, value: 0.2 });
    expect(isGuessComplete(bars, one)).toBe(false);
    expect(isGuessComplete(prediction, one)).toBe(true);
  });

  it('is scored by its mean distance over what was asked for', () => {
    const guess = { values: [null, null, 0.5, 0.45, 0.225], committed: true };
    // (0 + 0.2 + 0.1) / 3
    expect(meanDistance(prediction, guess)).toBeCloseTo(0.1, 12);
    expect(guessVerdict(prediction, guess)?.text).toBe('far');
    const nearer = { values: [null, null, 0.5, 0.4, 0.2], committed: true };
    expect(guessVerdict(prediction, nearer)?.text).toBe('near');
    expect(qualityOf(prediction, nearer)).toBe('off');
  });

  it('survives in the memory of the notebook cell, beside others', () => {
    const memory = createPageMemory();
    memory.set('predictions', { other: { values: [1], committed: true } });
    const guess = { values: [null, null, 0.5, 0.4, 0.3], committed: true };
    writeGuess(memory, prediction, guess);
    expect(readGuess(memory, prediction)).toEqual(guess);
    expect(memory.get('predictions')).toHaveProperty('other');
    writeGuess(memory, prediction, emptyGuess(5));
    expect(memory.get('predictions')).toEqual({
      other: { values: [1], committed: true }
    });
  });

  it('keeps how the first guess stood, whatever is guessed once the truth was seen', () => {
    const memory = createPageMemory();
    const first = () =>
      (memory.get('predictions') as { decay: { first?: object } }).decay.first;
    const state = createGuessState(prediction, memory);
    const guessed = (values: readonly (number | null)[]): void => {
      state.change({ values, committed: false, confidence: 'certain' });
      state.commit();
    };
    guessed([null, null, 0.9, 0.9, 0.9]);
    const off = { quality: 'off', confidence: 'certain' };
    expect(first()).toEqual(off);
    state.reset();
    expect(first()).toEqual(off);
    guessed([null, null, ...[...prediction.truth.values].slice(2)]);
    expect(first()).toEqual(off);
    // Also when the notebook is opened again.
    const again = createGuessState(prediction, memory);
    again.reset();
    again.undo();
    expect(first()).toEqual(off);
  });

  it('keeps that the truth was first seen without a guess', () => {
    const memory = createPageMemory();
    const state = createGuessState(prediction, memory);
    state.change({ ...state.guess, skipped: true });
    state.reset();
    expect(readGuess(memory, prediction)).toEqual({
      ...emptyGuess(5),
      first: {}
    });
  });

  it('reads what a stranger wrote as far as it fits', () => {
    const memory = createPageMemory();
    for (const stored of [
      null,
      'x',
      { decay: 3 },
      { decay: { values: [1, 2] } },
      { decay: { values: { length: 5 } } }
    ]) {
      memory.set('predictions', stored);
      expect(readGuess(memory, prediction)).toEqual(emptyGuess(5));
    }
    memory.set('predictions', {
      decay: { values: [null, 'a', 7, -7, 0.5], committed: 'yes' }
    });
    expect(readGuess(memory, prediction)).toEqual({
      values: [null, null, 1, 0, 0.5],
      committed: false
    });
  });

  it('shows the truth in its table only when it is committed', () => {
    const guess = { values: [null, null, 0.5, 0.4, 0.3], committed: false };
    const open = predictTable(prediction, guess, untranslated);
    expect(open.columns).toEqual(['step', 'yours']);
    const closed = predictTable(
      prediction,
      { ...guess, committed: true },
      untranslated
    );
    expect(closed.rows[3]).toEqual([3, 0.4, 0.25, expect.closeTo(0.15, 12)]);
  });
});
