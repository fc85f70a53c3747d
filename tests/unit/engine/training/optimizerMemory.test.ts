import fc from 'fast-check';
import type { Callback, Optimizer, Sequential } from '../../../../src/engine';
import {
  callbacks,
  layers,
  loadModel,
  optimizers,
  schedules,
  sequential,
  tensor,
  zeros
} from '../../../../src/engine';
import { restoreOptimizer } from '../../../../src/engine/training/optimizerFile';
import { gradients } from '../../../../src/engine/tensor/tape';
import type { Tensor } from '../../../../src/engine/tensor/tensor';
import { memoryFiles } from '../memoryFiles';

// What an optimizer remembers belongs to the variable of which it is, whoever makes the steps.

const x = [0, 1, 2, 3].map(example =>
  [0, 1, 2].map(step => [Math.sin(example + 2 * step)])
);
const y = [1, -1, 0.5, 2];

const makers: Readonly<Record<string, () => Optimizer>> = {
  adam: () => optimizers.adam({ learningRate: 0.01 }),
  momentum: () => optimizers.sgd({ learningRate: 0.05, momentum: 0.9 }),
  rmsprop: () => optimizers.rmsprop({ momentum: 0.5 }),
  adagrad: () => optimizers.adagrad({ learningRate: 0.1 })
};
const kinds = Object.keys(makers);

function modelOf(
  kind: string,
  compute: 'auto' | 'tape',
  units: readonly [number, number] = [2, 3]
): Sequential {
  const model = sequential(
    [
      layers.gru({
        units: units[0],
        returnSequences: true,
        inputShape: [null, 1]
      }),
      layers.gru({ units: units[1] }),
      layers.dense({ units: 1 })
    ],
    { seed: 1, compute }
  );
  model.compile({ loss: 'meanSquaredError', optimizer: makers[kind]() });
  return model;
}

const fit = (
  model: Sequential,
  epochs: number,
  ...callback: readonly Callback[]
): Promise<unknown> =>
  model.fit(x, y, { epochs, batchSize: 4, verbose: 0, callbacks: callback });

const numbers = ({ variables }: Sequential): number[][] =>
  variables.map(({ tensor }) => Array.from(tensor.values));

/** The largest difference of two models' weights. */
const apart = (one: Sequential, other: Sequential): number =>
  Math.max(
    ...numbers(one).flatMap((values, at) =>
      values.map((value, index) => Math.abs(value - numbers(other)[at][index]))
    )
  );

const setTrainable = ({ layers: all }: Sequential, which: readonly boolean[]) =>
  all.forEach((layer, at) => {
    layer.trainable = which[at];
  });

describe.each(kinds)('%s', kind => {
  it('gives each layer its own memory, whichever learn from one fit to the next', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            epochs: fc.integer({ min: 1, max: 3 }),
            learns: fc
              .tuple(fc.boolean(), fc.boolean(), fc.boolean())
              .filter(which => which.includes(true))
          }),
          { minLength: 2, maxLength: 4 }
        ),
        fc.boolean(),
        async (fits, inCallback) => {
          // By torch's rule: each parameter has its own state and its own count of steps.
          const byLayer = modelOf(kind, 'tape');
          const memories = byLayer.layers.map(() => makers[kind]());
          const models = [modelOf(kind, 'auto'), modelOf(kind, 'tape')];
          for (const { epochs, learns } of fits) {
            for (let epoch = 0; epoch < epochs; epoch++) {
              const gradients = gradientsOf(byLayer);
              byLayer.layers.forEach((layer, at) => {
                if (learns[at]) {
                  const own = layer.variables;
                  memories[at].apply(
                    own,
                    own.map(({ tensor }) => gradients.get(tensor)!)
                  );
                }
              });
              byLayer.changed();
            }
          }
          for (const model of models) {
            if (inCallback) {
              const all = fits.flatMap(({ epochs, learns }) =>
                new Array<readonly boolean[]>(epochs).fill(learns)
              );
              setTrainable(model, all[0]);
              await fit(model, all.length, {
                onEpochEnd: epoch =>
                  setTrainable(model, all[epoch + 1] ?? all[0])
              });
            } else {
              for (const { epochs, learns } of fits) {
                setTrainable(model, learns);
                await fit(model, epochs);
              }
            }
            expect(apart(model, byLayer)).toBeLessThan(2e-5);
          }
        }
      ),
      { numRuns: 12 }
    );
  });

  it.each(['auto', 'tape'] as const)(
    'goes on from a file that is written while it trains, by %s',
    async compute => {
      memoryFiles();
      const whole = modelOf(kind, compute);
      await fit(whole, 5, {
        async onEpochEnd(epoch) {
          if (epoch === 2) {
            await whole.save('cut');
          }
        }
      });
      const read = await loadModel('cut');
      const before = read.compiled!.optimizer.state();
      expect(before.slots).toHaveLength(whole.variables.length);
      await read.fit(x, y, {
        epochs: 5,
        initialEpoch: 3,
        batchSize: 4,
        verbose: 0
      });
      expect(numbers(read)).toEqual(numbers(whole));
    }
  );

  it.each(['auto', 'tape'] as const)(
    'is kept in a file of a layer that is frozen meanwhile, by %s',
    async compute => {
      for (const way of ['save', 'checkpoint'] as const) {
        const files = memoryFiles();
        const model = modelOf(kind, compute);
        // The last layer never learns before the file is written.
        setTrainable(model, [true, true, false]);
        await fit(model, 3);
        setTrainable(model, [true, false, false]);
        await fit(model, 2, {
          onEpochEnd(epoch, _, { checkpoint }) {
            if (epoch === 1) {
              files.set('checkpoint', checkpoint());
            }
          }
        });
        await model.save('save');
        const read =
          way === 'save' ? await loadModel('save') : modelOf(kind, compute);
        if (way === 'checkpoint') {
          setTrainable(read, [true, false, false]);
          await read.fit(x, y, {
            epochs: 2,
            batchSize: 4,
            verbose: 0,
            resumeFrom: 'checkpoint'
          });
        }
        for (const each of [model, read]) {
          setTrainable(each, [false, true, true]);
          await fit(each, 3);
        }
        expect(numbers(read)).toEqual(numbers(model));
      }
    }
  );

  it('is put back and forgotten in a callback, by the kernels as on the tape', async () => {
    for (const act of ['reset', 'restore'] as const) {
      const [kernels, tape] = await Promise.all(
        (['auto', 'tape'] as const).map(async compute => {
          const model = modelOf(kind, compute);
          let kept: ReturnType<Optimizer['state']>;
          await fit(model, 5, {
            onEpochEnd(epoch, _, { optimizer }) {
              if (epoch === 1) {
                kept = optimizer.state();
              } else if (epoch === 3) {
                if (act === 'reset') {
                  optimizer.reset();
                } else {
                  optimizer.restore(kept);
                }
              }
            }
          });
          return model;
        })
      );
      expect(apart(kernels, tape)).toBeLessThan(2e-5);
    }
  });
});

/** Derivatives of the loss over all examples, by the weight's tensor. */
function gradientsOf(model: Sequential): Map<Tensor, Tensor> {
  const variables = model.variables;
  const outputs = model.forward(tensor(x), model.passFor(true, 0));
  const loss = outputs.values.reshape([4]).sub(tensor(y)).square().mean();
  const found = gradients(
    loss,
    variables.map(each => each.tensor)
  );
  return new Map(variables.map((each, at) => [each.tensor, found[at]]));
}

it('tells of a state that is of other variables, rather than take it', async () => {
  const optimizer = optimizers.adam();
  const model = modelOf('adam', 'auto');
  await fit(model, 1);
  optimizer.restore(model.compiled!.optimizer.state());
  const other = modelOf('adam', 'auto', [3, 3]);
  other.compile({ loss: 'meanSquaredError', optimizer });
  await expect(fit(other, 1)).rejects.toThrow(
    'the state that was restored must hold 2 arrays for each variable that learns, of'
  );
});

it('takes no checkpoint of another optimizer, and in the middle of an epoch none of other batches', async () => {
  const files = memoryFiles();
  const model = modelOf('adam', 'auto');
  await model.fit(x, y, {
    epochs: 1,
    batchSize: 2,
    verbose: 0,
    callbacks: [
      {
        onBatchEnd(batch, _, control) {
          if (batch === 0) {
            files.set('middle', control.checkpoint());
          }
        }
      }
    ]
  });
  const going = (kind: string, batchSize: number) =>
    modelOf(kind, 'auto').fit(x, y, {
      epochs: 1,
      batchSize,
      verbose: 0,
      resumeFrom: 'middle'
    });
  for (const kind of kinds.filter(each => each !== 'adam')) {
    await expect(going(kind, 2)).rejects.toThrow(
      "the optimizer that the file is of, 'adam', got"
    );
  }
  await expect(going('adam', 4)).rejects.toThrow(
    'which saw 2 examples of an epoch in 1 batches, got 4'
  );
  await expect(going('adam', 2)).resolves.toBeDefined();
});

it('goes on from the last batch of an epoch, which may be shorter', async () => {
  const files = memoryFiles();
  const options = { epochs: 2, batchSize: 3, verbose: 0 } as const;
  const whole = modelOf('adam', 'auto');
  await whole.fit(x, y, {
    ...options,
    callbacks: [
      {
        onBatchEnd(batch, _, control) {
          if (batch === 1 && !files.has('last')) {
            files.set('last', control.checkpoint());
          }
        }
      }
    ]
  });
  const other = modelOf('adam', 'auto');
  await other.fit(x, y, { ...options, resumeFrom: 'last' });
  expect(numbers(other)).toEqual(numbers(whole));
});

it.each([
  callbacks.learningRateScheduler(() => 0.1),
  callbacks.reduceLearningRateOnPlateau({ monitor: 'loss' })
])('lets no callback set a rate that a schedule has', async callback => {
  const model = modelOf('adam', 'auto');
  const optimizer = optimizers.adam({
    learningRate: schedules.step({ initialLearningRate: 0.1, decaySteps: 1 })
  });
  model.compile({ loss: 'meanSquaredError', optimizer });
  await expect(fit(model, 2, callback)).rejects.toThrow(
    "learningRate is the schedule's, 'step'"
  );
  expect(optimizer.iterations).toBe(0);
});

it('of a file of the time before its name is left out where it does not fit', () => {
  const slots = {
    'optimizer/0/0': tensor([1, 2]),
    'optimizer/0/1': tensor([3, 4])
  };
  const entry = { iterations: 7, learningRate: 0.5, slots: 1 };
  for (const [size, remembers] of [
    [2, true],
    [3, false]
  ] as const) {
    const optimizer = optimizers.adam();
    const trainable = [
      { name: 'w', tensor: zeros([size]) }
    ] as unknown as Sequential['trainable'];
    const model = { trainable, variables: trainable };
    restoreOptimizer('loadModel', optimizer, model, slots, entry);
    expect(optimizer.iterations).toBe(7);
    expect(
      optimizer
        .state()
        .slots.flat()
        .some(each => each.includes(2))
    ).toBe(remembers);
    // With its name it is of other variables.
    const named = { ...entry, name: 'adam' };
    const restore = () =>
      restoreOptimizer('loadModel', optimizers.adam(), model, slots, named);
    if (remembers) {
      expect(restore).not.toThrow();
    } else {
      expect(restore).toThrow('must hold 2 arrays');
    }
  }
});
