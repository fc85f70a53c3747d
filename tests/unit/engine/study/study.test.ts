import { forecast } from '../../../../src/engine/study/forecast';
import {
  predict,
  type PredictOptions
} from '../../../../src/engine/study/predict';
import { decodeBundle, encode } from '../../../../src/trace';

const saved = (bundle: object) =>
  decodeBundle(JSON.parse(JSON.stringify(encode(bundle))));

describe('predict', () => {
  const ask = (options: Partial<PredictOptions> = {}) =>
    predict({
      key: 'decay',
      question: 'Draw c.',
      truth: [0, 1, 0.9, 0.81],
      given: 2,
      quantity: { name: 'cell state', range: [0, 1] },
      verdicts: [{ below: 0.1, text: 'Near.' }, { text: 'Far.' }],
      ...options
    });

  it('hides what is to be guessed and shows what is given', () => {
    const bundle = ask().toBundle();
    expect(Array.from(bundle.given?.values ?? [])).toEqual([0, 1, NaN, NaN]);
    expect(bundle.form).toBe('curve');
    expect(bundle.axis).toEqual({ name: 'step', count: 4 });
  });

  it('survives saving, with a last verdict for everything farther', () => {
    const bundle = ask().toBundle();
    expect(saved(bundle)).toEqual(bundle);
    expect(bundle.verdicts[1].below).toBe(Infinity);
  });

  it('asks for one value when the truth is one number', () => {
    const { form, given } = ask({ truth: 0.5, given: undefined }).toBundle();
    expect(form).toBe('value');
    expect(given).toBeUndefined();
  });

  it('refuses a shape that a guess of the form never has', () => {
    const verdicts = [{ shape: 'linear' as const, text: 'A line.' }];
    expect(() => ask({ form: 'bars', given: undefined, verdicts })).toThrow(
      "predict, form 'bars': verdicts[0].shape must be 'flat', 'apart', 'wrongOrder', 'tooLow' or 'tooHigh', got the string 'linear'"
    );
    expect(ask({ verdicts }).toBundle().verdicts[0].shape).toBe('linear');
  });

  it('says in a terminal what to do', () => {
    expect(ask().toString()).toBe(
      'Draw c.\nWrite down your guess of cell state; open the notebook in JupyterLab to draw it and to see the answer.'
    );
  });

  it.each<[Partial<PredictOptions>, string]>([
    [{ key: '' }, "predict: key must be text, got the string ''"],
    [{ truth: [] }, 'predict: truth must hold at least one number'],
    [
      { given: 4 },
      'predict: given must leave something to guess: a whole number from 0 to 3, got 4'
    ],
    [{ given: [1] }, 'predict: given must be as long as truth (4), got 1'],
    [
      {
        purpose: 'marked',
        count: 2,
        given: [0, 1],
        truth: undefined,
        verdicts: undefined
      } as never,
      'predict: given must leave something to guess of the 2, got 2 numbers'
    ],
    [
      { quantity: { name: 'c', range: [1, 0] } },
      'predict: quantity.range must be [lowest, highest]'
    ],
    [
      { quantity: { name: 'c', range: [0, 0.5] } },
      'predict: truth is 1 at position 1, outside quantity.range [0, 0.5]'
    ],
    [
      { axis: { labels: ['a'] } },
      'predict: axis.labels must be one a number (4), got 1'
    ],
    [
      { form: 'line' as never },
      "predict: form must be 'curve', 'bars' or 'value'"
    ],
    [
      { trueth: 1 } as never,
      "predict: there is no option 'trueth' (did you mean 'truth'?)"
    ]
  ])('refuses %j', (options, message) => {
    expect(() => ask(options)).toThrow(message);
  });
});

describe('forecast', () => {
  const view = () =>
    forecast({
      truth: [12, 14, 13],
      labels: ['a', 'b', 'c'],
      stepName: 'day',
      forecasts: [
        {
          name: 'LSTM',
          values: [12, 13, 13],
          error: { name: 'mean error', value: 1 / 3 }
        },
        {
          name: 'same as today',
          values: [11, 12, 14],
          band: { lower: [9, 9, 9], upper: [15, 15, 15], name: '90 %' }
        }
      ],
      quantity: { name: 'high', unit: '°C' }
    });

  it('survives saving', () => {
    const bundle = view().toBundle();
    expect(saved(bundle)).toEqual(bundle);
  });

  it('gives the errors in text', () => {
    expect(view().toString()).toBe(
      'high (°C), 3 days\n  LSTM: mean error 0.33 °C\n  same as today'
    );
  });

  it('says which line has another length', () => {
    expect(() =>
      forecast({
        truth: [1, 2],
        forecasts: [{ name: 'a', values: [1] }],
        quantity: { name: 'x' }
      })
    ).toThrow(
      'forecast: forecasts[0].values must have one number a step (2), got 1'
    );
    expect(() =>
      forecast({ truth: [1], forecasts: [], quantity: { name: 'x' } })
    ).toThrow('forecast: forecasts must be a list of at least one');
  });
});

describe('forecast', () => {
  it('computes errors by name, over the steps with a truth', () => {
    // |1 − 2| = 1 and |4 − 1| = 3: mean 2; root of (1 + 9) / 2 = √5.
    const errorOf = (error: 'mae' | 'rmse' | 'meanAbsoluteError') => {
      const { content } = forecast({
        truth: [1, NaN, 4],
        forecasts: [{ name: 'LSTM', values: [2, 7, 1], error }],
        quantity: { name: 'births' }
      }).toBundle();
      return content.form === 'forecast' ? content.forecasts[0].error : null;
    };
    expect(errorOf('mae')).toEqual({ name: 'mean absolute error', value: 2 });
    expect(errorOf('meanAbsoluteError')).toEqual(errorOf('mae'));
    expect(errorOf('rmse')).toEqual({
      name: 'root mean squared error',
      value: Math.sqrt(5)
    });
  });

  it.each([
    [0, '0 %'],
    [0.00001, '0.001 %'],
    [0.07, '7 %'],
    [0.8, '80 %'],
    [0.975, '97.5 %'],
    [0.999, '99.9 %'],
    [0.99999, '99.999 %'],
    [2 / 3, '66.67 %'],
    [1, '100 %']
  ])('calls a band of the share %s by it', (share, percent) => {
    const { content } = forecast({
      truth: [1],
      forecasts: [{ name: 'a', values: [1], band: { errors: [1, -1], share } }],
      quantity: { name: 'births' }
    }).toBundle();
    expect(content).toMatchObject({
      forecasts: [{ band: { name: `${percent} of its errors` } }]
    });
  });

  it('makes a band of errors made on other data', () => {
    // Sorted −4 … 4 in steps of 2: a tenth of the way is −4 + 0.4 · 2 = −3.2, nine tenths 3.2.
    const view = forecast({
      truth: [10, 20],
      forecasts: [
        {
          name: 'LSTM',
          values: [11, 21],
          band: { errors: [2, -4, 0, NaN, 4, -2] }
        }
      ],
      quantity: { name: 'births' }
    });
    const { content } = view.toBundle();
    if (content.form !== 'forecast') {
      throw new Error('There should be a forecast.');
    }
    const { band } = content.forecasts[0];
    expect(band?.name).toBe('80 % of its errors');
    expect(band?.lower.values[0]).toBeCloseTo(7.8, 12);
    expect(band?.upper.values[1]).toBeCloseTo(24.2, 12);
    expect(() =>
      forecast({
        truth: [1],
        forecasts: [{ name: 'a', values: [1], band: { errors: [NaN] } }],
        quantity: { name: 'births' }
      })
    ).toThrow('forecasts[0].band.errors must hold at least one number');
    expect(() =>
      forecast({
        truth: [1],
        forecasts: [{ name: 'a', values: [1], error: 'rmsd' as never }],
        quantity: { name: 'births' }
      })
    ).toThrow('forecast: error: metrics must be');
  });
});
