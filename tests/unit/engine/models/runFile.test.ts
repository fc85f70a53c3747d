import fc from 'fast-check';
import {
  cell,
  fitScaler,
  gru,
  layers,
  lstm,
  minGru,
  minLstm,
  rnn,
  sequential,
  sLstm,
  initializers
} from '../../../../src/engine';
import { readRun, writeRun } from '../../../../src/engine/models/runFile';
import type { RunOfNetwork } from '../../../../src/engine';

const makers = { gru, lstm, minGru, minLstm, rnn, sLstm };

/** Through a file and back. */
const again = (run: RunOfNetwork) =>
  readRun(JSON.parse(JSON.stringify(writeRun(run))));

/** All that a view reads but the names that a run and its model have by themselves. */
const shown = (run: RunOfNetwork) => {
  const { model, ...rest } = run.toBundle();
  return { ...rest, id: '', model: model && { ...model, id: '' } };
};

describe('a run in a file', () => {
  it.each(Object.entries(makers))(
    'is made again whole for every %s',
    (_, make) => {
      fc.assert(
        fc.property(
          fc.record({
            inputSize: fc.integer({ min: 1, max: 3 }),
            units: fc.integer({ min: 1, max: 4 }),
            seed: fc.integer({ min: 0, max: 99 }),
            dtype: fc.constantFrom('f32' as const, 'f64' as const)
          }),
          fc.integer({ min: 1, max: 5 }),
          fc.boolean(),
          (options, steps, reverse) => {
            const x = Array.from({ length: steps }, (_, step) =>
              Array.from({ length: options.inputSize }, (_, at) =>
                Math.sin(step + at)
              )
            );
            const run = make(options).run(x, {
              reverse,
              title: 'a title',
              stepName: 'day',
              labels: x.map((_, step) => `day ${step}`)
            }) as RunOfNetwork;
            expect(shown(again(run))).toEqual(shown(run));
          }
        ),
        { numRuns: 20 }
      );
    }
  );

  it('keeps weights that came of no seed, and the layout of another framework', () => {
    const network = lstm({
      inputSize: 1,
      units: 2,
      convention: 'pytorch',
      recurrentInitializer: initializers.orthogonal(0.8)
    });
    const run = network.run([1, 0, 0]) as RunOfNetwork;
    expect(shown(again(run))).toEqual(shown(run));
  });

  it('is made again for a model with its tokens', () => {
    const model = sequential(
      [
        layers.embedding({ inputDim: 4, outputDim: 2, inputShape: [null] }),
        layers.gru({ units: 3, returnSequences: true }),
        layers.dense({ units: 1, activation: 'sigmoid' })
      ],
      { seed: 3 }
    );
    const run = model.trace([1, 3, 2], {
      tokens: ['a', 'b', 'c'],
      outputNames: ['P']
    });
    expect(shown(again(run))).toEqual(shown(run));
  });

  it('is made again with the scalers of a forecast, so that it speaks in their units', () => {
    const scaler = fitScaler([[9000], [11000], [12500]]);
    const model = sequential(
      [
        layers.gru({ units: 3, inputShape: [null, 1] }),
        layers.dense({ units: 1 })
      ],
      { seed: 3 }
    );
    const run = model.trace(scaler.apply([[9100], [12000], [10000]]), {
      scaler,
      targetScaler: scaler,
      inputUnit: 'births'
    });
    expect(shown(again(run))).toEqual(shown(run));
    const { options, ...file } = writeRun(run);
    for (const spoiled of [
      { mean: [1], deviation: [0] },
      { mean: [1, 2], deviation: [1] },
      { mean: ['1'], deviation: [1] }
    ]) {
      expect(() =>
        readRun({ ...file, options: { ...options, scaler: spoiled } })
      ).toThrow('mean and deviation must have a finite number each');
    }
    const own = { apply: scaler.apply, invert: scaler.invert };
    expect(() =>
      writeRun(model.trace([[0], [1]], { scaler: own, targetScaler: scaler }))
    ).toThrow('the option scaler must be');
  });

  it.each([
    ['held', (run: RunOfNetwork) => run.clamp({ channel: 'f', value: 1 })],
    [
      'held in part and edited, twice',
      (run: RunOfNetwork) =>
        run
          .clamp({ channel: 'f', value: 0.5, units: [0], steps: [1, 2] })
          .edit({ steps: [0], value: -1 })
          .clamp({ channel: 'i', value: 0 })
    ]
  ])('is made again as it was %s, and can be changed further', (_, change) => {
    const run = change(
      lstm({ inputSize: 1, units: 2, seed: 3 }).run([1, 0, 0]) as RunOfNetwork
    );
    expect(shown(again(run))).toEqual(shown(run));
    const further = (one: RunOfNetwork) => one.edit({ steps: [2], value: 2 });
    expect(shown(further(again(run)))).toEqual(shown(further(run)));
    const clamp = { channel: 'f', value: 1, units: 'all' };
    expect(() =>
      readRun({ ...writeRun(run), changes: { clamps: [clamp] } })
    ).toThrow('units');
  });

  it('is refused by name where a file cannot hold it', () => {
    const one = cell({
      name: 'mine',
      inputSize: 1,
      units: 1,
      state: ['h'],
      parameters: ['W'],
      step: ({ x, h }, { W }) => ({ h: h.add(x.matmul(W)) })
    });
    expect(() => writeRun(one.run([1]) as RunOfNetwork)).toThrow(
      'the network must be one of'
    );
    const run = gru({ inputSize: 1, units: 1 }).run([1], {
      gradientsOf: ({ h }) => h.sum()
    });
    expect(() => writeRun(run as RunOfNetwork)).toThrow(
      'the option gradientsOf must be'
    );
    expect(() => readRun({ version: 2 })).toThrow('a run of version 1');
    expect(() =>
      readRun({
        ...writeRun(gru({ inputSize: 1, units: 1 }).run([1]) as RunOfNetwork),
        network: { kind: 'cell', name: 'constructor', options: {}, weights: {} }
      })
    ).toThrow('network');
  });
});
