import type { RunOfNetwork } from '../../../../src/engine';
import { layers, sequential } from '../../../../src/engine';
import type { Compute } from '../../../../src/engine/models/sequentialOptions';
import { randomTensor } from '../fused/modelSupport';
import { relativeError } from '../fused/support';

// A trace is of the weights that it was made with, though they learn before it is read.
const x = randomTensor([6, 2], 'x');
const y = randomTensor([1, 1], 'y');

const kinds = {
  lstm: () => layers.lstm({ units: 3 }),
  gru: () => layers.gru({ units: 3 }),
  'gru that resets before': () => layers.gru({ units: 3, resetAfter: false }),
  simpleRNN: () => layers.simpleRNN({ units: 3 }),
  "PyTorch's simpleRNN": () =>
    layers.simpleRNN({ units: 3, convention: 'pytorch' })
};

function model(make: () => ReturnType<typeof layers.lstm>, compute: Compute) {
  const made = sequential([make(), layers.dense({ units: 1 })], {
    seed: 5,
    compute
  });
  made.build([null, 2]);
  made.compile({ optimizer: 'sgd', loss: 'mse' });
  return made;
}

function numbersOf(run: RunOfNetwork): Record<string, ArrayLike<number>> {
  const [layer] = run.layers;
  return {
    ...Object.fromEntries(
      [
        layer.gradients,
        layer.weightGradients,
        layer.parameterGradients
      ].flatMap((of, at) =>
        Object.entries(of).map(([name, { values }]) => [
          `${name} ${at}`,
          values
        ])
      )
    ),
    x: run.inputGradient!.values
  };
}

it.each(Object.entries(kinds))(
  'a trace of %s stays what it was while its model learns',
  async (_, make) => {
    const made = model(make as never, 'auto');
    const traceOf = (of: typeof made) => of.trace(x, { target: y.at(0) });
    const learn = () =>
      made.fit(x.reshape([1, 6, 2]), y, { epochs: 3, verbose: 0 });
    for (let round = 0; round < 2; round++) {
      const reference = model(make as never, 'tape');
      reference.setWeights(made.getWeights());
      const expected = numbersOf(traceOf(reference));
      const run = traceOf(made);
      expect(run.layers[0].record.known).toBeDefined();
      await learn();
      const found = numbersOf(run);
      for (const [name, values] of Object.entries(expected)) {
        expect([name, relativeError(found[name], values) < 1e-5]).toEqual([
          name,
          true
        ]);
      }
    }
  }
);
