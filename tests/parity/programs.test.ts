import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layer, Loss, Sequential } from '../../src/engine';
import {
  layers,
  losses,
  optimizers,
  sequential,
  tensor
} from '../../src/engine';
import { fuses } from '../../src/engine/fused/loss';
import { specOfLayers } from '../../src/engine/fused/specOfLayers';
import { Tensor } from '../../src/engine/tensor/tensor';
import {
  fusedFrom,
  fusedPass,
  tapePass,
  wholeBatch
} from '../unit/engine/fused/modelSupport';
import { kinds } from '../unit/engine/fused/support';

// Random programs of `tests/fixtures/random_programs.py`, which says how fresh ones are made, on the
// tape and on each kind of kernel.

// Exact rather than quick: a busy machine may take its time.
jest.setTimeout(600_000);

type Nested = number | readonly Nested[];
type Weights = Readonly<Record<string, Nested>>;

interface PytorchProgram {
  readonly program: {
    readonly cell: 'lstm' | 'gru' | 'simpleRNN';
    readonly units: number;
    readonly layers: number;
    readonly bidirectional: boolean;
    readonly useBias: boolean;
    readonly perStep: boolean;
    readonly outputs: number;
    readonly activation: 'tanh' | 'relu';
    readonly loss: Named;
  };
  readonly optimizer: Named;
  readonly lengths: readonly number[] | null;
  readonly x: Nested;
  readonly y: Nested;
  readonly weights: Weights;
  readonly output: Nested;
  readonly losses: readonly number[];
  readonly gradients: Weights;
  readonly after: Weights;
}

interface KerasProgram {
  readonly program: readonly LayerEntry[];
  readonly x: Nested;
  readonly y: Nested;
  readonly weights: readonly Nested[];
  readonly output: Nested;
  readonly loss: number;
  readonly gradients: readonly Nested[];
}

interface LayerEntry {
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>>;
}

interface Named {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

interface ProgramFile<P> {
  readonly framework: string;
  readonly programs: readonly P[];
}

const folder = join(__dirname, '..', 'fixtures', 'programs');
const files = [
  join(folder, 'pytorch.json'),
  join(folder, 'keras.json'),
  ...(process.env.GATESCOPE_PROGRAMS?.split(':') ?? [])
].map(path => JSON.parse(readFileSync(path, 'utf8')) as ProgramFile<unknown>);

function programsOf<P>(framework: string): { at: number; of: P }[] {
  return files
    .filter(file => file.framework === framework)
    .flatMap(({ programs }) => programs as P[])
    .map((of, at) => ({ at, of }));
}

/** Largest difference, of the largest number of either or of a scale below which nothing counts. */
function difference(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  scale = 1e-9
): number {
  expect(found.length).toBe(expected.length);
  let worst = 0;
  let largest = scale;
  for (let at = 0; at < expected.length; at++) {
    worst = Math.max(worst, Math.abs(found[at] - expected[at]));
    worst = Number.isNaN(found[at] - expected[at]) ? Infinity : worst;
    largest = Math.max(largest, Math.abs(expected[at]));
  }
  return worst / largest;
}

const numbersOf = (value: Nested) => tensor(value as number[]).values;

/** How large the derivatives of a network are: those far below are noise in f32. */
const scaleOf = (gradients: ReadonlyMap<string, ArrayLike<number>>) =>
  1e-2 *
  Math.max(
    ...[...gradients.values()].map(values =>
      Math.max(...Array.from(values, Math.abs), 1e-9)
    )
  );

interface Expected {
  readonly model: Sequential;
  readonly x: Tensor;
  readonly y: Tensor;
  readonly loss: Loss;
  readonly value: number;
  readonly output: ArrayLike<number>;
  readonly gradients: ReadonlyMap<string, ArrayLike<number>>;
}

/** @param digits how exact the other side is */
function expectOnTape(of: Expected, digits: number): void {
  const { model, x, y, loss } = of;
  const found = tapePass(model, x, y, loss);
  expect(difference([found.loss], [of.value], 1e-3)).toBeLessThan(digits);
  expect(difference(model.predict(x).values, of.output, 1e-3)).toBeLessThan(
    digits
  );
  for (const [name, values] of of.gradients) {
    expect(
      difference(found.gradients.get(name)!, values, scaleOf(of.gradients))
    ).toBeLessThan(10 * digits);
  }
}

/** Answers whether the kernels compute it. */
function expectByKernels(of: Expected): boolean {
  const { model, x, y, loss } = of;
  const inputSize = x.rank === 3 ? x.shape[2] : 1;
  const { spec } = specOfLayers(model.layers, inputSize);
  const how = spec && fuses(loss.spec, spec) ? loss.spec : null;
  if (!how) {
    return false;
  }
  const masks = model.layers[0].type === 'Masking';
  const mask = masks ? model.maskOf(x)!.values : undefined;
  for (const kind of kinds) {
    const network = fusedFrom(model, kind, inputSize);
    // A batch before, whose numbers must leave no trace.
    network.predict(
      wholeBatch(
        new Tensor(
          x.values.map(value => Math.abs(value)),
          x.shape
        )
      )
    );
    const answers = network.predict({ ...wholeBatch(x), mask });
    expect(difference(answers, of.output, 1e-3)).toBeLessThan(1e-5);
    const found = fusedPass(network, model, x, y, how, { mask });
    expect(difference([found.loss], [of.value], 1e-3)).toBeLessThan(2e-5);
    for (const [name, values] of of.gradients) {
      expect(
        difference(found.gradients.get(name)!, values, scaleOf(of.gradients))
      ).toBeLessThan(5e-5);
    }
    network.dispose();
  }
  return true;
}

describe('random programs of PyTorch', () => {
  const programs = programsOf<PytorchProgram>('pytorch');

  it.each(programs)('number $at', async ({ of }) => {
    const made = (compute: 'tape' | 'auto') => modelOfPytorch(of, compute);
    const model = made('tape');
    const x = tensor(of.x as number[]);
    const y = tensor(of.y as number[]);
    const { loss } = model.compiled!;
    const expected: Expected = {
      model,
      x,
      y,
      loss,
      value: of.losses[0],
      output: numbersOf(of.output),
      gradients: named(of, of.gradients)
    };
    expectOnTape(expected, 1e-10);
    expect(expectByKernels(expected)).toBe(true);
    for (const compute of ['tape', 'auto'] as const) {
      const own = made(compute);
      const history = await own.fit(x, y, {
        epochs: 3,
        batchSize: x.shape[0],
        shuffle: false,
        verbose: 0
      });
      const exact = compute === 'tape';
      expect(
        difference(history.batchLosses, of.losses, exact ? 1e-9 : 0.1)
      ).toBeLessThan(exact ? 1e-8 : 1e-3);
      for (const [name, values] of named(of, of.after)) {
        expect(
          difference(own.getWeights()[name].values, values, 0.1)
        ).toBeLessThan(exact ? 1e-7 : 5e-3);
      }
    }
  });

  it('are some', () => expect(programs.length).toBeGreaterThan(20));
});

describe('random programs of Keras', () => {
  const programs = programsOf<KerasProgram>('keras');
  let computed = 0;

  it.each(programs)('number $at', ({ of }) => {
    const model = sequential(of.program.map(layerOf), {
      seed: 1,
      compute: 'tape'
    });
    const x = tensor(of.x as number[]);
    model.build(x.rank === 3 ? [null, x.shape[2]] : [null]);
    model.setWeights(of.weights as number[][]);
    const loss = losses.meanSquaredError();
    const expected: Expected = {
      model,
      x,
      y: tensor(of.y as number[]),
      loss,
      value: of.loss,
      output: numbersOf(of.output),
      gradients: new Map(
        model.variables.map(({ name }, at) => [
          name,
          numbersOf(of.gradients[at])
        ])
      )
    };
    // The other side multiplies in float32.
    expectOnTape(expected, 3e-6);
    computed += Number(expectByKernels(expected));
  });

  it('are some, and most of them for the kernels', () => {
    expect(programs.length).toBeGreaterThan(20);
    expect(computed).toBeGreaterThan(programs.length / 2);
  });
});

function layerOf({ kind, options }: LayerEntry): Layer {
  const inner = options.layer as LayerEntry | undefined;
  const make = layers[kind as keyof typeof layers] as (
    options: object
  ) => Layer;
  return make({ ...options, ...(inner && { layer: layerOf(inner) }) });
}

function modelOfPytorch(
  of: PytorchProgram,
  compute: 'tape' | 'auto'
): Sequential {
  const { program, lengths, optimizer } = of;
  const { cell, units, useBias, activation } = program;
  const recurrent = (at: number) => {
    const layer = layers[cell]({
      units,
      useBias,
      convention: 'pytorch',
      returnSequences: at < program.layers - 1 || program.perStep,
      ...(cell === 'simpleRNN' && { activation })
    });
    return program.bidirectional ? layers.bidirectional({ layer }) : layer;
  };
  const model = sequential(
    [
      ...(lengths ? [layers.masking()] : []),
      ...Array.from({ length: program.layers }, (_, at) => recurrent(at)),
      ...(program.outputs > 0 ? [layers.dense({ units: program.outputs })] : [])
    ],
    { seed: 1, compute }
  );
  model.build([null, tensor(of.x as number[]).shape[2]]);
  const lossMaker = losses[program.loss.name as keyof typeof losses] as (
    options: object
  ) => Loss;
  const optimizerMaker = optimizers[
    optimizer.name as keyof typeof optimizers
  ] as (options: object) => ReturnType<typeof optimizers.adam>;
  model.compile({
    loss: lossMaker(program.loss.options),
    optimizer: optimizerMaker(optimizer.options)
  });
  model.setWeights(
    Object.fromEntries(
      model.variables.map(({ name, tensor: { shape } }) => [
        name,
        tensor(Array.from(named(of, of.weights).get(name)!)).reshape([...shape])
      ])
    )
  );
  return model;
}

/** PyTorch's parameters under our names, in our layout. */
function named(
  { program, lengths }: PytorchProgram,
  weights: Weights
): Map<string, ArrayLike<number>> {
  const type = { lstm: 'lstm', gru: 'gru', simpleRNN: 'simple_rnn' }[
    program.cell
  ];
  expect(lengths === null || lengths.length > 0).toBe(true);
  return new Map(
    Object.entries(weights).map(([name, value]) => {
      if (name.startsWith('head.')) {
        const given = tensor(value as number[]);
        return name === 'head.weight'
          ? (['dense/kernel', given.transpose().values] as const)
          : (['dense/bias', given.values] as const);
      }
      const [, weight, at, reverse] = /layer\.(\w+)_l(\d)(_reverse)?$/.exec(
        name
      )!;
      const base = program.bidirectional ? 'bidirectional' : type;
      const layer = at === '0' ? base : `${base}_${at}`;
      const side = program.bidirectional
        ? reverse
          ? 'backward/'
          : 'forward/'
        : '';
      return [`${layer}/${side}${weight}`, numbersOf(value)] as const;
    })
  );
}
