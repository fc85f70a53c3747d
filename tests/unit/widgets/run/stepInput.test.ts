import { fitScaler, layers, sequential } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { inputWords } from '../../../../src/views/cell/cellWords';
import { untranslated } from '../../../../src/scene/words/translate';
import { stepInput } from '../../../../src/views/run/stepInput';

const celsius = [[20.6], [31.1], [7], [12.5]];

function weather(): Trace {
  const scaler = fitScaler(celsius);
  const model = sequential(
    [
      layers.lstm({ units: 3, returnSequences: true, inputShape: [null, 1] }),
      layers.lstm({ units: 2 })
    ],
    { seed: 4 }
  );
  return model
    .trace(scaler.apply(celsius), { scaler, inputUnit: '°C' })
    .toBundle();
}

describe('what enters a layer', () => {
  const trace = weather();
  const [first, second] = trace.layers;

  it('is the scaled number that W multiplies, with the measured one beside it', () => {
    const { multiplied, from } = stepInput(trace, first, 1);
    const mean = (20.6 + 31.1 + 7 + 12.5) / 4;
    const deviation = Math.sqrt(
      celsius.reduce((sum, [each]) => sum + (each - mean) ** 2, 0) / 4
    );
    expect(multiplied?.[0]).toBeCloseTo((31.1 - mean) / deviation, 5);
    expect(from).toEqual({ kind: 'quantity', values: [Math.fround(31.1)] });
  });

  it('gives W x in one proportion at every step', () => {
    const term = first.channels.find(({ name }) => name === 'W_f x')!;
    const weights = celsius.map(
      (_, step) =>
        term.array.values[step * 3] /
        (stepInput(trace, first, step).multiplied?.[0] ?? NaN)
    );
    for (const weight of weights) {
      expect(weight).toBeCloseTo(weights[0], 5);
    }
  });

  it('is h of the layer below, number by number', () => {
    const { multiplied, from } = stepInput(trace, second, 2);
    const h = first.channels.find(({ name }) => name === 'h')!;
    expect(multiplied).toHaveLength(3);
    // Recorded by another computation of the same sums.
    multiplied?.forEach((value, unit) =>
      expect(value).toBeCloseTo(h.array.values[6 + unit], 6)
    );
    expect(from).toEqual({ kind: 'layer', names: [first.name], step: null });
  });

  it('is read on the wire: scaled, then where it comes from', () => {
    expect(inputWords(trace, first, 1, untranslated)).toEqual({
      wire: '1.47',
      note: 'scaled from 31.10 °C'
    });
  });

  it('is the embedding of a token', () => {
    const model = sequential(
      [
        layers.embedding({ inputDim: 5, outputDim: 2 }),
        layers.gru({ units: 2 })
      ],
      { seed: 1 }
    );
    const run = model.trace([3, 1], { tokens: ['not', 'good'] }).toBundle();
    const { multiplied, from } = stepInput(run, run.layers[0], 0);
    expect(multiplied).toHaveLength(2);
    expect(from).toEqual({ kind: 'token', label: 'not' });
  });

  it('is the input as it stands where nothing scaled it', () => {
    const model = sequential(
      [layers.simpleRNN({ units: 2, inputShape: [null, 1] })],
      { seed: 1 }
    );
    const run = model.trace([[0.5], [2]]).toBundle();
    expect(stepInput(run, run.layers[0], 1)).toEqual({
      multiplied: [2],
      from: null
    });
    expect(run.layers[0].entering).toBeUndefined();
  });
});
