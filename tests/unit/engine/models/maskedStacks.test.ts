import fc from 'fast-check';
import type { Sequential, Tensor } from '../../../../src/engine';
import { optimizers, random, sequential, tensor } from '../../../../src/engine';
import type { Random } from '../../../../src/engine/base/random';
import type { SequentialOptions } from '../../../../src/engine/models/sequentialOptions';
import { rowMask } from '../../../../src/engine/layers/layer';
import { IDS, layersOf, stacks, WORDS, type Stack } from './maskedStack';

// What is padding changes nothing: a padded batch has the answers, the scores and the gradients of the
// same batch without padding.

const paths: Readonly<Record<string, SequentialOptions>> = {
  'tape, float64': { compute: 'tape', dtype: 'f64' },
  'tape, float32': { compute: 'tape', dtype: 'f32' },
  'kernels or compiled steps': { compute: 'auto' },
  'kernels or compiled steps, float32': { compute: 'auto', dtype: 'f32' }
};

type Nested = number | Nested[];

/** So many of what is padding around a list: some before it and the others behind. */
function around(
  list: Nested[],
  padding: number,
  none: () => Nested,
  draw: Random
) {
  const before = Math.floor(draw.uniform() * (padding + 1));
  return [
    ...Array.from({ length: before }, none),
    ...list,
    ...Array.from({ length: padding - before }, none)
  ];
}

/** A batch without padding, and the same with it. */
function batchesOf(of: Stack) {
  const { reads, features, maskValue, batch, steps, padding, seed } = of;
  const draw = random(seed, 'batch');
  const list = (length: number, of: () => Nested) => Array.from({ length }, of);
  const isOfIds = reads === 'ids' || reads === 'sentences';
  const one = () =>
    isOfIds
      ? 1 + Math.floor(draw.uniform() * (IDS - 1))
      : list(features, () => draw.normal());
  const none = () => (isOfIds ? 0 : list(features, () => maskValue));
  const isNested = reads === 'sentences' || reads === 'tables';
  const plain = list(batch, () =>
    list(steps, () => (isNested ? list(WORDS, one) : one()))
  ) as Nested[][];
  const padded = plain.map(sequence =>
    isNested
      ? around(
          sequence.map(inner => around(inner as Nested[], padding, none, draw)),
          padding,
          () => list(WORDS + padding, none),
          draw
        )
      : around(sequence, padding, none, draw)
  );
  return [plain, padded].map(each => tensor(each as number[][][]));
}

function modelOf(
  of: Stack,
  isPadded: boolean,
  options: SequentialOptions
): Sequential {
  const more = isPadded ? of.padding : 0;
  const model = sequential(layersOf(of, of.steps + more, WORDS + more), {
    ...options,
    seed: of.seed
  });
  if (!model.built) {
    model.build([null]);
  }
  const draw = random(of.seed, 'weights');
  model.variables.forEach(({ tensor: { values } }) => {
    for (let at = 0; at < values.length; at++) {
      values[at] = Math.fround(0.5 * draw.normal());
    }
  });
  model.changed();
  model.compile({
    loss: 'meanSquaredError',
    metrics: ['meanAbsoluteError'],
    // A plain step, so that weights show their gradients.
    optimizer: optimizers.sgd({ learningRate: 0.1 })
  });
  return model;
}

/** The largest distance of numbers, by the largest of them. */
function apart(some: ArrayLike<number>, others: ArrayLike<number>): number {
  expect(some.length).toBe(others.length);
  let worst = 0;
  let largest = 1;
  for (let at = 0; at < some.length; at++) {
    const by = Math.abs(some[at] - others[at]);
    worst = by > worst || Number.isNaN(by) ? by : worst;
    largest = Math.max(largest, Math.abs(others[at]));
  }
  return worst / largest;
}

/** Which numbers of a model's answer are of no padding, and their shape. */
function realOf(model: Sequential, x: Tensor) {
  const answer = model.forward(
    model.prepare('test', x),
    model.passFor(false, 0)
  );
  const mask = rowMask(answer);
  const { values } = answer;
  return {
    shape: values.shape,
    is: Array.from(
      values.values,
      (_, at) =>
        !mask || mask.values[Math.floor(at / (values.size / mask.size))] !== 0
    )
  };
}

/** What a model answers at steps that are no padding, how it scores, and its weights once it has learned. */
async function measured(
  of: Stack,
  x: Tensor,
  isPadded: boolean,
  options: SequentialOptions
): Promise<Readonly<Record<string, ArrayLike<number>>>> {
  const tape = modelOf(of, isPadded, { ...options, compute: 'tape' });
  const { shape, is } = realOf(tape, x);
  const draw = random(of.seed, 'truth');
  const y = tensor(
    is.map(isReal => (isReal ? draw.normal() : 1e20)),
    { shape }
  );
  const model = modelOf(of, isPadded, options);
  const answers = model.predict(x).values.filter((_, at) => is[at]);
  const scores = Object.values(await model.evaluate(x, y));
  await model.fit(x, y, { batchSize: of.batch, shuffle: false, verbose: 0 });
  const weights = Object.entries(model.getWeights()).map(
    ([name, { values }]) => [name, values] as const
  );
  return { answers, scores, ...Object.fromEntries(weights) };
}

it('padding before and behind changes nothing of what a stack computes and learns', async () => {
  await fc.assert(
    fc.asyncProperty(stacks, async of => {
      const [x, padded] = batchesOf(of);
      for (const [path, options] of Object.entries(paths)) {
        const expected = await measured(of, x, false, options);
        const found = await measured(of, padded, true, options);
        for (const [what, numbers] of Object.entries(expected)) {
          const by = apart(found[what], numbers);
          const limit = path === 'tape, float64' ? 1e-10 : 2e-4;
          expect([path, what, by < limit || by]).toEqual([path, what, true]);
        }
      }
    }),
    { numRuns: process.env.GATESCOPE_NIGHT ? 400 : 4 }
  );
});
