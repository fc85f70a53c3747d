import type { Tensor } from '../../../../src/engine';
import {
  concat,
  layers,
  matmul,
  select,
  sequential,
  tensor
} from '../../../../src/engine';
import { decodeBundle, encode } from '../../../../src/trace';

const x = [
  [0.3, -0.4],
  [1.1, 0.2],
  [-0.6, 0.9],
  [0.1, 0.8]
];
const block = (heads: number, rotary = false) =>
  layers.residual({
    layers: [
      layers.layerNormalization(),
      layers.selfAttention({ keyDim: 2, heads, causal: true, rotary })
    ]
  });
const oneHot = (at: number) => x.map((_, step) => Number(step === at));
const onItself = (_: readonly number[], step: number) => oneHot(step);
const apart = (one: Tensor, other: Tensor): number =>
  one.sub(other).abs().max().item();
const model = sequential(
  [layers.dense({ units: 4, inputShape: [null, 2] }), block(2, true), block(3)],
  { seed: 3, dtype: 'f64' }
);

describe('where a network that looks at its own sequence looked', () => {
  it('is the softmax of what its queries and keys score, before each step', () => {
    const alone = sequential(
      [
        layers.selfAttention({ keyDim: 3, causal: true, inputShape: [null, 2] })
      ],
      { seed: 1, dtype: 'f64' }
    );
    const [kernel, bias, keyKernel, keyBias] = Object.values(
      alone.getWeights()
    );
    const q = matmul(x, kernel).add(bias);
    const k = matmul(x, keyKernel).add(keyBias);
    const [{ weights }] = alone.attentionOf(x).decodings;
    x.forEach((_, step) => {
      const scores = k
        .slice(0, step + 1)
        .matmul(q.at(step))
        .div(Math.sqrt(3));
      const expected = [...scores.softmax().values];
      weights
        .at(step)
        .toArray<number[]>()
        .forEach((weight, at) =>
          expect(weight).toBeCloseTo(expected[at] ?? 0, 12)
        );
    });
  });

  it('is shown of the first heads of the first and of the last layer', () => {
    const view = model.attentionOf(x, { tokens: ['a', 'b', 'c', 'd'] });
    expect(view.decodings.map(({ name }) => name)).toEqual([
      'layer 1, head 1',
      'layer 2, head 1'
    ]);
    expect(view.source).toEqual(['a', 'b', 'c', 'd']);
    expect(decodeBundle(encode(view.toBundle())).kind).toBe('attention');
  });

  it('is shown of two heads where one layer looks', () => {
    const one = sequential([
      layers.dense({ units: 4, inputShape: [null, 2] }),
      block(3)
    ]);
    expect(one.attentionOf(x).decodings.map(({ name }) => name)).toEqual([
      'layer 1, head 1',
      'layer 1, head 2'
    ]);
  });

  it('is shown of the heads that are asked for', () => {
    const { decodings } = model.attentionOf(x, { heads: [[2, 3]] });
    const [, other] = model.attentionOf(x, {
      heads: [
        [1, 2],
        [2, 2]
      ]
    }).decodings;
    expect(decodings.map(({ name }) => name)).toEqual(['layer 2, head 3']);
    expect(decodings[0].weights.toArray()).not.toEqual(other.weights.toArray());
    expect(decodings[0].weights.sum(1).toArray()).toEqual(
      x.map(() => expect.closeTo(1, 12) as number)
    );
  });

  it('comes about by queries, keys, the root, the mask, the softmax and the values', () => {
    const heads = [1, 2, 3].map(head => [2, head] as const);
    const { decodings, output } = model.attentionOf(x, { heads });
    const side = decodings.map(({ weights, look }) => {
      const { queries, keys, values, scores, visible, seen } = look!;
      const products = queries.matmul(keys.transpose());
      expect(apart(products.div(Math.sqrt(2)), scores)).toBeLessThan(1e-12);
      const masked = select(visible!, scores, -1e30);
      expect(apart(masked.softmax(-1), weights)).toBeLessThan(1e-12);
      expect(visible!.toArray()).toEqual(
        x.map((_, step) => x.map((_, at) => Number(at <= step)))
      );
      expect(apart(weights.matmul(values), seen)).toBeLessThan(1e-12);
      return seen;
    });
    // The last product brings the heads together, and the residual layer adds what it was given.
    const [kernel, bias] = Object.values(model.getWeights()).slice(-2);
    const added = concat(side).matmul(kernel).add(bias);
    const below = sequential(model.layers.slice(0, 2)).predict([x]).at(0);
    expect(apart(below.add(added), output!)).toBeLessThan(1e-12);
    const before = model.attentionOf(x, { lookAt: onItself }).output!;
    const { look, weights } = model.attentionOf(x, {
      ...{ heads: [[2, 1]], lookAt: onItself }
    }).decodings[0];
    expect(apart(weights, tensor(x.map((_, at) => oneHot(at))))).toBe(0);
    expect(apart(look!.seen, look!.values)).toBeLessThan(1e-12);
    expect(apart(look!.own!, weights)).toBeGreaterThan(0.1);
    expect(decodings[0].look!.own).toBeUndefined();
    expect(apart(before, output!)).toBeGreaterThan(0.01);
    expect(apart(model.predict([x]).at(0), output!)).toBe(0);
    const alone = model.attentionOf(x, {
      lookAt: (weights, step, { layer, head }) =>
        layer === 2 && head === 3 ? oneHot(step) : weights
    });
    const moved = model.attentionOf(x, { heads: [[2, 3]], lookAt: onItself });
    expect(alone.decodings[1].weights.toArray()).toEqual(
      decodings[0].weights.toArray()
    );
    expect(moved.decodings[0].weights.at(3).toArray()).toEqual([0, 0, 0, 1]);
    expect(apart(alone.output!, output!)).toBeGreaterThan(1e-3);
  });

  it('is stale once the network learns', () => {
    const one = sequential([
      layers.selfAttention({ keyDim: 2, inputShape: [null, 2] })
    ]);
    const view = one.attentionOf(x);
    one.setWeights(one.getWeights());
    expect((view as unknown as { stale: boolean }).stale).toBe(true);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a network without such a layer',
      () =>
        sequential([
          layers.gru({ units: 2, inputShape: [null, 2] })
        ]).attentionOf(x),
      'model.attentionOf: this model has no layer that looks at its own sequence (layers.selfAttention)'
    ],
    [
      'tokens of another number',
      () => model.attentionOf(x, { tokens: ['a'] }),
      'model.attentionOf: tokens must be one a step (4), got 1'
    ],
    [
      'a head that there is not',
      () => model.attentionOf(x, { heads: [[1, 3]] }),
      'model.attentionOf: heads[0] must be a layer of 2 and one of its heads (2, 3), both counted from 1, got [1, 3]'
    ],
    [
      'a layer without a head',
      () => model.attentionOf(x, { heads: [[1] as never] }),
      'model.attentionOf: heads[0] must be [layer, head], got'
    ],
    [
      'nine heads',
      () =>
        model.attentionOf(x, {
          heads: Array.from({ length: 9 }, () => [1, 1] as const)
        }),
      'model.attentionOf: heads must be one to eight, each as [layer, head], got 9'
    ],
    [
      'a look into the future',
      () => model.attentionOf(x, { lookAt: () => [0, 0, 0, 1] }),
      'model.attentionOf: what lookAt returns at step 0 looks at step 3, which the mask hides'
    ],
    [
      'a look that is more than whole',
      () => model.attentionOf(x, { lookAt: weights => weights.map(() => 1) }),
      'model.attentionOf: what lookAt returns at step 0 must be 4 weights that sum to 1'
    ]
  ])('refuses %s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

describe('what is carried to the next step of live data', () => {
  it('grows with every step where keys and values are kept, and not in a state', () => {
    const looking = model.stream();
    const cells = sequential([
      layers.lstm({ units: 3, inputShape: [null, 2], returnSequences: true }),
      layers.gru({ units: 2 })
    ]).stream();
    expect([looking.carried, cells.carried]).toEqual([0, 0]);
    x.forEach((row, step) => {
      looking.step(row);
      cells.step(row);
      // Two vectors of 2 numbers for each of 2 and of 3 heads.
      expect(looking.carried).toBe((step + 1) * 2 * 2 * (2 + 3));
      expect(cells.carried).toBe(3 + 3 + 2);
    });
    looking.reset();
    expect(looking.carried).toBe(0);
  });

  it('is what a network with it answers as well as with all steps', () => {
    const live = model.stream();
    const answers = x.map(row => live.step(row));
    const whole = model.predict([x]) as unknown as (typeof answers)[number];
    answers.forEach((answer, step) =>
      expect(answer.toArray()).toEqual(
        tensor(whole.at(0).at(step))
          .toArray<number[]>()
          .map(value => expect.closeTo(value, 12) as number)
      )
    );
  });
});
