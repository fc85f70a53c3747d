import type { Layer, Sequential } from '../../../../src/engine';
import { layers, losses, sequential } from '../../../../src/engine';
import type { Compute } from '../../../../src/engine/models/sequentialOptions';
import { gateStatistics } from '../../../../src/engine/training/gateStatistics';
import { weightStatistics } from '../../../../src/engine/training/weightStatistics';
import { randomTensor, randomTokens } from '../fused/modelSupport';
import { relativeError } from '../fused/support';

// What is watched while a model trains comes from compiled steps, as the tape has it.

type Kind = 'numbers' | 'padded numbers' | 'padded tokens';
type Case = readonly [name: string, input: Kind, make: () => Layer[]];

const dense = (units: number) => layers.dense({ units });
const cases: Case[] = [
  ['LSTM', 'numbers', () => [layers.lstm({ units: 5 }), dense(2)]],
  [
    'PyTorch’s LSTM with two biases',
    'numbers',
    () => [layers.lstm({ units: 5, convention: 'pytorch' }), dense(2)]
  ],
  [
    'GRU without a bias',
    'numbers',
    () => [layers.gru({ units: 5, useBias: false }), dense(2)]
  ],
  [
    'GRU that resets before, backwards',
    'numbers',
    () => [
      layers.gru({ units: 5, resetAfter: false, goBackwards: true }),
      dense(2)
    ]
  ],
  [
    'both directions, hard gates, then a GRU',
    'numbers',
    () => [
      layers.bidirectional({
        layer: layers.lstm({
          units: 3,
          recurrentActivation: 'hardSigmoid',
          returnSequences: true
        })
      }),
      layers.gru({ units: 9 }),
      dense(2)
    ]
  ],
  [
    'dropout, and a dense layer between',
    'numbers',
    () => [
      layers.gru({
        units: 3,
        returnSequences: true,
        dropout: 0.5,
        recurrentDropout: 0.5
      }),
      layers.dense({ units: 3, activation: 'tanh' }),
      layers.dropout({ rate: 0.5 }),
      layers.lstm({ units: 4 }),
      dense(2)
    ]
  ],
  [
    'merged directions over padding',
    'padded numbers',
    () => [
      layers.masking(),
      layers.bidirectional({
        layer: layers.gru({ units: 4, returnSequences: true }),
        mergeMode: 'mul'
      }),
      layers.lstm({ units: 3 }),
      dense(2)
    ]
  ],
  [
    'words',
    'padded tokens',
    () => [
      layers.embedding({ inputDim: 9, outputDim: 3, maskZero: true }),
      layers.lstm({ units: 4 }),
      dense(2)
    ]
  ],
  [
    'a projected state',
    'padded tokens',
    () => [
      layers.embedding({ inputDim: 9, outputDim: 3, maskZero: true }),
      layers.lstm({ units: 4, projection: 2 }),
      dense(2)
    ]
  ]
];
const named = cases.map(of => ({ name: of[0], of }));

function batchOf(kind: Kind) {
  if (kind === 'padded tokens') {
    return randomTokens(6, 5, 9, 'amid');
  }
  const x = randomTensor([6, 5, 2], 'watched');
  if (kind === 'padded numbers') {
    // The first sequence has two steps, the second none.
    x.values.fill(0, 4, 20);
  }
  return x;
}

function modelOf(compute: Compute, [, input, make]: Case): Sequential {
  const model = sequential(make(), { seed: 3, compute });
  model.compile({ loss: 'mse', optimizer: 'sgd' });
  model.build(input === 'padded tokens' ? [null] : [null, 2]);
  // Biases that are not zero.
  model.setWeights(
    model.variables.map(({ tensor: own }, at) =>
      own.detach().add(randomTensor(own.shape, at).mul(0.3))
    )
  );
  return model;
}

describe('gate statistics', () => {
  it.each(named)('are the tape’s: $name', ({ of }) => {
    const x = batchOf(of[1]);
    const found = gateStatistics(modelOf('fused', of), x);
    const expected = gateStatistics(modelOf('tape', of), x);
    expect(found.map(({ layer, channel }) => [layer, channel])).toEqual(
      expected.map(({ layer, channel }) => [layer, channel])
    );
    expect(found.length).toBeGreaterThan(1);
    found.forEach(({ mean, low, high, histogram }, at) => {
      expect(mean).toBeCloseTo(expected[at].mean, 5);
      expect(low).toBeCloseTo(expected[at].low, 10);
      expect(high).toBeCloseTo(expected[at].high, 10);
      expect(relativeError(histogram, expected[at].histogram)).toBeLessThan(
        1e-10
      );
    });
  });

  it.each(named)('leave training as it is: $name', async ({ of }) => {
    const x = batchOf(of[1]);
    const y = randomTensor([6, 2], 'y');
    const train = async (gateStatistics: boolean) => {
      const model = modelOf('fused', of);
      const history = await model.fit(x, y, {
        epochs: 3,
        batchSize: 4,
        verbose: 0,
        gateStatistics
      });
      expect(history.epochs[2].gates !== undefined).toBe(gateStatistics);
      return history.batchLosses;
    };
    expect(await train(true)).toEqual(await train(false));
  });
});

describe('weight statistics', () => {
  it.each(named)('are the tape’s: $name', ({ of }) => {
    const x = batchOf(of[1]);
    const y = randomTensor([6, 2], 'y');
    const model = modelOf('fused', of);
    const { loss } = model.compiled!;
    const found = weightStatistics(model, { x, y }, loss);
    const expected = weightStatistics(modelOf('tape', of), { x, y }, loss);
    expect(found.map(({ layer, parameter }) => [layer, parameter])).toEqual(
      expected.map(({ layer, parameter }) => [layer, parameter])
    );
    expect(found.length).toBeGreaterThan(1);
    found.forEach(({ norm, gradientNorm }, at) => {
      expect(relativeError([norm], [expected[at].norm])).toBeLessThan(1e-6);
      expect(
        relativeError([gradientNorm], [expected[at].gradientNorm])
      ).toBeLessThan(1e-5);
    });
  });

  it.each(named)('leave training as it is: $name', async ({ of }) => {
    const x = batchOf(of[1]);
    const y = randomTensor([6, 2], 'y');
    const train = async (weightStatistics: boolean) => {
      const model = modelOf('fused', of);
      const history = await model.fit(x, y, {
        epochs: 3,
        batchSize: 4,
        verbose: 0,
        weightStatistics
      });
      expect(history.epochs[2].weights !== undefined).toBe(weightStatistics);
      return history.batchLosses;
    };
    expect(await train(true)).toEqual(await train(false));
  });

  it('are of any loss', async () => {
    const model = modelOf('auto', cases[0]);
    const { name, of } = losses.meanSquaredError();
    model.compile({ loss: { name, of }, optimizer: 'sgd' });
    const x = batchOf('numbers');
    const y = randomTensor([6, 2], 'y');
    const history = await model.fit(x, y, {
      verbose: 0,
      weightStatistics: true
    });
    const { loss } = model.compiled!;
    expect(history.epochs[0].weights).toEqual(
      weightStatistics(model, { x, y }, loss)
    );
  });
});

it('what is watched of a network that carries its states begins with zeros', async () => {
  const of = (stateful: boolean, compute: Compute) => {
    const model = sequential(
      [layers.lstm({ units: 3, stateful, inputShape: [null, 2] }), dense(2)],
      { seed: 3, compute }
    );
    model.compile({ loss: 'mse', optimizer: 'sgd' });
    return model;
  };
  const model = of(true, 'fused');
  const x = batchOf('numbers');
  const y = randomTensor([6, 2], 'y');
  const history = await model.fit(x, y, {
    epochs: 2,
    batchSize: 6,
    shuffle: false,
    verbose: 0,
    gateStatistics: true,
    weightStatistics: true
  });
  const unwatched = of(true, 'fused');
  const { batchLosses } = await unwatched.fit(x, y, {
    epochs: 2,
    batchSize: 6,
    shuffle: false,
    verbose: 0
  });
  expect(history.batchLosses).toEqual(batchLosses);
  const fresh = of(false, 'tape');
  fresh.setWeights(model.getWeights());
  const [, { gates, weights }] = history.epochs;
  gateStatistics(fresh, x).forEach(({ mean }, at) =>
    expect(gates![at].mean).toBeCloseTo(mean, 6)
  );
  weightStatistics(fresh, { x, y }, fresh.compiled!.loss).forEach(
    ({ gradientNorm }, at) =>
      expect(
        relativeError([weights![at].gradientNorm], [gradientNorm])
      ).toBeLessThan(1e-5)
  );
});

describe('a bundle of a run by compiled steps', () => {
  it.each(named.filter(({ of }) => of[0] !== 'a projected state'))(
    'has what the tape’s has: $name',
    ({ of }) => {
      const given =
        of[1] === 'padded tokens' ? [1, 4, 8, 2, 3] : batchOf('numbers').at(0);
      const bundleOf = (compute: Compute) => {
        const model = modelOf(compute, of);
        const run = model.trace(given, { target: [0.5, -1] });
        expect(run.record.onTape !== undefined).toBe(
          compute !== 'tape' && of[1] !== 'padded numbers'
        );
        return run.toBundle({ terms: true });
      };
      const found = bundleOf('fused');
      const expected = bundleOf('tape');
      expect(found.layers.length).toBe(expected.layers.length);
      expected.layers.forEach((layer, at) => {
        const own = found.layers[at];
        expect(own.equations).toEqual(layer.equations);
        expect(own.channels.map(({ name }) => name)).toEqual(
          layer.channels.map(({ name }) => name)
        );
        expect(own.channels.some(({ role }) => role === 'term')).toBe(true);
        layer.channels.forEach(({ array, role, of: parent }, channel) => {
          const { array: mine, ...rest } = own.channels[channel];
          expect([rest.role, rest.of]).toEqual([role, parent]);
          expect(mine.shape).toEqual(array.shape);
          expect(relativeError(mine.values, array.values)).toBeLessThan(1e-5);
        });
        for (const part of ['entering', 'enteringGradient'] as const) {
          expect(own[part] === undefined).toBe(layer[part] === undefined);
          if (layer[part]) {
            expect(own[part]!.shape).toEqual(layer[part].shape);
            expect(
              relativeError(own[part]!.values, layer[part].values)
            ).toBeLessThan(1e-5);
          }
        }
      });
    }
  );

  it('keeps the weights that made it', () => {
    const model = modelOf('fused', cases[0]);
    const run = model.trace(batchOf('numbers').at(0));
    const { layers: before } = run.toBundle({ terms: true });
    model.setWeights(
      model.variables.map(({ tensor: own }) => own.detach().mul(2))
    );
    expect(run.toBundle({ terms: true }).layers).toEqual(before);
  });
});
