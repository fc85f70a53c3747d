import {
  add,
  cell,
  gru,
  layers,
  matmul,
  optimizers,
  sequential,
  tanh
} from '../../../../src/engine';
import { randomTensor } from '../fused/modelSupport';

const mine = (inputSize = 1) =>
  cell({
    name: 'mine',
    inputSize,
    units: 3,
    state: ['h'],
    parameters: ['W', 'U', 'b'],
    step: ({ x, h }, { W, U, b }) => ({
      h: tanh(add(matmul(x, W), matmul(h, U), b))
    }),
    seed: 5
  });
const x = randomTensor([4, 5, 1], 'x');
const y = [1, 0, 1, 0];

describe('a layer from a cell that is made already', () => {
  it('trains the weights of that cell', async () => {
    const own = mine();
    const before = own.run([1, 2]).h.toArray();
    const model = sequential(
      [layers.recurrent({ cell: own }), layers.dense({ units: 1 })],
      { seed: 1 }
    );
    model.build([null, 1]);
    expect(model.cells[0]).toBe(own);
    expect(own.run([1, 2]).h.toArray()).toEqual(before);
    model.compile({
      loss: 'mse',
      optimizer: optimizers.adam({ learningRate: 0.05 })
    });
    const history = await model.fit(x, y, { epochs: 40, verbose: 0 });
    expect(history.last.loss).toBeLessThan(0.5 * history.epochs[0].logs.loss);
    expect(own.run([1, 2]).h.toArray()).not.toEqual(before);
    expect(model.trace([1, 2]).layers[0].channels.h.toArray()).toEqual(
      own.run([1, 2]).h.toArray()
    );
  });

  it('answers as the same step written into the layer', () => {
    const own = mine();
    const made = sequential([layers.recurrent({ units: 3, cell: own })]);
    const { name, step } = own.definition;
    const written = sequential([
      layers.recurrent({
        units: 3,
        cell: { name, state: ['h'], parameters: ['W', 'U', 'b'], step }
      })
    ]);
    written.build([null, 1]);
    written.setWeights(Object.values(own.getWeights()));
    expect(made.predict(x).toArray()).toEqual(written.predict(x).toArray());
  });

  it('takes the built-in cells, too, with which a network computes in f32', () => {
    const own = gru({ inputSize: 1, units: 2, seed: 3 });
    const model = sequential([
      layers.recurrent({ cell: own, returnSequences: true })
    ]);
    const right = own.run([1, 2, 3]).h.values;
    model.predict([[1, 2, 3]]).values.forEach((value, at) => {
      expect(value).toBeCloseTo(right[at], 6);
    });
  });

  it('has other weights in the other direction', () => {
    const model = sequential([
      layers.bidirectional({ layer: layers.recurrent({ cell: mine() }) })
    ]);
    model.build([null, 1]);
    const {
      'bidirectional/forward/W': forward,
      'bidirectional/backward/W': backward
    } = model.getWeights();
    expect(forward.toArray()).not.toEqual(backward.toArray());
  });

  it('says which sizes do not fit', () => {
    expect(() => layers.recurrent({ cell: mine(), units: 4 })).toThrow(
      'layers.recurrent: units is the number 4, but the cell mine has 3'
    );
    expect(() =>
      sequential([layers.recurrent({ cell: mine(2) })]).predict(x)
    ).toThrow(
      'layers.recurrent: the cell mine has inputSize 2, but what comes before gives 1'
    );
  });
});
