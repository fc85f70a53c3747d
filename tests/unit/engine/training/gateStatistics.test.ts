import { layers, sequential } from '../../../../src/engine';

describe('the gates of an epoch', () => {
  const trained = async (x: number[][]) => {
    const model = sequential(
      [
        layers.embedding({ inputDim: 5, outputDim: 2, maskZero: true }),
        layers.lstm({ units: 2 }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    model.compile({ loss: 'mse', optimizer: 'sgd' });
    const history = await model.fit(x, [1], {
      gateStatistics: true,
      verbose: 0
    });
    return history.epochs[0].gates!;
  };

  it('leave padding out', async () => {
    const padded = await trained([[1, 2, 0, 0, 0]]);
    const cut = await trained([[1, 2]]);
    expect(padded.length).toBeGreaterThan(0);
    padded.forEach(({ mean, low, high, histogram }, at) => {
      expect(mean).toBeCloseTo(cut[at].mean, 6);
      expect(low).toBe(cut[at].low);
      expect(high).toBe(cut[at].high);
      expect(histogram).toEqual(cut[at].histogram);
    });
  });

  it('are zeros over nothing but padding', async () => {
    const [gate] = await trained([[0, 0]]);
    expect(gate.mean).toBe(0);
    expect(gate.histogram.every(share => share === 0)).toBe(true);
  });
});
