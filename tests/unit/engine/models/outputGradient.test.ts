import {
  layers,
  rnn,
  sequential,
  tensor,
  type TwoWayScaler
} from '../../../../src/engine';

const celsius: TwoWayScaler = {
  apply: x =>
    tensor(x)
      .sub(12)
      .mul(1 / 7),
  invert: x => tensor(x).mul(7).add(12)
};
const x = [
  [0.3, -1],
  [1.1, 0.4],
  [-0.6, 0.2],
  [0.9, -0.5]
];
const model = sequential(
  [
    layers.lstm({ units: 3, returnSequences: true, inputShape: [null, 2] }),
    layers.dense({ units: 2 })
  ],
  { seed: 3 }
);
const options = { scaler: celsius, targetScaler: celsius };

describe('the derivative of one output by the input', () => {
  const run = model.trace(x, options);

  it.each([
    [0, 3],
    [1, 1]
  ])('of output %i at step %i is what an edit finds', (output, step) => {
    const found = run.outputGradient({ output, step });
    expect(found.shape).toEqual([4, 2]);
    const answer = (at: number, feature: number, by: number) => {
      const value = celsius.invert(x).at(at).at(feature).item() + by;
      const edited = run.edit({ steps: at, feature, value });
      return celsius.invert(edited.output!).at(step).at(output).item();
    };
    for (let at = 0; at < 4; at++) {
      for (const feature of [0, 1]) {
        const slope =
          (answer(at, feature, 1e-2) - answer(at, feature, -1e-2)) / 2e-2;
        expect(found.at(at).at(feature).item()).toBeCloseTo(slope, 4);
      }
    }
  });

  it('is 0 for what comes after the answer, and not for what came before', () => {
    const found = run.outputGradient({ step: 1 }).toArray<number[][]>();
    expect(found.slice(2)).toEqual([
      [0, 0],
      [0, 0]
    ]);
    expect(
      found
        .slice(0, 2)
        .flat()
        .every(value => value !== 0)
    ).toBe(true);
  });

  it('is of the run with its clamps', () => {
    const shut = run.clamp({ channel: 'o', value: 0, steps: [3] });
    expect(shut.outputGradient().abs().sum().item()).toBe(0);
  });

  it('says what it cannot do', () => {
    expect(() => run.outputGradient({ output: 2 })).toThrow(
      'run.outputGradient: output must be whole numbers from 0 to 1, got the number 2'
    );
    expect(() => run.outputGradient({ step: 4 })).toThrow(
      'step must be whole numbers from 0 to 3, got the number 4'
    );
    expect(() =>
      rnn({ inputSize: 1, units: 1, seed: 1 }).run([1]).outputGradient()
    ).toThrow('only a run of a model has it');
    const once = sequential(
      [
        layers.gru({ units: 2, inputShape: [null, 2] }),
        layers.dense({ units: 1 })
      ],
      { seed: 3 }
    ).trace(x);
    expect(() => once.outputGradient({ step: 1 })).toThrow(
      'step must be one at which the network answers, got 1'
    );
    expect(once.outputGradient().shape).toEqual([4, 2]);
  });
});
