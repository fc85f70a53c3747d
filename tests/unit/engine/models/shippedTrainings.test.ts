import {
  callbacks,
  encoderDecoder,
  host,
  layers,
  random,
  sequential,
  setHost,
  study
} from '../../../../src/engine';
import type { FitOptions, Metric, Sequential } from '../../../../src/engine';

const draws = random(3);
const x = Array.from({ length: 12 }, () =>
  Array.from({ length: 5 }, () => draws.normal())
);
const y = x.map(steps => steps[0]);

function network(seed = 1, units = 3): Sequential {
  const model = sequential(
    [layers.gru({ units, inputShape: [null, 1] }), layers.dense({ units: 1 })],
    { seed }
  );
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  return model;
}

const numbers = (model: { getWeights(): object }) =>
  Object.values(model.getWeights()).map(weight =>
    (weight as { toArray(): unknown }).toArray()
  );

/** Files by name, as `trained-NAME.safetensors`. */
const files = new Map<string, Uint8Array>();
const before = { ...host() };
let reads = 0;

const readData = async (name: string): Promise<Uint8Array> => {
  reads++;
  const file = files.get(name);
  if (!file) {
    throw new Error(`there is no ${name}`);
  }
  return file;
};

/** Runs where trainings are made that ship, from nothing if not told otherwise. */
async function made<T>(
  work: () => Promise<T>,
  from = new Map<string, Uint8Array>()
): Promise<T> {
  setHost({
    readData: name =>
      from.has(name) ? readData(name) : Promise.reject(new Error('none')),
    keepTrainings: async (name, file) => {
      files.set(`trained-${name}.safetensors`, file);
    }
  });
  try {
    return await work();
  } finally {
    setHost({ readData, keepTrainings: undefined });
  }
}

beforeEach(() => {
  reads = 0;
  setHost({ readData });
});

afterAll(() => setHost(before));

/** Whether a training was taken: then no single batch was learned. */
const wasTaken = (model: {
  history: { batchLosses: readonly number[] } | null;
}) => model.history!.batchLosses.length === 0;

const options = (name: string): FitOptions => ({
  epochs: 4,
  batchSize: 5,
  verbose: 0,
  shipped: name
});

test('a training that ships is taken with its weights and epochs, and so is one that goes on from it', async () => {
  const trained = await made(async () => {
    const model = network();
    await model.fit(x, y, options('chain'));
    await model.fit(x, y, { ...options('chain'), initialEpoch: 4, epochs: 6 });
    return model;
  });
  const model = network();
  const history = await model.fit(x, y, options('chain'));
  expect(wasTaken(model)).toBe(true);
  expect(history.status).toBe('finished');
  expect(history.epochs).toHaveLength(4);
  await model.fit(x, y, { ...options('chain'), initialEpoch: 4, epochs: 6 });
  expect(wasTaken(model)).toBe(true);
  expect(numbers(model)).toEqual(numbers(trained));
  expect(model.history!.epochs).toEqual(trained.history!.epochs);
  expect(model.predict(x).toArray()).toEqual(trained.predict(x).toArray());
  // The file is read once.
  expect(reads).toBe(1);
});

test('it is what training here gives, to the last digit', async () => {
  await made(() => network(2).fit(x, y, options('same')));
  const taken = network(2);
  await taken.fit(x, y, options('same'));
  const here = network(2);
  await here.fit(x, y, { ...options('same'), shipped: false });
  expect(wasTaken(taken)).toBe(true);
  expect(wasTaken(here)).toBe(false);
  expect(numbers(taken)).toEqual(numbers(here));
});

test('a training that stopped early is taken as it ended, with its best weights', async () => {
  const early = async (shipped: string | false) => {
    const model = network(5);
    await model.fit(x, y, {
      ...options(''),
      epochs: 40,
      shipped,
      validationData: [x.slice(0, 3), [5, 5, 5]],
      callbacks: [
        callbacks.earlyStopping({ patience: 2, restoreBestWeights: true })
      ]
    });
    return model;
  };
  await made(() => early('early'));
  const taken = await early('early');
  const here = await early(false);
  expect(wasTaken(taken)).toBe(true);
  expect(numbers(taken)).toEqual(numbers(here));
  const toldOf = ({ history }: Sequential) => [
    history!.status,
    history!.reason,
    history!.bestEpoch,
    history!.epochs.map(({ logs }) => logs)
  ];
  expect(toldOf(taken)).toEqual(toldOf(here));
  expect(here.history!.status).toBe('stopped');
  // What goes on from it is trained as if it had been learned here.
  for (const each of [taken, here]) {
    await each.fit(x, y, { epochs: 2, verbose: 0 });
  }
  expect(numbers(taken)).toEqual(numbers(here));
});

test.each<[string, () => Promise<Sequential>]>([
  [
    'another seed',
    async () => {
      const model = network(9);
      await model.fit(x, y, options('other'));
      return model;
    }
  ],
  [
    'another size',
    async () => {
      const model = network(1, 4);
      await model.fit(x, y, options('other'));
      return model;
    }
  ],
  [
    'other examples',
    async () => {
      const model = network();
      const changed = x.map((steps, at) =>
        at === 3 ? steps.map(v => v + 1e-6) : steps
      );
      await model.fit(changed, y, options('other'));
      return model;
    }
  ],
  [
    'other targets',
    async () => {
      const model = network();
      await model.fit(
        x,
        y.map(each => -each),
        options('other')
      );
      return model;
    }
  ],
  [
    'another number of epochs',
    async () => {
      const model = network();
      await model.fit(x, y, { ...options('other'), epochs: 3 });
      return model;
    }
  ],
  [
    'held-out examples',
    async () => {
      const model = network();
      await model.fit(x, y, { ...options('other'), validationData: [x, y] });
      return model;
    }
  ],
  [
    'another rate',
    async () => {
      const model = network();
      model.compiled!.optimizer.learningRate = 0.5;
      await model.fit(x, y, options('other'));
      return model;
    }
  ],
  [
    'another loss',
    async () => {
      const model = network();
      model.compile({ optimizer: 'adam', loss: 'meanAbsoluteError' });
      await model.fit(x, y, options('other'));
      return model;
    }
  ],
  [
    'a metric of your own',
    async () => {
      const model = network();
      const far: Metric = {
        name: 'far',
        start: () => ({ add: () => undefined, result: () => 1 })
      };
      model.compile({
        optimizer: 'adam',
        loss: 'meanSquaredError',
        metrics: [far]
      });
      await model.fit(x, y, options('other'));
      return model;
    }
  ],
  [
    'a stateful layer',
    async () => {
      const model = sequential(
        [
          layers.gru({ units: 3, stateful: true, inputShape: [null, 1] }),
          layers.dense({ units: 1 })
        ],
        { seed: 1 }
      );
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
      await model.fit(x, y, { ...options('other'), batchSize: 12 });
      return model;
    }
  ],
  [
    'a callback of another kind',
    async () => {
      const model = network();
      await model.fit(x, y, {
        ...options('other'),
        callbacks: [callbacks.reduceLearningRateOnPlateau({ monitor: 'loss' })]
      });
      return model;
    }
  ],
  [
    'early stopping that does something more',
    async () => {
      const model = network();
      const early = callbacks.earlyStopping({ monitor: 'loss', patience: 9 });
      const fit = (callback: FitOptions['callbacks']) =>
        model.fit(x, y, { ...options('more'), callbacks: callback });
      const start = model.getWeights();
      await made(() => fit([early]));
      model.setWeights(start);
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
      await fit([{ ...early, onBatchEnd: () => undefined }]);
      return model;
    }
  ],
  [
    'more patience',
    async () => {
      const model = network();
      const patience = (epochs: number) => ({
        ...options('patience'),
        callbacks: [
          callbacks.earlyStopping({ monitor: 'loss', patience: epochs })
        ]
      });
      await made(() => network().fit(x, y, patience(3)));
      await model.fit(x, y, patience(4));
      return model;
    }
  ],
  [
    'weights that an optimizer has learned already',
    async () => {
      const model = network();
      const start = model.getWeights();
      await model.fit(x, y, { epochs: 1, verbose: 0 });
      model.setWeights(start);
      await model.fit(x, y, options('other'));
      return model;
    }
  ]
])('with %s it is trained here', async (_, fitted) => {
  await made(() => network().fit(x, y, options('other')));
  expect(wasTaken(await fitted())).toBe(false);
});

test.each([1, 2])(
  'where training goes on from %i that were taken, it is as if nothing had been',
  async count => {
    const chain = async (model: Sequential, shipped: string | false) => {
      for (let at = 0; at < count; at++) {
        await model.fit(x, y, {
          ...options(''),
          initialEpoch: 4 * at,
          epochs: 4 * (at + 1),
          shipped
        });
      }
      return model;
    };
    // What was read of a name stays.
    const name = `on-${count}`;
    await made(() => chain(network(), name));
    const model = await chain(network(), name);
    expect(wasTaken(model)).toBe(true);
    const here = await chain(network(), false);
    for (const each of [model, here]) {
      await each.fit(x, y, { epochs: 2, verbose: 0 });
    }
    expect(numbers(model)).toEqual(numbers(here));
    expect(model.compiled!.optimizer.iterations).toBe(
      here.compiled!.optimizer.iterations
    );
  }
);

test('what was taken and then changed is not trained first', async () => {
  await made(() => network().fit(x, y, options('changed')));
  const fresh = network();
  await fresh.fit(x, y, { epochs: 2, verbose: 0 });
  const start = network().getWeights();
  const model = network();
  await model.fit(x, y, options('changed'));
  model.setWeights(start);
  await model.fit(x, y, { epochs: 2, verbose: 0 });
  expect(numbers(model)).toEqual(numbers(fresh));
});

test('a training that was taken does not end one that goes on beside it', async () => {
  await made(() => network().fit(x, y, options('beside')));
  const model = network();
  const both = await Promise.allSettled([
    model.fit(x, y, options('beside')),
    model.fit(x, y, { epochs: 3, verbose: 0 })
  ]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  const here = network();
  await here.fit(x, y, { epochs: 3, verbose: 0 });
  expect(numbers(model)).toEqual(numbers(here));
});

test('the epochs whose snapshots ship can be gone back to, on another sequence too', async () => {
  const watching = (sequence: number[], every = 2): FitOptions => ({
    ...options('watched'),
    snapshots: { x: sequence, every }
  });
  const trained = await made(async () => {
    const model = network();
    await model.fit(x, y, watching(x[0]));
    return model;
  });
  const model = network();
  const history = await model.fit(x, y, watching(x[1]));
  expect(wasTaken(model)).toBe(true);
  expect(history.snapshots.map(({ epoch }) => epoch)).toEqual([0, 2, 3]);
  expect(numbers(model)).toEqual(numbers(trained));
  trained.history!.useEpoch(0);
  expect(history.useEpoch(0)).toBe(0);
  expect(numbers(model)).toEqual(numbers(trained));
  const { layers: seen } = model.trace(x[1]).toBundle();
  const [first] = history.snapshots;
  expect(first.trace.layers[0].channels).toEqual(seen[0].channels);
  expect(history.useEpoch('last')).toBe(3);
  // Fewer weights are kept than are asked for: it is trained.
  const all = network();
  await all.fit(x, y, watching(x[0], 1));
  expect(wasTaken(all)).toBe(false);
  expect(numbers(all)).toEqual(numbers(model));
});

test('where trainings are made, what ships already is taken, and only the others are kept', async () => {
  await made(() => network().fit(x, y, options('again')));
  const file = files.get('trained-again.safetensors');
  const model = network();
  await made(() => model.fit(x, y, options('again')), files);
  expect(wasTaken(model)).toBe(true);
  expect(files.get('trained-again.safetensors')).toBe(file);
});

test('a study and an encoder–decoder take theirs', async () => {
  const compare = () =>
    study({
      ...options('both'),
      networks: { GRU: seed => network(seed) },
      x,
      y,
      testData: [x, y],
      seeds: 2
    });
  const translate = async () => {
    const model = encoderDecoder({
      sourceSize: 6,
      targetSize: 6,
      units: 4,
      seed: 1
    });
    model.compile({ optimizer: 'adam' });
    await model.fit(
      [
        [3, 4],
        [4, 3]
      ],
      [
        [4, 2],
        [3, 2]
      ],
      { epochs: 3, shipped: 'both', verbose: 0 }
    );
    return model;
  };
  const [scores, written] = await made(
    async () => [await compare(), await translate()] as const
  );
  const found = await compare();
  expect(found.network('GRU').models.every(wasTaken)).toBe(true);
  expect(found.network('GRU').scores).toEqual(scores.network('GRU').scores);
  const model = await translate();
  expect(wasTaken(model)).toBe(true);
  expect(numbers(model)).toEqual(numbers(written));
});

test('a name under which nothing ships, and what is no name, are told', async () => {
  const model = network();
  await expect(model.fit(x, y, options('nothing'))).rejects.toThrow(
    "model.fit: shipped: what ships under the name 'nothing' cannot be read (there is no trained-nothing.safetensors)"
  );
  // It can be trained all the same.
  expect(model.history).toBeNull();
  await model.fit(x, y, { epochs: 1, verbose: 0 });
  await expect(network().fit(x, y, options('../secret'))).rejects.toThrow(
    "model.fit: shipped must be the name of trainings that ship with a lesson, such as '04', or false, got"
  );
});
