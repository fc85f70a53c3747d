import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Loss, Sequential } from '../../src/engine';
import { sequential, tensor } from '../../src/engine';
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
import type { Entry } from './layerOf';
import { layerOf } from './layerOf';
import type { Named, Nested, Trained } from './program';
import { compile, numbersOf } from './program';
import type { PytorchProgram } from './pytorchProgram';
import { modelOfPytorch, named } from './pytorchProgram';

// Random programs of `tests/fixtures/random_programs.py`, which says how fresh ones are made, on the
// tape and on each kind of kernel.

interface KerasProgram extends Trained {
  readonly program: readonly Entry[];
  readonly loss: Named;
  readonly weights: readonly Nested[];
  readonly output: Nested;
  readonly gradients: readonly Nested[];
  readonly after: readonly Nested[];
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

/**
 * How large the derivatives of a network are: those far below, or what is left where derivatives of
 * sequences cancel, are noise in f32.
 */
const scaleOf = (gradients: ReadonlyMap<string, ArrayLike<number>>) =>
  Math.max(
    2e-3,
    ...[...gradients.values()].map(
      values => 1e-2 * Math.max(...Array.from(values, Math.abs), 0)
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
    // Of sums in f32 whose summands cancel, the last digits are noise.
    expect(difference(answers, of.output, 0.05)).toBeLessThan(1e-5);
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

/**
 * Three steps of training, in one part or two, on the tape and as the engine does it by itself.
 *
 * @param made the model with its weights
 * @param digits how exact the other side is
 */
async function expectTrained(
  of: Trained,
  made: (compute: 'tape' | 'auto') => Sequential,
  after: ReadonlyMap<string, ArrayLike<number>>,
  digits: number
): Promise<void> {
  const x = tensor(of.x as number[]);
  const y = tensor(of.y as number[]);
  for (const compute of ['tape', 'auto'] as const) {
    const model = made(compute);
    const found: number[] = [];
    const parts =
      of.initialEpoch > 0
        ? [
            [0, of.initialEpoch],
            [of.initialEpoch, 3]
          ]
        : [[0, 3]];
    for (const [initialEpoch, epochs] of parts) {
      const history = await model.fit(x, y, {
        initialEpoch,
        epochs,
        batchSize: x.shape[0],
        shuffle: false,
        verbose: 0,
        ...(of.sampleWeight !== null && {
          sampleWeight: tensor(of.sampleWeight as number[])
        })
      });
      found.push(...history.batchLosses);
    }
    const exact = compute === 'tape' || !byKernels(model);
    expect(difference(found, of.losses, exact ? 1e-9 : 0.1)).toBeLessThan(
      exact ? 100 * digits : 1e-3
    );
    for (const [name, values] of after) {
      expect(
        difference(model.getWeights()[name].values, values, 0.1)
      ).toBeLessThan(exact ? 1e3 * digits : 5e-3);
    }
  }
}

/** Whether kernels train it, in f32. */
function byKernels(model: Sequential): boolean {
  const { optimizer, loss } = model.compiled!;
  const fused = model.fused();
  return fused !== null && fused.refusal(optimizer, loss) === null;
}

describe('random programs of PyTorch', () => {
  const programs = programsOf<PytorchProgram>('pytorch');

  it.each(programs)('number $at', async ({ of }) => {
    const made = (compute: 'tape' | 'auto') => modelOfPytorch(of, compute);
    const model = made('tape');
    const expected: Expected = {
      model,
      x: tensor(of.x as number[]),
      y: tensor(of.y as number[]),
      loss: model.compiled!.loss,
      value: of.data,
      output: numbersOf(of.output),
      gradients: named(of, of.gradients)
    };
    expectOnTape(expected, 1e-10);
    expect(expectByKernels(expected)).toBe(true);
    await expectTrained(of, made, named(of, of.after), 1e-10);
  });

  it('are some', () => expect(programs.length).toBeGreaterThan(20));
});

describe('random programs of Keras', () => {
  const programs = programsOf<KerasProgram>('keras');
  let computed = 0;

  it.each(programs)('number $at', async ({ of }) => {
    const made = (compute: 'tape' | 'auto') => modelOfKeras(of, compute);
    const model = made('tape');
    const byName = (values: readonly Nested[]) =>
      new Map(
        model.variables.map(({ name }, at) => [name, numbersOf(values[at])])
      );
    const expected: Expected = {
      model,
      x: tensor(of.x as number[]),
      y: tensor(of.y as number[]),
      loss: model.compiled!.loss,
      value: of.data,
      output: numbersOf(of.output),
      gradients: byName(of.gradients)
    };
    // Keras's mean over a mask divides by the sum and 1e-7.
    const masked = of.program.some(
      ({ kind, options }) => kind === 'masking' || options.maskZero === true
    );
    // TensorFlow's gelu has √2 to seven digits.
    const bends = JSON.stringify(of.program).includes('"gelu"');
    // Its derivatives by logits, which sum to zero, miss zero by up to 2·10⁻⁸ where an activity is
    // regularised: some of that way is in float32.
    const digits = masked || bends ? 2e-7 : 2e-8;
    expectOnTape(expected, digits);
    computed += Number(expectByKernels(expected));
    await expectTrained(of, made, byName(of.after), digits);
  });

  it('are some, and many of them for the kernels', () => {
    expect(programs.length).toBeGreaterThan(20);
    expect(computed).toBeGreaterThan(programs.length / 5);
  });
});

function modelOfKeras(of: KerasProgram, compute: 'tape' | 'auto'): Sequential {
  const model = sequential(of.program.map(layerOf), { seed: 1, compute });
  const x = tensor(of.x as number[]);
  model.build(x.rank === 3 ? [null, x.shape[2]] : [null]);
  model.setWeights(of.weights as number[][]);
  compile(model, of.loss, of.optimizer);
  return model;
}
