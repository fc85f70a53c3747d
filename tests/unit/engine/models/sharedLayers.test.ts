import type { Layer, Sequential } from '../../../../src/engine';
import { layers, sequential } from '../../../../src/engine';
import { memoryFiles } from '../memoryFiles';

const x = [
  [1, 2, 3],
  [3, 2, 1]
];
const y = [4, 0];

const numbers = (model: Sequential) =>
  Object.values(model.getWeights()).map(weight => weight.toArray());

async function trainedStack(): Promise<Layer[]> {
  const stack = [layers.gru({ units: 3 }), layers.dense({ units: 1 })];
  const model = sequential(stack, { seed: 1 });
  model.compile({ loss: 'mse' });
  await model.fit(x, y, { epochs: 3, verbose: 0 });
  return stack;
}

describe('a layer in a second model', () => {
  it('keeps the weights that it was trained to, in both', async () => {
    const stack = await trainedStack();
    const first = sequential(stack);
    first.build([null, 1]);
    const before = numbers(first);
    const answer = first.predict(x).toArray();
    const second = sequential([stack[0], layers.dense({ units: 2 })], {
      seed: 9
    });
    second.build([null, 1]);
    expect(numbers(first)).toEqual(before);
    expect(numbers(second).slice(0, 3)).toEqual(before.slice(0, 3));
    expect(first.predict(x).toArray()).toEqual(answer);
  });

  it('brings to the first model what it learned in the second', async () => {
    for (const at of [0, 1]) {
      const stack = await trainedStack();
      const first = sequential(stack);
      first.predict(x);
      const second = sequential(
        at === 0
          ? [stack[0], layers.dense({ units: 1 })]
          : [layers.gru({ units: 3 }), stack[1]]
      );
      second.compile({ loss: 'mse', optimizer: 'sgd' });
      await second.fit(x, y, { epochs: 5, verbose: 0 });
      const onTape = sequential(stack, { compute: 'tape' });
      expect(
        onTape.predict(x).sub(first.predict(x)).abs().max().item()
      ).toBeLessThan(1e-5);
    }
  });

  it('is not built anew by a second build', () => {
    const model = sequential([layers.dense({ units: 1 })], { seed: 1 });
    model.build([2]);
    model.setWeights([[[7], [8]], [9]]);
    model.build([2]);
    expect(numbers(model)).toEqual([[[7], [8]], [9]]);
  });

  it('is refused for an input of another width, with its weights whole', async () => {
    const [recurrent] = await trainedStack();
    const before = recurrent.variables.map(({ tensor }) => tensor.toArray());
    const other = sequential([recurrent, layers.dense({ units: 1 })]);
    expect(() => other.build([null, 2])).toThrow(
      "layer 'gru' has weights for an input of shape [B, T, 1], so it cannot take [B, T, 2]; make a new layer"
    );
    expect(recurrent.variables.map(({ tensor }) => tensor.toArray())).toEqual(
      before
    );
  });

  it('keeps its name, so that the first model still finds it', async () => {
    const stack = [
      layers.gru({ units: 2, returnSequences: true }),
      layers.gru({ units: 2 })
    ];
    const first = sequential(stack);
    first.predict(x);
    sequential([stack[1]]);
    expect(first.layers.map(({ name }) => name)).toEqual(['gru', 'gru_1']);
    const other = sequential([layers.gru({ units: 2, returnSequences: true })]);
    expect(() => sequential([stack[0], other.layers[0]])).toThrow(
      "two layers are called 'gru'; give layers of other models a name"
    );
  });
});

describe('the same layer twice in one model', () => {
  it('is refused', () => {
    const twice = layers.dense({ units: 2 });
    expect(() => sequential([twice, twice])).toThrow(
      'sequential: layers[1] is the same layer as layers[0]; make one for each place'
    );
  });

  it('is refused inside other layers, too', () => {
    const twice = layers.dense({ units: 2 });
    const model = sequential([twice, layers.timeDistributed({ layer: twice })]);
    expect(() => model.build([3, 2])).toThrow(
      "'dense' and 'time_distributed' hold the same layer"
    );
  });
});

describe('weights that are no numbers', () => {
  const broken = () => {
    const model = sequential([layers.dense({ units: 1 })], { seed: 1 });
    model.build([2]);
    model.variables[0].tensor.values[1] = NaN;
    return model;
  };

  it('are not written into a file that could not be read', async () => {
    const files = memoryFiles();
    await expect(broken().save('a')).rejects.toThrow(
      'model.save: the weight dense/kernel holds NaN'
    );
    await expect(broken().saveWeights('a')).rejects.toThrow(
      'model.saveWeights: the weight dense/kernel holds NaN'
    );
    expect(files.size).toBe(0);
  });

  it('do not come from an initializer', () => {
    const model = sequential([
      layers.dense({
        units: 1,
        kernelInitializer: shape =>
          new Float64Array(shape[0] * shape[1]).fill(NaN)
      })
    ]);
    expect(() => model.build([2])).toThrow(
      'kernel: its initializer must return finite numbers, got the number NaN at position 0'
    );
    const recurrent = sequential([
      layers.gru({
        units: 2,
        biasInitializer: () => new Float64Array(12).fill(Infinity)
      })
    ]);
    expect(() => recurrent.build([null, 1])).toThrow('finite numbers');
  });
});
