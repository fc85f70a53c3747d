import type { FitOptions, Layer, Loss, Tensor } from '../../../../src/engine';
import {
  layers,
  losses,
  padSequences,
  random,
  regularizers,
  sequential,
  tensor
} from '../../../../src/engine';
import { lengthBuckets } from '../../../../src/engine/models/lengthBuckets';
import type { Compute } from '../../../../src/engine/models/sequentialOptions';

const COUNT = 41;
const STEPS = 18;
const IDS = 60;

/** Sentences of which the first id, given to one sentence only, tells which it is. */
const draw = random(5, 'sentences');
const sentences = Array.from({ length: COUNT }, (_, at) => [
  at + 1,
  ...Array.from({ length: draw.integer(9) }, () => 1 + draw.integer(IDS - 1))
]);
const padded = (padding: 'pre' | 'post') =>
  padSequences(sentences, { maxLength: STEPS, padding });
const x = padded('post');
const y = sentences.map((_, at) => (at % 3 === 0 ? 1 : 0));
const weights = sentences.map((_, at) => 1 + at / COUNT);

const embedding = () =>
  layers.embedding({ inputDim: IDS, outputDim: 4, maskZero: true });
const head = () => layers.dense({ units: 1, activation: 'sigmoid' });

async function trained(
  make: () => Layer[],
  options: FitOptions,
  {
    compute = 'tape',
    inputs = x,
    targets = y,
    loss = 'binaryCrossentropy'
  }: {
    compute?: Compute;
    inputs?: Tensor;
    targets?: number[] | Tensor;
    loss?: 'binaryCrossentropy' | Loss;
  } = {}
) {
  const model = sequential(make(), {
    seed: 4,
    compute,
    dtype: compute === 'tape' ? 'f64' : 'f32'
  });
  model.compile({ optimizer: 'adam', loss, metrics: ['binaryAccuracy'] });
  const steps: number[] = [];
  const forward = model.forward.bind(model);
  model.forward = (input, pass) => {
    if (pass.training) {
      steps.push(input.shape[1]);
    }
    return forward(input, pass);
  };
  const history = await model.fit(inputs, targets, {
    batchSize: 8,
    verbose: 0,
    ...options
  });
  return { model, history, steps };
}

/** What training by batches of one size came to, number for number. */
const numbersOf = ({ model, history }: Awaited<ReturnType<typeof trained>>) => [
  ...history.batchLosses,
  ...history.epochs.flatMap(({ logs }) => Object.values(logs)),
  ...Object.values(model.getWeights()).flatMap(({ values }) => [...values])
];

function expectClose(a: number[], b: number[], digits: number): void {
  expect(a).toHaveLength(b.length);
  a.forEach((value, at) => expect(value).toBeCloseTo(b[at], digits));
}

const stacks: [string, () => Layer[]][] = [
  ['an LSTM', () => [embedding(), layers.lstm({ units: 3 }), head()]],
  [
    "PyTorch's GRU",
    () => [embedding(), layers.gru({ units: 3, convention: 'pytorch' }), head()]
  ],
  [
    'both directions',
    () => [
      embedding(),
      layers.bidirectional({ layer: layers.lstm({ units: 2 }) }),
      head()
    ]
  ],
  [
    'two layers with dropout of inputs and states',
    () => [
      embedding(),
      layers.lstm({ units: 3, returnSequences: true, dropout: 0.2 }),
      layers.simpleRNN({ units: 3, recurrentDropout: 0.2 }),
      head()
    ]
  ],
  [
    'attention',
    () => [
      embedding(),
      layers.gru({ units: 3, returnSequences: true }),
      layers.layerNormalization(),
      layers.attention({ score: 'general' }),
      head()
    ]
  ],
  [
    'a mean over the steps',
    () => [embedding(), layers.globalAveragePooling1D(), head()]
  ],
  [
    'positions, a convolution and a residual, of which nothing is cut',
    () => [
      embedding(),
      layers.residual({
        layers: [layers.timeDistributed({ layer: layers.dense({ units: 4 }) })]
      }),
      layers.positionEncoding(),
      layers.conv1d({ filters: 3, kernelSize: 2, padding: 'same' }),
      layers.lstm({ units: 2 }),
      head()
    ]
  ],
  [
    'what outputs add to the loss, of which nothing is cut',
    () => [
      embedding(),
      layers.lstm({
        units: 3,
        returnSequences: true,
        activityRegularizer: regularizers.l2({ l2: 0.1 })
      }),
      layers.lstm({ units: 2 }),
      head()
    ]
  ]
];

describe('batches of sequences of like length', () => {
  it.each(stacks)(
    'leave out nothing that counts: one batch of all trains alike, with and without: %s',
    async (_, make) => {
      for (const padding of ['pre', 'post'] as const) {
        const inputs = padded(padding);
        const plan = { batchSize: COUNT, epochs: 3, shuffle: false };
        const order = sentences
          .map((_, at) => at)
          .sort((a, b) => sentences[a].length - sentences[b].length);
        const rows = tensor(order.map(at => [...inputs.at(at).values]));
        const sorted = order.map(at => y[at]);
        const given = { inputs: rows, targets: sorted };
        const ordinary = await trained(make, plan, given);
        const bucketed = await trained(
          make,
          { ...plan, bucketByLength: true },
          given
        );
        expectClose(numbersOf(bucketed), numbersOf(ordinary), 10);
      }
    }
  );

  it('compute no more steps than the longest of a batch has', async () => {
    const { steps } = await trained(stacks[0][1], { bucketByLength: true });
    const longest = Math.max(...sentences.map(({ length }) => length));
    expect(Math.max(...steps)).toBe(longest);
    expect(longest).toBeLessThan(STEPS);
    const ordinary = await trained(stacks[0][1], {});
    expect(new Set(ordinary.steps)).toEqual(new Set([STEPS]));
    const sum = (of: number[]) => of.reduce((a, b) => a + b, 0);
    const real = sentences.reduce((total, { length }) => total + length, 0);
    expect(sum(steps) * 8).toBeLessThan(1.4 * real);
    expect(sum(ordinary.steps) * 8).toBeGreaterThan(3 * real);
  });

  it('are the ordinary batches when all lengths are equal', async () => {
    const inputs = padSequences(
      sentences.map(words => [...words, ...words, ...words].slice(0, 3))
    );
    const plan = { epochs: 2 };
    const make = stacks[3][1];
    const ordinary = await trained(make, plan, { inputs });
    const bucketed = await trained(
      make,
      { ...plan, bucketByLength: true },
      { inputs }
    );
    expect(numbersOf(bucketed)).toEqual(numbersOf(ordinary));
  });

  it.each(['tape', 'fused'] as const)(
    'come out alike for the same seed: %s',
    async compute => {
      const go = async () =>
        numbersOf(
          await trained(
            stacks[3][1],
            { epochs: 3, bucketByLength: [4, 8] },
            { compute }
          )
        );
      const first = await go();
      expect(await go()).toEqual(first);
    }
  );

  describe('carry target, weight and class along', () => {
    const perStepX = x;
    const perStepY = tensor(
      sentences.map((_, at) => Array.from({ length: STEPS }, () => y[at]))
    );
    const perStepWeights = sentences.map((_, at) =>
      Array.from({ length: STEPS }, (_, step) => weights[at] + step)
    );
    const tagger = () => [
      embedding(),
      layers.lstm({ units: 3, returnSequences: true }),
      head()
    ];
    const classWeight = { 0: 1, 1: 5 };

    /** Whether each row of the batches that the loss saw belongs to the sentence it came with. */
    async function isRightlyPaired(sampleWeight: number[]): Promise<boolean> {
      const seen: boolean[] = [];
      let batch: Tensor | null = null;
      const watching: Loss = {
        name: 'watching',
        of(truth, output, given) {
          const { sample } = given!;
          [...(truth as Tensor).values].forEach((value, row) => {
            const at = batch!.at(row).values[0] - 1;
            seen.push(
              value === y[at] &&
                sample!.values[row] === weights[at] * classWeight[y[at] as 0]
            );
          });
          return losses.binaryCrossentropy().of(truth, output, given);
        }
      };
      const model = sequential(stacks[0][1](), { seed: 4, compute: 'tape' });
      model.compile({ loss: watching });
      const forward = model.forward.bind(model);
      model.forward = (input, pass) => {
        batch = input;
        return forward(input, pass);
      };
      await model.fit(x, y, {
        batchSize: 8,
        bucketByLength: true,
        sampleWeight,
        classWeight,
        verbose: 0
      });
      expect(seen).toHaveLength(COUNT);
      return seen.every(Boolean);
    }

    it('to the sentence that they belong to, which a planted mistake is told from', async () => {
      expect(await isRightlyPaired(weights)).toBe(true);
      const planted = [...weights.slice(1), weights[0]];
      expect(await isRightlyPaired(planted)).toBe(false);
    });

    it.each([
      ['one output a sentence', stacks[0][1], x, tensor(y), weights],
      ['one a step', tagger, perStepX, perStepY, perStepWeights]
    ] as const)(
      'and the kernels learn what the tape learns, validation and all: %s',
      async (_, make, inputs, targets, sampleWeight) => {
        const plan = {
          epochs: 3,
          bucketByLength: true,
          sampleWeight,
          classWeight,
          validationSplit: 0.25
        };
        const given = { inputs, targets };
        const tape = await trained(make, plan, given);
        const fused = await trained(make, plan, {
          ...given,
          compute: 'fused'
        });
        expectClose(numbersOf(fused), numbersOf(tape), 4);
        const planted = await trained(
          make,
          {
            ...plan,
            sampleWeight: [...sampleWeight.slice(1), sampleWeight[0]] as never
          },
          { ...given, compute: 'fused' }
        );
        const off = planted.history.batchLosses.map((loss, at) =>
          Math.abs(loss - tape.history.batchLosses[at])
        );
        expect(Math.max(...off)).toBeGreaterThan(1e-3);
      }
    );

    it('and validation is scored as evaluate scores it', async () => {
      const held = 10;
      const { model, history } = await trained(stacks[0][1], {
        bucketByLength: true,
        validationSplit: held / COUNT
      });
      const kept = history.last.valLoss;
      const from = COUNT - held;
      const scores = await model.evaluate(
        tensor(
          sentences.slice(from).map((_, at) => [...x.at(from + at).values])
        ),
        y.slice(from)
      );
      expect(kept).toBeCloseTo(scores.loss, 12);
    });
  });

  it('work on sequences of features behind a masking layer', async () => {
    const draws = random(2, 'features');
    const inputs = tensor(
      sentences.map(({ length }) =>
        Array.from({ length: STEPS }, (_, step) =>
          step < length ? [draws.normal(), draws.normal()] : [-1, -1]
        )
      )
    );
    const make = () => [
      layers.masking({ maskValue: -1 }),
      layers.gru({ units: 3 }),
      head()
    ];
    const plan = { bucketByLength: [3, 6], epochs: 2 };
    const tape = await trained(make, plan, { inputs });
    const fused = await trained(make, plan, { inputs, compute: 'fused' });
    expectClose(numbersOf(fused), numbersOf(tape), 4);
    expect(Math.max(...tape.steps)).toBeLessThan(STEPS);
  });

  it('take a sequence of padding alone for one step', async () => {
    const inputs = tensor([
      [0, 0, 0],
      [0, 0, 0],
      [0, 4, 5]
    ]);
    const { steps } = await trained(
      stacks[0][1],
      { bucketByLength: true, batchSize: 2, shuffle: false },
      { inputs, targets: [1, 0, 1] }
    );
    expect(steps).toEqual([1, 2]);
  });

  it.each([
    [
      { bucketByLength: [8, 4] },
      'model.fit: bucketByLength must be true, false or lengths that grow, such as [8, 16, 24], got [8, 4]'
    ],
    [{ bucketByLength: [] }, 'such as [8, 16, 24], got []'],
    [{ bucketByLength: [0, 4] }, 'got [0, 4]'],
    [{ bucketByLength: 'yes' }, "got the string 'yes'"]
  ])('refuse %j', async (options, words) => {
    await expect(trained(stacks[0][1], options as FitOptions)).rejects.toThrow(
      words
    );
  });

  it('refuse a network that knows no padding, or carries its states on', async () => {
    const bare = () => [
      layers.embedding({ inputDim: IDS, outputDim: 2 }),
      layers.lstm({ units: 2 }),
      head()
    ];
    const stateful = () => [
      embedding(),
      layers.lstm({ units: 2, stateful: true }),
      head()
    ];
    const options = { bucketByLength: true };
    await expect(trained(bare, options)).rejects.toThrow(
      'model.fit: bucketByLength needs to know which steps are padding'
    );
    await expect(trained(stateful, options)).rejects.toThrow(
      'lstm is stateful'
    );
  });
});

it('begins a bucket at the length that is named for it, not behind it', () => {
  const lengths = Array.from({ length: 9 }, (_, at) => at + 1);
  const model = sequential([embedding(), layers.lstm({ units: 2 }), head()], {
    seed: 1
  });
  const inputs = padSequences(
    lengths.map(length => Array.from({ length }, () => 1)),
    { maxLength: 9 }
  );
  model.build([null]);
  const bucketsAt = (boundaries: true | number[]) =>
    Array.from(
      lengthBuckets('fit', model, { x: inputs, y: inputs }, boundaries)!.of
    );
  expect(bucketsAt([3, 6])).toEqual([0, 0, 1, 1, 1, 2, 2, 2, 2]);
  expect(bucketsAt([1])).toEqual(lengths.map(() => 1));
  expect(bucketsAt([9])).toEqual(lengths.map(length => Number(length === 9)));
  expect(bucketsAt(true)).toEqual(lengths);
});
