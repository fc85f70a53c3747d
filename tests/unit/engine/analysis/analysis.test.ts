import fc from 'fast-check';
import type { Cell, Tensor } from '../../../../src/engine';
import {
  add,
  cell,
  cellShares,
  effectiveMemory,
  eigenvalues,
  gradientFlow,
  gru,
  jacobian,
  layers,
  lstm,
  matmul,
  minGru,
  minLstm,
  mul,
  random,
  rnn,
  sLstm,
  saturation,
  sequential,
  sigmoid,
  singularValues,
  spectralNorm,
  spectralRadius
} from '../../../../src/engine';
import { decodeBundle, encode } from '../../../../src/trace';
import type { GradientFlow } from '../../../../src/trace';

const signal = Array.from({ length: 12 }, (_, t) => Math.sin(t));

describe('gradientFlow', () => {
  it('of a linear network falls by exactly the weight at each step', () => {
    const cell = rnn({
      inputSize: 1,
      units: 1,
      activation: 'linear',
      recurrentInitializer: () => Float64Array.of(0.5)
    });
    const flow = gradientFlow(cell, signal);
    const [network] = flow.networks;
    // dL/dh_t = 0.5^(T−1−t)
    network.hidden.forEach((norm, t) => expect(norm).toBe(0.5 ** (11 - t)));
    network.product.forEach((norm, t) =>
      expect(norm).toBeCloseTo(0.5 ** (11 - t), 15)
    );
    expect(network.factors[0]).toBeNaN();
    expect(network.factors[3]).toBe(0.5);
    expect(network.spectralRadius).toEqual({ U: 0.5 });
    // 0.5⁷ is the first power below 0.01.
    expect(network.effectiveMemory).toBe(7);
    expect(flow.lossStep).toBe(11);
  });

  it('keeps products far below the range of f32, and says zero when f64 ends', () => {
    const cell = rnn({
      inputSize: 1,
      units: 1,
      activation: 'linear',
      recurrentInitializer: () => Float64Array.of(0.1)
    });
    const long = Array.from({ length: 401 }, () => 0);
    const [network] = gradientFlow(cell, long).networks;
    expect(network.product[400 - 300]).toBeCloseTo(1e-300, 310);
    expect(network.product[400 - 300] / 1e-300).toBeCloseTo(1, 10);
    expect(network.product[0]).toBe(0);
  });

  it.each(['f32', 'f64'] as const)(
    'says from where on no number of %s holds a norm, and keeps its logarithm',
    dtype => {
      const long = Array.from({ length: 401 }, () => 0);
      // A rotation by 45° and √2, times u: of u √2, whose tenth logarithm is log₁₀ u + 0.1505.
      const turning = (u: number) =>
        rnn({
          inputSize: 1,
          units: 2,
          activation: 'linear',
          dtype,
          recurrentInitializer: () => Float64Array.of(u, -u, u, u)
        });
      const perStep = (u: number) => Math.log10(u) + Math.log10(2) / 2;
      const [most, least] = dtype === 'f32' ? [128, 149] : [1024, 1074];
      for (const [u, is, at] of [
        [1000, 'larger', most * Math.log10(2)],
        [1e-3, 'smaller', least * -Math.log10(2)]
      ] as const) {
        const flow = gradientFlow(turning(u), long);
        const [{ hidden, product, logProduct, beyond }] = flow.networks;
        expect(logProduct[0]).toBeCloseTo(400 * perStep(u), 4);
        expect(product[0]).toBe(u > 1 ? Infinity : 0);
        expect(hidden[0]).toBe(u > 1 ? Infinity : 0);
        expect(hidden.some(Number.isNaN)).toBe(false);
        expect(beyond?.is).toBe(is);
        // By the powers of two of the precision, to a few steps: one of √2 and what a product holds more.
        const steps = at / perStep(u);
        expect(Math.abs(400 - beyond!.step - steps)).toBeLessThan(7);
        expect(String(flow)).toContain(
          `is ${is} than ${dtype.slice(1)}-bit numbers hold from step ${beyond!.step} back; ‖∂h_400/∂h_0‖ is 10^${(400 * perStep(u)).toFixed(1)}`
        );
      }
      // What hands nothing on is 0, and within all numbers.
      const [none] = gradientFlow(turning(0), long).networks;
      expect(none.beyond).toBeUndefined();
      expect(none.logProduct[0]).toBe(-Infinity);
    }
  );

  it('has the direct part of a state that a gate keeps beside h, and says where all is written over', () => {
    const sizes = { inputSize: 1, units: 3, seed: 5 };
    const flowOf = (of: { run(x: number[]): ReturnType<Cell['run']> }) => {
      const run = of.run(signal);
      return { run, network: gradientFlow(run).networks[0] };
    };
    const { run, network } = flowOf(sLstm(sizes));
    run
      .channel('f')
      .mean(1)
      .values.forEach((mean: number, step: number) =>
        expect(network.direct![step]).toBeCloseTo(mean, 14)
      );
    expect(network.writtenOver).toBeUndefined();
    for (const each of [gru(sizes), minGru(sizes)]) {
      const { direct, writtenOver } = flowOf(each).network;
      expect([direct, writtenOver]).toEqual([undefined, undefined]);
    }
    const plain = cell({
      ...sizes,
      name: 'plain',
      state: ['h'],
      parameters: ['W', 'U'],
      step: ({ x, h }, { W, U }) => ({
        h: sigmoid(add(matmul(x, W), matmul(h, U)))
      })
    });
    for (const each of [rnn(sizes), plain]) {
      expect(flowOf(each).network.writtenOver).toBe(true);
    }
  });

  it('of an LSTM whose gates hold its state never forgets', () => {
    const run = lstm({ inputSize: 1, units: 2, seed: 7 })
      .run(signal)
      .recompute({
        clamps: [
          { layer: 'lstm', channel: 'f', value: 1 },
          { layer: 'lstm', channel: 'i', value: 0 },
          { layer: 'lstm', channel: 'o', value: 1 }
        ]
      });
    const [network] = gradientFlow(run).networks;
    network.direct!.forEach(mean => expect(mean).toBe(1));
    // ∂(h, c)_t/∂c_{t−1} = (1 − tanh² c, 1) with c = 0 for each unit: singular value √2
    network.factors
      .slice(1)
      .forEach(factor => expect(factor).toBeCloseTo(Math.SQRT2, 12));
    network
      .radii!.slice(1)
      .forEach(radius => expect(radius).toBeCloseTo(1, 12));
  });

  it('compares several networks over one task, by name', () => {
    const of = (make: typeof lstm | typeof rnn | typeof gru, title?: string) =>
      make({ inputSize: 1, units: 3, seed: 7 }).run(signal, {
        title,
        gradientsOf: ({ h }: { h: Tensor }) => h.at(-1).sum()
      });
    const flow = gradientFlow([
      of(rnn),
      of(lstm),
      of(gru),
      of(gru, 'mine'),
      of(gru)
    ]);
    const bundle = decodeBundle(
      JSON.parse(JSON.stringify(encode(flow.toBundle())))
    ) as GradientFlow;
    expect(bundle.networks.map(({ name }) => name)).toEqual([
      'RNN',
      'LSTM',
      'GRU',
      'mine',
      'GRU 2'
    ]);
    expect(bundle.networks[1].cellState!.shape).toEqual([12]);
    expect(bundle.networks[0].cellState).toBeUndefined();
    expect(String(flow).split('\n')).toHaveLength(5);
  });

  it('of a model shows every layer and direction', () => {
    const model = sequential(
      [
        layers.bidirectional({
          layer: layers.gru({ units: 2, returnSequences: true })
        }),
        layers.lstm({ units: 3 }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    model.build([null, 1]);
    model.compile({ loss: 'mse' });
    const flow = gradientFlow(model, signal, { target: [1] });
    expect(flow.networks.map(({ name }) => name)).toEqual([
      'bidirectional/forward',
      'bidirectional/backward',
      'lstm'
    ]);
    expect(
      gradientFlow(model, signal, { layer: 'lstm' }).networks
    ).toHaveLength(1);
    const run = model.trace(signal, { target: [1] });
    expect([
      ...run.gradientFlow({ threshold: 0.5 }).networks[2].hidden
    ]).toEqual([...flow.networks[2].hidden]);
  });

  it.each(['lstm', 'gru', 'rnn'] as const)(
    'of an %s that goes backwards is that of the turned sequence, turned',
    kind => {
      const cell = { lstm, gru, rnn }[kind]({
        inputSize: 1,
        units: 3,
        seed: 5
      });
      const inputs = Array.from({ length: 9 }, (_, t) => [Math.sin(t * 2.3)]);
      const forward = gradientFlow(cell.run(inputs)).toBundle();
      const backward = gradientFlow(
        cell.run(inputs.toReversed(), { reverse: true })
      ).toBundle();
      const [there] = forward.networks;
      const [here] = backward.networks;
      expect(here.direction).toBe('backward');
      expect(backward.lossStep).toBe(0);
      expect(there.direction).toBeUndefined();
      expect(forward.lossStep).toBe(8);
      for (const key of [
        'hidden',
        'factors',
        'radii',
        'product',
        'cellState',
        'direct'
      ] as const) {
        expect(here[key] && [...here[key].values].toReversed()).toEqual(
          there[key] && [...there[key].values]
        );
      }
      expect(here.effectiveMemory).toBe(there.effectiveMemory);
      expect(
        String(gradientFlow(cell.run([1, 2], { reverse: true })))
      ).toContain('‖dL/dh‖ at step 1');
    }
  );

  it('of a bidirectional layer has for each direction the loss where its way back begins', () => {
    const model = sequential(
      [
        layers.bidirectional({
          layer: layers.lstm({ units: 2, inputShape: [null, 1] })
        }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    model.compile({ loss: 'mse' });
    const bundle = gradientFlow(model, signal, { target: [1] }).toBundle();
    const last = bundle.time.steps - 1;
    expect(bundle.lossStep).toBe(last);
    expect(bundle.networks.map(({ lossStep }) => lossStep)).toEqual([
      undefined,
      0
    ]);
    // From the loss on, nothing lies behind.
    expect(bundle.networks[1].product.values[0]).toBe(1);
    expect(bundle.networks[1].product.values[last]).toBeGreaterThan(0);
    expect(bundle.networks[1].factors.values[last]).toBeNaN();
    expect(bundle.networks[1].factors.values[0]).toBeGreaterThan(0);
  });

  it('takes the last step that is computed as the loss, and counts no padding', () => {
    const run = rnn({ inputSize: 1, units: 2, seed: 3 }).run(signal, {
      mask: signal.map((_, t) => (t < 9 ? 1 : 0)),
      gradientsOf: ({ h }) => h.at(8).sum()
    });
    const flow = gradientFlow(run);
    expect(flow.lossStep).toBe(8);
    expect(flow.networks[0].factors[10]).toBeNaN();
    expect(flow.networks[0].product[10]).toBeNaN();
    expect(jacobian(run, { step: 10 }).toArray()).toEqual([
      [1, 0],
      [0, 1]
    ]);
  });

  it('works for one sequence of a batch as for it alone', () => {
    const cell = gru({ inputSize: 1, units: 2, seed: 3 });
    const other = signal.map(v => -2 * v);
    const options = { gradientsOf: ({ h }: { h: Tensor }) => h.square().sum() };
    const batch = cell.run(
      [signal, other].map(rows => rows.map(v => [v])),
      options
    );
    const alone = cell.run(other, options);
    const [a] = gradientFlow(batch, { sequence: 1 }).networks;
    const [b] = gradientFlow(alone).networks;
    a.product.forEach((value, t) =>
      expect(value).toBeCloseTo(b.product[t], 14)
    );
    a.hidden.forEach((value, t) => expect(value).toBeCloseTo(b.hidden[t], 14));
  });
});

describe('effectiveMemory', () => {
  it.each([
    [['a', 'b', 'c'], 0, "the string 'a'"],
    [[null, {}, []], 0, 'null'],
    [[0.1, NaN, 1], 1, 'the number NaN'],
    [[0.1, , 1], 1, 'undefined'],
    [BigInt64Array.of(1n, 2n, 3n), 0, 'a BigInt']
  ])('refuses norms that are no numbers: %p', (norms, at, got) => {
    expect(() => effectiveMemory(norms as never, 2, 0.1)).toThrow(
      new TypeError(
        `effectiveMemory: norms[${at}] must be a number, got ${got}`
      )
    );
  });

  it('takes no notice of norms after the loss', () => {
    expect(effectiveMemory([0.001, 0.1, 1, NaN], 2, 0.01)).toBe(2);
  });

  it('counts steps back until the norm is below the fraction of its value at the loss', () => {
    expect(effectiveMemory([0.5, 0.009, 0.02, 1], 3, 0.01)).toBe(2);
    expect(effectiveMemory([0.5, 0.4, 0.6, 1], 3, 0.01)).toBeNull();
    expect(effectiveMemory([0.5, 0.4, 0.6, 1], 2, 0.8)).toBe(1);
  });
});

describe('cellShares', () => {
  const sizes = { inputSize: 1, units: 3, seed: 5 };

  it.each([
    ['an LSTM', lstm(sizes), 'c'],
    ['a GRU', gru(sizes), 'h'],
    ['a minGRU', minGru(sizes), 'h'],
    ['a minLSTM', minLstm(sizes), 'h'],
    ['an sLSTM', sLstm(sizes), 'c'],
    [
      'a cell whose gate is no channel',
      cell({
        ...sizes,
        name: 'leak',
        state: ['h'],
        parameters: ['Wk', 'b', 'W'],
        step: ({ x, h }, { Wk, b, W }) => ({
          h: add(mul(sigmoid(add(matmul(x, Wk), b)), h), matmul(x, W))
        })
      }),
      'h'
    ]
  ] as const)(
    'of %s add up to its state, with a start, clamps and padding',
    (_, cell, state) => {
      const run = (cell as Cell).run(signal, {
        initialState: { [state]: [0.3, -0.2, 0.5] },
        mask: signal.map((_, t) => (t === 4 || t > 9 ? 0 : 1)),
        clamps: [
          {
            layer: cell.who,
            channel: state,
            value: 0.7,
            units: [1],
            steps: [6]
          }
        ]
      });
      for (const step of [0, 5, 6, 11]) {
        const { written, initial } = cellShares(run as never, { step });
        const sum = written.sum(0).add(initial);
        const expected = run.channel(state).at(step);
        expected.values.forEach((value, unit) =>
          expect(sum.values[unit]).toBeCloseTo(value, 14)
        );
      }
      const late = cellShares(run as never, { step: 11 });
      // Nothing from before the clamp is left in unit 1, and padding wrote nothing.
      expect(late.initial.values[1]).toBeCloseTo(0, 300);
      expect(late.written.at(3).values[1]).toBe(0);
      expect(late.written.at(4).toArray()).toEqual([0, 0, 0]);
    }
  );

  it('of an LSTM are i ⊙ g times the later forget gates', () => {
    const run = lstm({ inputSize: 1, units: 2, seed: 5 }).run([1, -1, 0.5]);
    const { written } = cellShares(run);
    const expected = run.i
      .at(0)
      .mul(run.g.at(0))
      .mul(run.f.at(1))
      .mul(run.f.at(2));
    expected.values.forEach((value, unit) =>
      expect(written.at(0).values[unit]).toBeCloseTo(value, 15)
    );
  });
});

describe('saturation', () => {
  it('counts shut and open gates by unit', () => {
    const run = gru({ inputSize: 1, units: 2, seed: 5 })
      .run([1, 2, 3, 4])
      .clamp({ channel: 'z', value: 0.05, units: [0], steps: [0, 1, 2] })
      .clamp({ channel: 'z', value: 0.95, units: [1] });
    const [z, r] = saturation(run);
    expect(z).toMatchObject({ layer: 'gru', gate: 'z' });
    expect(z.units[0].shut).toBeGreaterThanOrEqual(0.75);
    expect(z.units[1]).toEqual({ mean: 0.95, shut: 0, open: 1 });
    expect(r.gate).toBe('r');
  });
});

describe('matrices', () => {
  it('have complex eigenvalues in pairs', () => {
    // λ² − 2λ + 5 = 0: 1 ± 2i
    const found = eigenvalues([
      [1, -4],
      [1, 1]
    ]).map(({ re, im }) => [re, Math.abs(im)]);
    found
      .flat()
      .forEach((value, at) => expect(value).toBeCloseTo([1, 2][at % 2], 12));
  });

  it('of an orthogonal U stretch nothing', () => {
    const { recurrentKernel } = rnn({
      inputSize: 1,
      units: 20,
      seed: 2
    }).getWeights();
    singularValues(recurrentKernel).forEach(value =>
      expect(value).toBeCloseTo(1, 13)
    );
    expect(spectralRadius(recurrentKernel)).toBeCloseTo(1, 13);
  });

  it('of zeros and ones that make other QR steps go round and round come to an end', () => {
    // The characteristic polynomial is λ (λ² + 1)(λ² − λ − 1), up to sign.
    const found = eigenvalues([
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 1],
      [0, 0, 0, 1, 0],
      [1, 1, 0, 0, 1],
      [1, 0, 1, 0, 1]
    ]).sort((a, b) => a.re - b.re || a.im - b.im);
    const golden = (1 + Math.sqrt(5)) / 2;
    expect(found[0].re).toBeCloseTo(1 - golden, 13);
    expect(found[4].re).toBeCloseTo(golden, 13);
    expect(
      found
        .slice(1, 4)
        .map(({ re, im }) => [Math.abs(re) < 1e-13, Math.round(im * 1e12)])
        .sort()
    ).toEqual([
      [true, -1e12],
      [true, 0],
      [true, 1e12]
    ]);
  });

  it('have the radius of their large block when another is tiny beyond all digits', () => {
    const size = 6;
    const matrix = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) =>
        i === 0 && j === 0
          ? 1
          : i < 2 || j < 2
            ? 0
            : 1e-310 * Math.sin(1 + i * 7 + j * 3)
      )
    );
    expect(spectralRadius(matrix)).toBe(1);
  });

  it('have eigenvalues whose sums of powers are the traces of the powers', () => {
    const entry = fc.double({ min: -1, max: 1, noNaN: true });
    const square = fc.integer({ min: 1, max: 9 }).chain(n =>
      fc.array(fc.array(entry, { minLength: n, maxLength: n }), {
        minLength: n,
        maxLength: n
      })
    );
    fc.assert(
      fc.property(square, matrix => {
        const found = eigenvalues(matrix);
        const n = matrix.length;
        let sum = 0;
        let squares = 0;
        for (let i = 0; i < n; i++) {
          sum += matrix[i][i];
          for (let j = 0; j < n; j++) {
            squares += matrix[i][j] * matrix[j][i];
          }
        }
        const ofRoots = found.reduce((total, { re }) => total + re, 0);
        const ofSquares = found.reduce(
          (total, { re, im }) => total + re * re - im * im,
          0
        );
        expect(Math.abs(ofRoots - sum)).toBeLessThan(1e-12 * n);
        expect(Math.abs(ofSquares - squares)).toBeLessThan(1e-11 * n);
      })
    );
  });

  const noise = random(11);
  const normals = (rows: number, columns: number) =>
    Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => noise.normal())
    );
  const orthogonal = (size: number, seed: number) =>
    rnn({ inputSize: 1, units: size, seed })
      .getWeights()
      .recurrentKernel.toArray() as number[][];
  const sizes = [2, 9, 24, 63, 64, 65, 80];

  it.each<[string, (size: number) => number[][]]>([
    ['random', size => normals(size, size)],
    ['wide', size => normals(size, size + 40)],
    ['tall', size => normals(size + 40, size)],
    ['whose singular values are all equal', size => orthogonal(size, size)],
    [
      'of a step, whose slopes scale the rows of an orthogonal one',
      size =>
        orthogonal(size, size).map((row, at) =>
          row.map(value => value * (1 - Math.tanh(at / size) ** 2))
        )
    ],
    [
      'far from normal, with all eigenvalues zero',
      size =>
        normals(size, size).map((row, at) =>
          row.map((value, other) => (other > at ? 10 * value : 0))
        )
    ],
    [
      'whose entries span thirty orders of magnitude',
      size =>
        normals(size, size).map((row, at) =>
          row.map((value, other) => value * 10 ** ((-15 * (at + other)) / size))
        )
    ],
    [
      'with columns whose squares vanish',
      size =>
        normals(size, size).map((row, at) =>
          row.map((value, other) => value * (other > 0 && at > 0 ? 1e-165 : 1))
        )
    ],
    [
      'of one rank',
      size =>
        normals(size, 1).map(([value], at) => Array(size).fill(value * at))
    ],
    [
      'near the end of the numbers',
      size => normals(size, size).map(row => row.map(value => value * 1e-250))
    ]
  ])(
    'have as norm the largest singular value that rotations find: %s',
    (_, of) => {
      for (const size of sizes) {
        const matrix = of(size);
        const [largest] = singularValues(matrix);
        expect(largest).toBeGreaterThan(0);
        expect(Math.abs(spectralNorm(matrix) / largest - 1)).toBeLessThan(
          1e-13
        );
      }
    }
  );

  it('have the eigenvalues of which they are made', () => {
    for (const size of [3, 8, 24, 60]) {
      // Blocks of two with r e^{±iφ}, turned by an orthogonal matrix.
      const q = orthogonal(size, 5);
      const radii = Array.from(
        { length: size >> 1 },
        (_, at) => 0.5 + at / size
      );
      const blocks = Array.from({ length: size }, () =>
        new Float64Array(size).fill(0)
      );
      radii.forEach((radius, at) => {
        const [c, s] = [Math.cos(at + 1), Math.sin(at + 1)];
        blocks[2 * at][2 * at] = radius * c;
        blocks[2 * at + 1][2 * at + 1] = radius * c;
        blocks[2 * at][2 * at + 1] = -radius * s;
        blocks[2 * at + 1][2 * at] = radius * s;
      });
      const times = (a: ArrayLike<number>[], b: ArrayLike<number>[]) =>
        a.map(row =>
          Array.from({ length: size }, (_, column) =>
            Array.from(row).reduce((sum, v, k) => sum + v * b[k][column], 0)
          )
        );
      const turned = q[0].map((_, at) => q.map(row => row[at]));
      const found = eigenvalues(times(times(q, blocks), turned));
      for (const [at, radius] of radii.entries()) {
        for (const side of [1, -1]) {
          const nearest = Math.min(
            ...found.map(({ re, im }) =>
              Math.hypot(
                re - radius * Math.cos(at + 1),
                im - side * radius * Math.sin(at + 1)
              )
            )
          );
          expect(nearest).toBeLessThan(1e-13);
        }
      }
    }
  });

  it('whose entries are of very different sizes keep their small eigenvalues', () => {
    const found = eigenvalues([
      [1e-11, 0.005, 0.06, 0.01],
      [-3e-12, -6e-11, -0.3, -0.003],
      [0, 4e-9, -1e-8, 0.007],
      [0, 0, 6e-11, 1e-9]
    ]);
    // By mpmath 1.4, with 60 digits.
    for (const [re, im] of [
      [-5.029522752210597e-9, 3.463516970574606e-5],
      [-5.029522752210597e-9, -3.463516970574606e-5],
      [-1.840053395781213e-9, 0],
      [2.8490989002024062e-9, 0]
    ]) {
      const nearest = Math.min(
        ...found.map(other => Math.hypot(other.re - re, other.im - im))
      );
      expect(nearest).toBeLessThan(1e-11 * Math.hypot(re, im));
    }
  });

  it('that only pass entries on have the roots of one as eigenvalues', () => {
    for (const size of [3, 4, 5, 12, 31]) {
      const found = eigenvalues(
        Array.from({ length: size }, (_, row) =>
          Array.from({ length: size }, (_, column) =>
            Number((row + 1) % size === column)
          )
        )
      );
      const angles = found
        .map(({ re, im }) => Math.atan2(im, re))
        .map(angle => Math.round(((angle / Math.PI) * size) / 2 + size) % size);
      expect(new Set(angles).size).toBe(size);
      found.forEach(({ re, im }) =>
        expect(Math.hypot(re, im)).toBeCloseTo(1, 13)
      );
    }
  });

  it('keep their Frobenius norm in their singular values', () => {
    const entry = fc.double({ min: -1, max: 1, noNaN: true });
    const table = fc
      .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(entry, { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows
        })
      );
    fc.assert(
      fc.property(table, matrix => {
        const norm = Math.hypot(...matrix.flat());
        const found = singularValues(matrix);
        expect(Math.abs(Math.hypot(...found) - norm)).toBeLessThan(1e-13);
        expect(spectralNorm(matrix)).toBeCloseTo(found[0], 13);
      })
    );
  });
});

describe('mistakes', () => {
  const run = lstm({ inputSize: 1, units: 2, seed: 1 }).run([1, 2]);
  it.each<[string, () => unknown, string]>([
    [
      'a sequence that was not run',
      () =>
        jacobian(gru({ inputSize: 1, units: 2, seed: 7 }).run([[[1]], [[2]]]), {
          sequence: 2
        }),
      'jacobian: sequence must be below 2, how many were run, got 2'
    ],
    [
      'no network',
      () => gradientFlow(3 as never),
      'gradientFlow: expected a run, runs, or a cell or model with a sequence, got the number 3'
    ],
    [
      'no runs',
      () => gradientFlow([]),
      'gradientFlow: expected at least one run'
    ],
    [
      'runs of other lengths',
      () => gradientFlow([run, lstm({ inputSize: 1, units: 2 }).run([1])]),
      'gradientFlow: the runs must be of one length, got 2 and 1 steps'
    ],
    [
      'a loss after the end',
      () => gradientFlow(run, { lossStep: 2 }),
      'gradientFlow: lossStep must be from 0 to 1, got 2'
    ],
    [
      'a threshold of two',
      () => gradientFlow(run, { threshold: 2 }),
      'gradientFlow: threshold must be a number between 0 and 1, got the number 2'
    ],
    [
      'a typing error',
      () => gradientFlow(run, { treshold: 0.1 } as never),
      "gradientFlow: there is no option 'treshold' (did you mean 'threshold'?)"
    ],
    [
      'a Jacobian into the future',
      () => jacobian(run, { step: 1, from: 1 }),
      'jacobian: expected -1 ≤ from < step ≤ 1, got from 1 and step 1'
    ],
    [
      'shares of a vanilla network',
      () => cellShares(rnn({ inputSize: 1, units: 1 }).run([1]) as never),
      "cellShares: 'rnn', a RNN, has no state that is carried unit by unit, keep ⊙ s[t−1] + write; ask it of a layer that has one, as an LSTM or a GRU"
    ],
    [
      'eigenvalues of a row',
      () => eigenvalues([[1, 2]]),
      'eigenvalues: the matrix must be square, got [1, 2]'
    ],
    [
      'eigenvalues of NaN',
      () => eigenvalues([[NaN]]),
      'eigenvalues: the matrix holds NaN at [0, 0]'
    ],
    [
      'singular values of a vector',
      () => singularValues([1, 2]),
      'singularValues: expected a matrix, got shape [2]'
    ],
    [
      'wrong bounds',
      () => saturation(run, { low: 0.9, high: 0.1 }),
      'saturation: expected 0 ≤ low < high ≤ 1, got low 0.9 and high 0.1'
    ]
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
