import { layers, lstm, sequential } from '../../../../src/engine';
import { comparisonOf } from '../../../../src/kernel/live/comparisonOf';

const signal = [
  [0.1, 0],
  [0.5, 1],
  [-0.3, 0]
];

describe('comparisonOf', () => {
  it('says of a trained network how its loss went and how long an epoch took', async () => {
    const model = sequential(
      [layers.gru({ units: 3 }), layers.dense({ units: 1 })],
      { seed: 1 }
    );
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    await model.fit([signal, signal], [[0.2], [0.4]], { epochs: 3 });
    const trained = model.trace(signal, { target: [0.2] });
    const plain = lstm({ inputSize: 2, units: 3, seed: 2 }).run(signal);
    const { rows } = comparisonOf([trained, plain]).toBundle();
    expect(rows[0].training?.training.values).toHaveLength(3);
    expect(Array.from(rows[0].training!.training.values)).toEqual(
      model.history?.history.loss
    );
    expect(rows[0].secondsPerEpoch).toBeGreaterThan(0);
    expect(rows[0].loss?.value).toBeGreaterThanOrEqual(0);
    expect(rows[1].training).toBeUndefined();
    expect(rows[1].secondsPerEpoch).toBeUndefined();
  });

  it('refuses a single run and runs of different lengths', () => {
    const cell = lstm({ inputSize: 2, units: 3, seed: 2 });
    expect(() => comparisonOf([cell.run(signal)])).toThrow(
      'two to four runs can be compared, got 1'
    );
    expect(() =>
      comparisonOf([cell.run(signal), cell.run(signal.slice(1))])
    ).toThrow('3 and 2 steps');
  });
});
