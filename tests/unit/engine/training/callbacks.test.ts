import type { Callback } from '../../../../src/engine';
import {
  callbacks,
  layers,
  loadModel,
  optimizers,
  sequential
} from '../../../../src/engine';
import { memoryFiles } from '../memoryFiles';

/** The rates after each epoch, when these are the scores of the epochs. */
async function rated(
  scores: readonly number[],
  callback: Callback
): Promise<readonly number[]> {
  const optimizer = optimizers.sgd({ learningRate: 1 });
  const control = { optimizer, checkpoint: () => new Uint8Array(1) };
  const rates: number[] = [];
  for (const [epoch, score] of scores.entries()) {
    await callback.onEpochEnd!(epoch, { score }, control as never);
    rates.push(optimizer.learningRate);
  }
  return rates;
}

describe('a plateau in the convention of PyTorch', () => {
  // By torch.optim.lr_scheduler.ReduceLROnPlateau(patience=0, threshold=0.1, factor=0.5) of PyTorch 2.13.
  it.each([
    ['min', [-1, -1.05, -0.95, -1.2], [1, 1, 1, 1]],
    ['max', [1, 1.05, 0.95, 1.2], [1, 0.5, 0.25, 0.25]],
    ['max', [-1, -1.05, -0.95, -0.5], [1, 1, 1, 1]]
  ] as const)(
    'takes a share of the best with its sign: %s',
    async (mode, values, rates) => {
      expect(
        await rated(
          values,
          callbacks.reduceLearningRateOnPlateau({
            monitor: 'score',
            mode,
            convention: 'pytorch',
            patience: 0,
            minDelta: 0.1,
            factor: 0.5
          })
        )
      ).toEqual(rates);
    }
  );
});

describe('a checkpoint', () => {
  it('of the best alone is never of a number that is none', async () => {
    const files = memoryFiles();
    await rated(
      [NaN, 5, 4, 9, NaN, 3],
      callbacks.checkpoint({
        path: 'best-{epoch}-of-{epoch}',
        monitor: 'score',
        mode: 'min',
        saveBestOnly: true
      })
    );
    expect([...files.keys()]).toEqual([
      'best-2-of-2',
      'best-3-of-3',
      'best-6-of-6'
    ]);
  });

  it('looks with every at these epochs alone', async () => {
    const files = memoryFiles();
    await rated(
      [1, 5, 0, 4],
      callbacks.checkpoint({
        path: '{epoch}',
        monitor: 'score',
        mode: 'min',
        saveBestOnly: true,
        every: 2
      })
    );
    expect([...files.keys()]).toEqual(['2', '4']);
  });
});

it('a saved model keeps the rate that it was set to before its first epoch', async () => {
  memoryFiles();
  const model = sequential([layers.dense({ units: 1, inputShape: [1] })], {
    seed: 1
  });
  model.compile({ loss: 'mse', optimizer: 'adam' });
  model.compiled!.optimizer.learningRate = 0.5;
  await model.save('set.safetensors');
  const again = await loadModel('set.safetensors');
  expect(again.compiled!.optimizer.learningRate).toBe(0.5);
});
