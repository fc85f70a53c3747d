import fc from 'fast-check';
import { fusedNetwork } from '../../../../src/engine/fused/fusedNetwork';
import { kernelMemory } from '../../../../src/engine/kernels/kernelMemory';
import { loadKernels } from '../../../../src/engine/kernels/loadKernels';
import type { MemoryPool } from '../../../../src/engine/kernels/memoryPool';
import { memoryPool } from '../../../../src/engine/kernels/memoryPool';
import type { NetworkSpec } from '../../../../src/engine/fused/spec';
import { specOfLayers } from '../../../../src/engine/fused/specOfLayers';
import { updateRuleOf } from '../../../../src/engine/fused/updateRule';
import type { Layer } from '../../../../src/engine/layers/layer';
import { layers } from '../../../../src/engine/layers/layers';
import { sequential } from '../../../../src/engine/models/sequential';
import { optimizers } from '../../../../src/engine/training/optimizers';
import { kinds, numbers } from '../fused/support';

/** What the kernels compute of these layers for numbers `[B, T, inputSize]`. */
const specOf = (inputSize: number, made: readonly Layer[]): NetworkSpec => {
  sequential([...made], { seed: 1 }).build([null, inputSize]);
  const { spec, reason } = specOfLayers(made, inputSize);
  if (!spec) {
    throw new Error(reason);
  }
  return spec;
};

const lstm = (units: number) => specOf(2, [layers.lstm({ units })]);

const input = (batch: number, steps: number) => ({
  input: numbers(batch * steps * 2, 'x'),
  starts: Int32Array.from({ length: batch }, (_, b) => b * steps * 2),
  steps
});

function trainStep(
  network: ReturnType<typeof fusedNetwork>,
  units: number,
  step: number
) {
  return network.trainStep({
    ...input(4, 6),
    target: {
      loss: { kind: 'meanSquaredError' },
      truth: numbers(4 * units, 'y'),
      starts: Int32Array.from({ length: 4 }, (_, b) => b * units),
      width: units,
      importance: null
    },
    update: {
      rule: {
        kind: 'adam',
        convention: 'keras',
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-7,
        decay: 0
      },
      clipping: {},
      learningRate: 1e-3,
      step
    }
  });
}

const pool = (limit?: number): MemoryPool =>
  memoryPool(kernelMemory(loadKernels({ limit })));

describe.each(kinds)('kernel memory (%s)', kind => {
  it('does not grow over 1,000 steps of training', () => {
    const kernels = loadKernels({ kind });
    const network = fusedNetwork(lstm(5), memoryPool(kernelMemory(kernels)));
    trainStep(network, 5, 1);
    const { size } = kernels;
    const bytes = network.bytes;
    for (let step = 2; step <= 1001; step++) {
      trainStep(network, 5, step);
    }
    expect(kernels.size).toBe(size);
    expect(network.bytes).toBe(bytes);
  });

  it('refuses a batch beyond its limit in words, and goes on with a smaller one', () => {
    const kernels = loadKernels({ kind, limit: 1 << 20 });
    const network = fusedNetwork(lstm(16), memoryPool(kernelMemory(kernels)));
    expect(() => network.predict(input(64, 200))).toThrow(
      /this network needs \d+ MB for one batch, but there are 1 MB; take a smaller batchSize/
    );
    expect(network.predict(input(2, 5))).toHaveLength(32);
  });
});

it('hands gaps out again and joins neighbors', () => {
  const memory = kernelMemory(loadKernels());
  const [a, b, c] = [100, 200, 300].map(bytes => memory.allocate(bytes));
  expect(a.address % 64).toBe(0);
  memory.release(a);
  memory.release(b);
  const joined = memory.allocate(a.bytes + b.bytes);
  expect(joined.address).toBe(a.address);
  memory.release(joined);
  memory.release(c);
  expect(memory.used).toBe(0);
});

it('keeps the weights and moments of a network that had to make room', () => {
  const small = pool();
  const network = fusedNetwork(lstm(5), small);
  const other = fusedNetwork(lstm(5), pool());
  for (const at of [0, 1, 2]) {
    const values = numbers(
      network.weights[at].shape.reduce((x, y) => x * y, 1),
      'w',
      at
    );
    network.writeWeight(at, values);
    other.writeWeight(at, values);
  }
  for (let step = 1; step <= 3; step++) {
    trainStep(network, 5, step);
    trainStep(other, 5, step);
  }
  // A user who takes more than is comfortable drives the others out.
  const used = small.memory.used;
  small.claim({ evict: () => false }, 2 ** 28);
  expect(small.memory.used - 2 ** 28).toBeLessThan(used);
  trainStep(network, 5, 4);
  trainStep(other, 5, 4);
  for (const at of [0, 1, 2]) {
    expect(network.readWeight(at)).toEqual(other.readWeight(at));
  }
});

it('gives everything back when it is disposed of', () => {
  const own = pool();
  const network = fusedNetwork(lstm(5), own);
  trainStep(network, 5, 1);
  network.predict(input(1, 3));
  network.dispose();
  expect(own.memory.used).toBe(0);
});

it('keeps the weights as they are when the loss is not finite', () => {
  const network = fusedNetwork(lstm(5), pool());
  network.writeWeight(0, new Float32Array(40).fill(NaN));
  network.writeWeight(1, new Float32Array(100).fill(0.5));
  expect(trainStep(network, 5, 1).loss).toBeNaN();
  expect(network.readWeight(1)[0]).toBe(0.5);
});

describe('a network', () => {
  const GUARD = 0x5a;
  /** Memory in which each piece is followed by bytes that nobody may write over. */
  const guardedPool = (): { pool: MemoryPool; isWhole(): boolean } => {
    const kernels = loadKernels();
    const inner = memoryPool(kernelMemory(kernels));
    const guards: { readonly address: number; readonly bytes: number }[] = [];
    const guarded = ({ address, bytes }: (typeof guards)[number]) =>
      new Uint8Array(kernels.buffer, address, bytes);
    return {
      pool: {
        ...inner,
        claim(user, bytes) {
          const block = inner.claim(user, bytes);
          const guard = inner.memory.allocate(1 << 16);
          guarded(guard).fill(GUARD);
          guards.push(guard);
          return block;
        }
      },
      isWhole: () =>
        guards.every(guard => guarded(guard).every(byte => byte === GUARD))
    };
  };

  const width = fc.constantFrom(1, 3, 64, 100, 256);
  type Drawn = readonly ['dense' | 'simpleRNN' | 'lstm' | 'gru', number];
  const layerOf = ([kind, units]: Drawn): Layer =>
    kind === 'dense'
      ? layers.dense({ units, activation: 'tanh' })
      : layers[kind]({ units, returnSequences: true, convention: 'pytorch' });
  // As many rows as a product packs at a time.
  const [batch, steps] = [8, 8];
  const examples = (features: number, purpose: string) => ({
    values: numbers(batch * steps * features, purpose),
    starts: Int32Array.from({ length: batch }, (_, b) => b * steps * features)
  });

  it('writes nowhere but in its own memory, whatever its widths are', () => {
    fc.assert(
      fc.property(
        width,
        fc.array(
          fc.tuple(
            fc.constantFrom<Drawn[0][]>('dense', 'simpleRNN', 'lstm', 'gru'),
            width
          ),
          { minLength: 1, maxLength: 3 }
        ),
        (inputSize, drawn) => {
          const { pool: own, isWhole } = guardedPool();
          const outputs = 3;
          const network = fusedNetwork(
            specOf(
              inputSize,
              [...drawn, ['lstm', outputs] as const].map(layerOf)
            ),
            own
          );
          const x = examples(inputSize, 'x');
          const y = examples(outputs, 'y');
          network.trainStep({
            input: x.values,
            starts: x.starts,
            steps,
            target: {
              loss: { kind: 'meanSquaredError' },
              truth: y.values,
              starts: y.starts,
              width: outputs,
              importance: null
            },
            update: {
              rule: updateRuleOf(optimizers.sgd())!,
              clipping: {},
              learningRate: 1e-3,
              step: 1
            }
          });
          return isWhole();
        }
      ),
      {
        numRuns: 20,
        // A layer much narrower than its input, and one much wider.
        examples: [
          [256, [['dense', 64]]],
          [
            64,
            [
              ['dense', 64],
              ['dense', 256]
            ]
          ]
        ]
      }
    );
  });
});
