import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GuessShape, Prediction } from '../../../../src/trace';
import { float64, TRACE_VERSION } from '../../../../src/trace';
import { createPageMemory } from '../../../../src/widgets/base/store';
import {
  readGuess,
  writeGuess,
  type Guess
} from '../../../../src/widgets/predict/guess';
import { guessShapes } from '../../../../src/widgets/predict/guessShapes';
import { guessVerdict } from '../../../../src/widgets/predict/verdict';

function asking(
  truth: readonly number[],
  options: Partial<Prediction> = {}
): Prediction {
  return {
    version: TRACE_VERSION,
    kind: 'prediction',
    id: 'p',
    key: 'decay',
    question: 'What does it do?',
    form: 'curve',
    axis: { name: 'step', count: truth.length },
    quantity: { name: 'c', range: [0, 1] },
    truth: float64(truth, [truth.length]),
    verdicts: [],
    ...options
  };
}
const guessed = (values: (number | null)[]): Guess => ({
  values,
  committed: true
});
const of = (prediction: Prediction, values: (number | null)[]) =>
  [...guessShapes(prediction, guessed(values))].sort();

/** A memory under a gate of 0.9; its first value is given. */
const kept = Array.from({ length: 20 }, (_, step) => 0.9 ** step);
const decay = asking(kept, {
  given: float64([1, ...kept.slice(1).map(() => NaN)], [20])
});
const steps = kept.slice(1).map((_, index) => index + 1);
const drawn = (value: (step: number) => number) => [null, ...steps.map(value)];

describe('the shape of a drawn curve', () => {
  it('is none where the truth has the same one', () => {
    expect(
      of(
        decay,
        drawn(step => 0.9 ** step)
      )
    ).toEqual([]);
    // Another factor is far off, but it is a product.
    expect(
      of(
        decay,
        drawn(step => 0.7 ** step)
      )
    ).toEqual(['tooLow']);
  });

  it('tells a memory that is deleted at once', () => {
    expect(
      of(
        decay,
        drawn(() => 0)
      )
    ).toContain('dropsAtOnce');
    expect(
      of(
        decay,
        drawn(() => 0.03)
      )
    ).toContain('dropsAtOnce');
  });

  it('calls no drop one that stops on half of the way', () => {
    expect(
      of(
        decay,
        drawn(() => 0.5)
      )
    ).not.toContain('dropsAtOnce');
  });

  it('tells one that loses the same amount at each step', () => {
    expect(
      of(
        decay,
        drawn(step => 1 - step / 19)
      )
    ).toContain('linear');
    expect(
      of(
        decay,
        drawn(step => 1 - step / 19)
      )
    ).not.toContain('dropsAtOnce');
  });

  it('tells one that stays, and one that grows', () => {
    expect(
      of(
        decay,
        drawn(() => 1)
      )
    ).toEqual(['flat', 'tooHigh']);
    const rising = asking(kept, { quantity: { name: 'c', range: [0, 2] } });
    expect(
      of(
        rising,
        kept.map((_, step) => 1 + step / 19)
      )
    ).toContain('wrongSign');
  });

  it('does not call a drop at once wrong where the truth drops at once', () => {
    const drops = asking([1, 0, 0, 0, 0]);
    expect(of(drops, [1, 0, 0, 0, 0])).toEqual([]);
  });
});

describe('the shape of a number and of bars', () => {
  const share = asking([1.15], {
    form: 'value',
    quantity: { name: 'left', unit: '%', range: [-100, 100] }
  });

  it('says on which side of the truth a number lies', () => {
    expect(of(share, [0])).toEqual(['tooLow']);
    expect(of(share, [20])).toEqual(['tooHigh']);
    expect(of(share, [-5])).toEqual(['tooLow', 'wrongSign']);
    expect(of(share, [1.15])).toEqual([]);
  });

  it('sees bars of one height, and bars that rank the other way round', () => {
    const bars = asking([0.2, 0.5, 0.9], { form: 'bars' });
    expect(of(bars, [0.5, 0.5, 0.5])).toEqual(['flat']);
    expect(of(bars, [0.9, 0.5, 0.2])).toEqual(['wrongOrder']);
    expect(of(bars, [0.1, 0.4, 0.8])).toEqual(['tooLow']);
    expect(of(bars, [0.3, 0.4, 0.95])).toEqual([]);
  });
});

interface Drawn {
  form: Prediction['form'];
  given?: number[];
  truth: number[];
  guess: number[];
  shapes: GuessShape[];
}

describe('the shapes that the class map sees, too', () => {
  const file = path.join(__dirname, '../../../fixtures/guessShapes.json');
  it.each(JSON.parse(readFileSync(file, 'utf8')) as Drawn[])(
    '$form of $truth, drawn $guess: $shapes',
    ({ form, given = [], truth, guess, shapes }) => {
      const shown = truth.map((_, at) => given[at] ?? NaN);
      const prediction = asking(truth, {
        form,
        ...(given.length > 0 ? { given: float64(shown, [truth.length]) } : {})
      });
      expect(of(prediction, [...given.map(() => null), ...guess])).toEqual(
        shapes
      );
    }
  );
});

describe('a verdict', () => {
  const prediction: Prediction = {
    ...decay,
    verdicts: [
      { below: Infinity, shape: 'dropsAtOnce', text: 'not at once' },
      { below: 0.05, text: 'so it is', quality: 'right' },
      { below: Infinity, shape: 'linear', text: 'not by amounts' },
      { below: Infinity, text: 'by shares' }
    ]
  };

  it('is the first whose shape and distance the guess has', () => {
    const text = (value: (step: number) => number) =>
      guessVerdict(prediction, guessed(drawn(value)))?.text;
    expect(text(() => 0)).toBe('not at once');
    expect(text(step => 0.9 ** step)).toBe('so it is');
    expect(text(step => 1 - step / 19)).toBe('not by amounts');
    expect(text(step => 0.6 ** step)).toBe('by shares');
  });

  it('is kept with the guess, and how sure it was', () => {
    const memory = createPageMemory();
    const guess: Guess = {
      ...guessed(drawn(step => 0.9 ** step)),
      confidence: 'certain'
    };
    writeGuess(memory, prediction, guess, 'right');
    expect(memory.get('predictions')).toMatchObject({
      decay: { committed: true, confidence: 'certain', quality: 'right' }
    });
    expect(readGuess(memory, prediction)).toMatchObject({
      committed: true,
      confidence: 'certain'
    });
    writeGuess(memory, prediction, {
      ...guess,
      committed: false,
      skipped: true
    });
    expect(readGuess(memory, prediction)).toMatchObject({
      committed: false,
      skipped: true
    });
  });
});
