import type { Compute } from '../../../../src/engine/models/sequentialOptions';
import type { LossName } from '../../../../src/engine/training/losses';
import { layers } from '../../../../src/engine/layers/layers';
import { sequential } from '../../../../src/engine/models/sequential';
import { optimizers } from '../../../../src/engine/training/optimizers';
import { randomTensor } from '../fused/modelSupport';
import { relativeError } from '../fused/support';

const oneHot = Array.from({ length: 10 }, (_, row) =>
  [0, 1, 2].map(k => Number(row % 3 === k))
);
const ids = Array.from({ length: 10 }, (_, row) => row % 3);

function model(
  compute: Compute,
  units: number,
  loss: LossName,
  perStep = false
) {
  const made = sequential(
    [
      layers.lstm({ units: 3, returnSequences: perStep }),
      layers.dense({
        units,
        activation: loss.endsWith('Crossentropy')
          ? units === 1
            ? 'sigmoid'
            : 'softmax'
          : 'linear'
      })
    ],
    { seed: 1, compute }
  );
  // Plain steps, so that an importance that is off shows in the weights.
  made.compile({ loss, optimizer: optimizers.sgd({ learningRate: 0.5 }) });
  return made;
}

const x = randomTensor([10, 4, 2], 'x');
const paths: Compute[] = ['tape', 'fused'];

describe.each(paths)('targets of another width than the answer (%s)', path => {
  it.each([
    [
      'one-hot targets for sparse cross-entropy',
      'sparseCategoricalCrossentropy' as const,
      oneHot,
      'one class id for each row of the output [10, 3], so have shape [10], got [10, 3] (one-hot truths go with categoricalCrossentropy)'
    ],
    [
      'class ids for cross-entropy of distributions',
      'categoricalCrossentropy' as const,
      ids,
      'the truth has shape [10], but the output [10, 3]'
    ],
    [
      'one number for three outputs',
      'meanSquaredError' as const,
      ids,
      'the truth has shape [10], but the output [10, 3]'
    ]
  ])('are refused in words: %s', async (_, loss, y, words) => {
    const own = model(path, 3, loss);
    await expect(own.fit(x, y, { verbose: 0 })).rejects.toThrow(words);
    await expect(own.evaluate(x, y)).rejects.toThrow(words);
  });

  it('do not mind axes of extent 1', async () => {
    const y = Array.from({ length: 10 }, (_, at) => at / 10);
    const flat = model(path, 1, 'meanSquaredError');
    const wide = model(path, 1, 'meanSquaredError');
    await flat.fit(x, y, { verbose: 0 });
    await wide.fit(
      x,
      y.map(value => [[value]]),
      { verbose: 0 }
    );
    expect(wide.history!.batchLosses).toEqual(flat.history!.batchLosses);
  });
});

describe('importances of classes at each step', () => {
  const steps = [0, 1, 2, 3];
  it.each([
    [
      'one output',
      'binaryCrossentropy' as const,
      1,
      ids.map(id => steps.map(t => (id + t) % 2))
    ],
    [
      'class ids',
      'sparseCategoricalCrossentropy' as const,
      3,
      ids.map(id => steps.map(t => (id + t) % 3))
    ],
    [
      'one-hot targets',
      'categoricalCrossentropy' as const,
      3,
      ids.map(id => steps.map(t => oneHot[(id + t) % 3]))
    ]
  ])('count by the class of the step: %s', async (_, loss, units, y) => {
    const trained = async (
      path: Compute,
      classWeight: Record<number, number>
    ) => {
      const own = model(path, units, loss, true);
      const history = await own.fit(x, y, {
        epochs: 3,
        classWeight,
        verbose: 0
      });
      return history.batchLosses;
    };
    const weights: Record<number, number> =
      units > 1 ? { 0: 0.1, 1: 4, 2: 2 } : { 0: 0.1, 1: 4 };
    const tape = await trained('tape', weights);
    expect(relativeError(await trained('fused', weights), tape)).toBeLessThan(
      1e-5
    );
    expect(await trained('tape', {})).not.toEqual(tape);
    expect(
      relativeError(
        await trained(
          'tape',
          units > 1 ? { 0: 2, 1: 2, 2: 2 } : { 0: 2, 1: 2 }
        ).then(([first]) => [first]),
        await trained('tape', {}).then(([first]) => [2 * first])
      )
    ).toBeLessThan(1e-12);
  });
});
