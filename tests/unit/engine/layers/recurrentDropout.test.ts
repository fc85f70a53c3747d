import fc from 'fast-check';
import type { Layer } from '../../../../src/engine';
import { layers, optimizers, random, sequential } from '../../../../src/engine';
import type { Pass } from '../../../../src/engine/layers/layer';
import type { RecurrentLayer } from '../../../../src/engine/layers/recurrent';
import { seededPass } from '../../../../src/engine/models/seededPass';
import { ones, tensor, zeros } from '../../../../src/engine/tensor/making';

// As many units as features: one mask would fit in the other's place.
const WIDTH = 4;
const both = { units: WIDTH, dropout: 0.5, recurrentDropout: 0.5, seed: 3 };
const makers: Record<string, () => RecurrentLayer> = {
  'plain layer': () => layers.simpleRNN(both),
  LSTM: () => layers.lstm(both),
  GRU: () => layers.gru(both)
};
const stream = random(4, 'x');
const x = tensor(
  Float64Array.from({ length: 3 * 5 * WIDTH }, () => stream.normal()),
  { shape: [3, 5, WIDTH] }
);

/** A pass that drops all of what is left out for one purpose, and nothing else. */
const droppingAll = (of: 'input' | 'recurrent' | null): Pass => ({
  training: true,
  dropoutMask: (_layer, purpose, _rate, shape, dtype) =>
    (purpose === of ? zeros : ones)(shape, { dtype })
});

describe.each(Object.entries(makers))(
  'the dropout of inputs and of states of a %s',
  (_, make) => {
    const layer = make();
    layer.name = 'layer';
    layer.build([null, WIDTH], { seed: 3, dtype: 'f64' });
    const output = (of: Parameters<typeof droppingAll>[0], values = x) =>
      layer.output({ values }, droppingAll(of)).output.values.toArray();

    it('are masks of their own: all of the input dropped is an input of zeros', () => {
      expect(output('input')).toEqual(output(null, x.mul(0)));
    });

    it('are masks of their own: all of the state dropped is a cell without U', () => {
      const dropped = output('recurrent');
      expect(dropped).not.toEqual(output('input'));
      const before = layer.cell.getWeights();
      layer.cell.setWeights({
        ...before,
        recurrentKernel: before.recurrentKernel.mul(0)
      });
      expect(output(null)).toEqual(dropped);
      layer.cell.setWeights(before);
    });
  }
);

it('draws another mask for each purpose, layer and batch', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(1000), (seed, step) => {
      const mask = (
        layer: string,
        purpose: 'input' | 'recurrent',
        at: number
      ) =>
        seededPass(seed, true, at)
          .dropoutMask(layer, purpose, 0.5, [64], 'f64')
          .values.join();
      const drawn = [
        mask('lstm', 'input', step),
        mask('lstm', 'recurrent', step),
        mask('lstm_1', 'input', step),
        mask('lstm', 'input', step + 1)
      ];
      expect(new Set(drawn).size).toBe(drawn.length);
    })
  );
});

it.each(Object.entries(makers))(
  'drops the same in the kernels as on the tape: %s',
  async (_, make) => {
    const losses = async (compute: 'tape' | 'fused') => {
      const stack: Layer[] = [make(), layers.dense({ units: 1 })];
      const model = sequential(stack, { seed: 2, compute });
      model.compile({ optimizer: optimizers.adam(), loss: 'mse' });
      const y = [[0.5], [-1], [0.25]];
      const { batchLosses } = await model.fit(x, y, {
        epochs: 4,
        batchSize: 3,
        verbose: 0
      });
      return batchLosses;
    };
    const [tape, fused] = [await losses('tape'), await losses('fused')];
    fused.forEach((loss, at) => expect(loss).toBeCloseTo(tape[at], 4));
  }
);
