import { float64 } from '../../../../src/trace';
import {
  commonestMistake,
  confusionSums,
  coverage,
  errorAt,
  largestMiss,
  leastExpected,
  perplexity,
  shareAt,
  type ConfusionContent,
  type ForecastContent,
  type TextContent
} from '../../../../src/views/predictions/measures';

describe('forecast', () => {
  const content: ForecastContent = {
    form: 'forecast',
    time: { steps: 4, name: 'day' },
    truth: { name: 'high', unit: '°C', values: float64([10, 12, 9, NaN], [4]) },
    forecasts: [
      {
        name: 'LSTM',
        values: float64([NaN, 11, 14, 8], [4]),
        band: {
          name: '80 %',
          lower: float64([NaN, 10, 12, 6], [4]),
          upper: float64([NaN, 13, 16, 10], [4])
        }
      }
    ]
  };
  const [forecast] = content.forecasts;

  it('takes forecast minus truth where both are known', () => {
    expect(errorAt(content, forecast, 1)).toBe(-1);
    expect(errorAt(content, forecast, 0)).toBeNaN();
    expect(errorAt(content, forecast, 3)).toBeNaN();
    expect(largestMiss(content, forecast)).toBe(2);
  });

  it('measures how much of what came the band holds', () => {
    // Step 1 is inside, step 2 is not; the others miss a number.
    expect(coverage(content, forecast)).toBe(0.5);
    expect(coverage(content, { ...forecast, band: undefined })).toBeNaN();
  });
});

describe('confusion', () => {
  const content: ConfusionContent = {
    form: 'confusion',
    classes: ['a', 'b'],
    counts: float64([8, 2, 5, 5], [2, 2])
  };

  it('sums rows, columns and what is right', () => {
    expect(confusionSums(content)).toEqual({
      total: 20,
      right: 13,
      truth: [10, 10],
      answer: [13, 7]
    });
  });

  it('takes shares of what came, and knows none of a class that never came', () => {
    expect(shareAt(content, 0, 1)).toBe(0.2);
    const never = { ...content, counts: float64([8, 2, 0, 0], [2, 2]) };
    expect(shareAt(never, 1, 1)).toBeNaN();
  });

  it('names the commonest mistake, and none where all is right', () => {
    expect(commonestMistake(content)).toEqual({ truth: 1, answer: 0 });
    expect(
      commonestMistake({ ...content, counts: float64([8, 0, 0, 5], [2, 2]) })
    ).toBeNull();
  });
});

describe('text', () => {
  const content: TextContent = {
    form: 'text',
    tokens: ['a', 'b', 'c'],
    promptLength: 1,
    probabilities: float64([NaN, 0.5, 0.125], [3])
  };

  it('takes the perplexity of what was generated, not of the prompt', () => {
    // exp of (ln 2 + ln 8) / 2 = sqrt(2 · 8)
    expect(perplexity(content)).toBeCloseTo(4, 12);
    expect(leastExpected(content)).toBe(2);
    expect(perplexity({ ...content, promptLength: 3 })).toBeNaN();
  });
});
