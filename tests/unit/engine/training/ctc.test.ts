import fc from 'fast-check';
import {
  ctcDecode,
  layers,
  losses,
  optimizers,
  random,
  sequential,
  tensor,
  variable
} from '../../../../src/engine';
import { gradientError } from '../finiteDifferences';

/** `[B, T, K]` */
function logitsOf(shape: readonly number[], seed: number) {
  const source = random(seed);
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float64Array.from({ length: size }, () => source.normal(0, 1.5)),
    { shape }
  );
}

/** What a way over the steps says: repeats once, blanks not at all. */
const said = (way: readonly number[], blank: number): number[] =>
  way.filter((k, step) => k !== blank && k !== way[step - 1]);

/** The probability of each labeling, by all ways there are, the likeliest first. */
function byAllWays(rows: readonly (readonly number[])[], blank: number) {
  const shares = rows.map(row => {
    const total = row.reduce((sum, each) => sum + Math.exp(each), 0);
    return row.map(each => Math.exp(each) / total);
  });
  const found = new Map<string, number>();
  const walk = (way: readonly number[], p: number): void => {
    if (way.length === rows.length) {
      const key = said(way, blank).join();
      found.set(key, (found.get(key) ?? 0) + p);
      return;
    }
    shares[way.length].forEach((share, k) => walk([...way, k], p * share));
  };
  walk([], 1);
  return [...found].sort(([, a], [, b]) => b - a);
}

const small = fc.record({
  steps: fc.integer({ min: 0, max: 5 }),
  classes: fc.integer({ min: 1, max: 4 }),
  blank: fc.nat(3),
  seed: fc.nat(10_000)
});

describe('losses.ctc', () => {
  it('is −log of the sum over all ways, for every labeling that there is', () => {
    fc.assert(
      fc.property(small, ({ steps, classes, blank: drawn, seed }) => {
        const blank = drawn % classes;
        const logits = logitsOf([1, steps, classes], seed);
        const ways = byAllWays(
          steps === 0 ? [] : (logits.at(0).toArray() as number[][]),
          blank
        );
        for (const [key, p] of ways) {
          const labels = key === '' ? [] : key.split(',').map(Number);
          const loss = losses
            .ctc({ blank })
            .of([[...labels, -1, blank]], logits)
            .item();
          expect(loss).toBeCloseTo(-Math.log(p), 9);
        }
        // And together they are everything.
        expect(ways.reduce((sum, [, p]) => sum + p, 0)).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 }
    );
  });

  it('has the gradient that finite differences find', () => {
    const logits = variable(logitsOf([2, 6, 3], 4));
    const loss = () =>
      losses.ctc({ convention: 'pytorch' }).of(
        [
          [1, 1, 2],
          [2, -1, -1]
        ],
        logits,
        {
          mask: tensor([
            [1, 1, 1, 1, 1, 1],
            [0, 1, 1, 0, 1, 0]
          ]),
          sample: tensor([2, 0.5])
        }
      );
    expect(gradientError(loss, [logits])).toBeLessThan(1e-7);
  });

  it('reads a masked step as none, wherever it stands', () => {
    const whole = logitsOf([1, 5, 3], 5);
    const some = tensor(
      [[0, 2, 4].map(step => whole.at(0).at(step))].map(rows =>
        rows.map(row => row.toArray() as number[])
      )
    );
    const mask = tensor([[1, 0, 1, 0, 1]]);
    expect(
      losses
        .ctc()
        .of([[1, 2]], whole, { mask })
        .item()
    ).toBeCloseTo(
      losses
        .ctc()
        .of([[1, 2]], some)
        .item(),
      12
    );
  });

  it.each([
    [
      [[1, 0, 2]],
      'sequence 0 has the blank, 0, at place 1, before other labels'
    ],
    [[[1, -1, 2]], 'sequence 0 has -1 at place 1'],
    [[[1, 3]], 'labels must be whole numbers from 0 to 2, got the number 3'],
    [[[1.5]], 'labels must be whole numbers'],
    [[[1], [2]], 'the truth is of 2 sequences, but the output of 1'],
    [[1, 2], 'the truth [B, L]']
  ])('refuses the truth %j', (truth, message) => {
    expect(() =>
      losses.ctc().of(truth as number[][], logitsOf([1, 4, 3], 1))
    ).toThrow(message);
  });

  it('refuses a blank that is no class, and importances of labels', () => {
    const logits = logitsOf([1, 4, 3], 1);
    expect(() => losses.ctc({ blank: 3 }).of([[1]], logits)).toThrow(
      'blank must be one of the 3 classes'
    );
    expect(() =>
      losses.ctc().of([[1, 2]], logits, { sample: tensor([[1, 2]]) })
    ).toThrow('one number for each');
  });

  it('takes the importance of a sequence also where it stands at each label', () => {
    const logits = logitsOf([2, 4, 3], 5);
    const labels = [
      [1, 2],
      [2, 1]
    ];
    const of = (sample: number[] | number[][]) =>
      losses
        .ctc()
        .of(labels, logits, { sample: tensor(sample) })
        .item();
    expect(
      of([
        [2, 2],
        [3, 3]
      ])
    ).toBe(of([2, 3]));
    expect(of([[2], [3]])).toBe(of([2, 3]));
    expect(of([2, 3])).not.toBe(of([3, 2]));
  });

  it('decodes of classes that are alike the first', () => {
    const labelsOf = (row: number[]): readonly number[] =>
      ctcDecode([row], { strategy: 'greedy' })[0][0].labels;
    expect(labelsOf([0, 5, 5])).toEqual([1]);
    expect(labelsOf([5, 5, 0])).toEqual([]);
  });

  it.each([
    [[1, 2, 1], 'needs 3 steps, but has 2'],
    [
      [1, 1, -1],
      'has 2 labels, 1 of them equal to the one before, which takes a blank between, and so needs 3 steps, but has 2'
    ]
  ])(
    'says that labels %j need more steps rather than blame the numbers',
    async (labels, said) => {
      const model = sequential(
        [
          layers.masking({ inputShape: [null, 1] }),
          layers.simpleRNN({ units: 2, returnSequences: true }),
          layers.dense({ units: 3 })
        ],
        { seed: 1 }
      );
      model.compile({ loss: losses.ctc(), optimizer: 'sgd' });
      // The first has three real steps, the second two.
      const x = [
        [[1], [2], [3]],
        [[1], [2], [0]]
      ];
      const fit = (y: number[][], loss = losses.ctc()) => {
        model.compile({ loss, optimizer: 'sgd' });
        return model.fit(x, y, { verbose: 0 });
      };
      await expect(fit([[1, 2, -1], labels])).rejects.toThrow(
        'batch 1 of epoch 1; example 1 has'
      );
      await expect(fit([[1, 2, -1], labels])).rejects.toThrow(said);
      // As many labels as steps fit.
      await expect(fit([[1, 2, 1], labels])).rejects.toThrow('; example 1 has');
      await expect(fit([labels, [1, 2, -1]])).resolves.toBeDefined();
      await expect(
        fit([[1, 2, -1], labels], losses.ctc({ zeroInfinity: true }))
      ).resolves.toBeDefined();
    }
  );

  it('trains a network that finds labels without being told where they stand', async () => {
    const source = random(3);
    // Each label is two or three steps of its own feature, with silence between.
    const examples = Array.from({ length: 40 }, () => {
      const labels = Array.from(
        { length: 1 + source.integer(2) },
        () => 1 + source.integer(2)
      );
      const steps: number[][] = [];
      for (const label of labels) {
        steps.push([0, 0]);
        for (let at = 0; at < 2 + source.integer(2); at++) {
          steps.push([Number(label === 1), Number(label === 2)]);
        }
      }
      while (steps.length < 9) {
        steps.push([-9, -9]);
      }
      return { x: steps, labels: [...labels, -1].slice(0, 2) };
    });
    const model = sequential(
      [
        layers.masking({ maskValue: -9, inputShape: [null, 2] }),
        layers.lstm({ units: 8, returnSequences: true }),
        layers.dense({ units: 3 })
      ],
      { seed: 1 }
    );
    model.compile({
      loss: losses.ctc(),
      optimizer: optimizers.adam({ learningRate: 0.03 })
    });
    const x = tensor(examples.map(each => each.x));
    const y = tensor(examples.map(each => each.labels));
    await model.fit(x, y, {
      epochs: 30,
      batchSize: 8,
      sampleWeight: examples.map(() => 1),
      bucketByLength: true,
      validationSplit: 0.2
    });
    expect((await model.evaluate(x, y)).loss).toBeLessThan(0.1);
    const mask = examples.map(each => each.x.map(([a]) => Number(a !== -9)));
    const found = ctcDecode(model.predict(x), { mask });
    const right = examples.filter(
      ({ labels }, at) =>
        labels.filter(label => label > 0).join() === found[at][0].labels.join()
    );
    expect(right.length).toBeGreaterThan(36);
    await expect(
      (async () => model.evaluate(x, tensor(examples.map(() => 1))))()
    ).rejects.toThrow('y be labels [N, L]');
  });

  it('refuses a network that ends in a softmax', () => {
    const model = sequential([
      layers.dense({ units: 3, activation: 'softmax', inputShape: [null, 2] })
    ]);
    expect(() => model.compile({ loss: 'ctc', optimizer: 'sgd' })).toThrow(
      'ctc takes numbers before a softmax'
    );
  });
});

describe('ctcDecode', () => {
  it('finds by a wide beam what all ways together find, in their order', () => {
    fc.assert(
      fc.property(small, ({ steps, classes, blank: drawn, seed }) => {
        const blank = drawn % classes;
        const logits = logitsOf([1, steps, classes], seed);
        const ways = byAllWays(
          steps === 0 ? [] : (logits.at(0).toArray() as number[][]),
          blank
        );
        const [paths] = ctcDecode(logits, {
          strategy: 'beamSearch',
          beamWidth: 10_000,
          topPaths: 10_000,
          blank
        });
        expect(paths.length).toBeGreaterThanOrEqual(ways.length);
        ways.forEach(([, p], at) => {
          expect(paths[at].logProbability).toBeCloseTo(Math.log(p), 9);
        });
        expect(paths[0].labels.join()).toBe(ways[0][0]);
      }),
      { numRuns: 60 }
    );
  });

  it('takes greedily the one likeliest way', () => {
    const rows = [
      [0, 2, 0],
      [0, 2, 0],
      [2, 0, 0],
      [0, 2, 0],
      [0, 0, 2]
    ];
    const [[path]] = ctcDecode(rows);
    expect(path.labels).toEqual([1, 1, 2]);
    expect(path.logProbability).toBeCloseTo(
      5 * Math.log(Math.exp(2) / (Math.exp(2) + 2)),
      12
    );
    // Without the blank between them, the two are one.
    const mask = [1, 1, 0, 1, 1];
    expect(ctcDecode(rows, { mask })[0][0].labels).toEqual([1, 2]);
    expect(
      ctcDecode([rows, rows], { mask: [mask, mask] })[1][0].labels
    ).toEqual([1, 2]);
  });

  it('finds by a beam labels that the greedy way misses', () => {
    // Blank is the likeliest at each step, but label 1 by three ways of four is likelier than none.
    const rows = [
      [Math.log(0.6), Math.log(0.4)],
      [Math.log(0.6), Math.log(0.4)]
    ];
    expect(ctcDecode(rows)[0][0].labels).toEqual([]);
    const [[best, second]] = ctcDecode(rows, {
      strategy: 'beamSearch',
      topPaths: 2
    });
    expect(best.labels).toEqual([1]);
    expect(Math.exp(best.logProbability)).toBeCloseTo(0.64, 12);
    expect(second.labels).toEqual([]);
  });

  it('gives no label twice that has no blank between, nor what no way leads to', () => {
    const twice = [
      [-Infinity, 0, 0],
      [0, 9, 0]
    ];
    const [paths] = ctcDecode(twice, {
      strategy: 'beamSearch',
      topPaths: 100
    });
    // Ways: 1 or 2, and then blank, 1 or 2.
    expect(paths.map(({ labels }) => String(labels)).sort()).toEqual([
      '1',
      '1,2',
      '2',
      '2,1'
    ]);
    const total = paths.reduce(
      (sum, { logProbability }) => sum + Math.exp(logProbability),
      0
    );
    expect(total).toBeCloseTo(1, 12);
  });

  it('refuses what has no probabilities', () => {
    const at = (logits: number[]) => () => ctcDecode([[0, 1], logits]);
    for (const strategy of ['greedy', 'beamSearch'] as const) {
      expect(() =>
        ctcDecode(
          [
            [
              [0, 1],
              [NaN, 1]
            ]
          ],
          { strategy }
        )
      ).toThrow(
        'ctcDecode: output must be logits of which some are finite and none is NaN or infinite, got NaN at step 1 of sequence 0'
      );
    }
    expect(at([0, Infinity])).toThrow('got Infinity at step 1');
    expect(at([-Infinity, -Infinity])).toThrow('got no finite one at step 1');
    // Padding is not read.
    const mask = [1, 0];
    expect(
      ctcDecode(
        [
          [0, 1],
          [NaN, 1]
        ],
        { mask }
      )[0][0].labels
    ).toEqual([1]);
  });

  it('refuses several greedy answers, a blank that is no class, and a mask that does not fit', () => {
    const rows = [[0, 1]];
    expect(() => ctcDecode(rows, { topPaths: 2 })).toThrow(
      'topPaths must be 1'
    );
    expect(() => ctcDecode(rows, { blank: 2 })).toThrow('one of the 2 classes');
    expect(() => ctcDecode([rows], { mask: [[1, 1]] })).toThrow(
      'mask must have shape [1, 1]'
    );
    expect(() => ctcDecode([1, 2])).toThrow('[B, T, K] or [T, K]');
  });
});
