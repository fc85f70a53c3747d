import type { Cell, Tensor } from '../../../../src/engine';
import {
  add,
  cell,
  concat,
  gru,
  lstm,
  matmul,
  minGru,
  mul,
  oneMinus,
  rnn,
  setHost,
  sigmoid,
  tanh,
  variable
} from '../../../../src/engine';
import { expressionText } from '../../../../src/trace';
import { gradientError } from '../finiteDifferences';

const text = (of: Cell) =>
  of.equations.map(
    ({ channel, expression }) => `${channel} = ${expressionText(expression)}`
  );

describe('equations are read off the step', () => {
  it('of the LSTM', () => {
    expect(text(lstm({ inputSize: 2, units: 3 }))).toEqual([
      'f = σ(W_f x + U_f h[t−1] + b_f)',
      'i = σ(W_i x + U_i h[t−1] + b_i)',
      'g = tanh(W_g x + U_g h[t−1] + b_g)',
      'o = σ(W_o x + U_o h[t−1] + b_o)',
      'c = f ⊙ c[t−1] + i ⊙ g',
      'h = o ⊙ tanh(c)'
    ]);
  });

  it('of the LSTM in the layout of PyTorch, with the two biases of each gate', () => {
    expect(
      text(lstm({ inputSize: 2, units: 3, convention: 'pytorch' }))[0]
    ).toBe('f = σ(W_f x + b_f + U_f h[t−1] + b_hf)');
  });

  it('of the LSTM without biases', () => {
    expect(text(lstm({ inputSize: 2, units: 3, useBias: false }))[0]).toBe(
      'f = σ(W_f x + U_f h[t−1])'
    );
  });

  it('of the projected LSTM', () => {
    expect(
      text(lstm({ inputSize: 2, units: 3, projection: 2 })).slice(-2)
    ).toEqual(['m = o ⊙ tanh(c)', 'h = P m']);
  });

  it('of both GRUs', () => {
    expect(text(gru({ inputSize: 2, units: 3 }))).toEqual([
      'z = σ(W_z x + b_z + U_z h[t−1] + b_hz)',
      'r = σ(W_r x + b_r + U_r h[t−1] + b_hr)',
      'n = tanh(W_n x + b_n + r ⊙ (U_n h[t−1] + b_hn))',
      'h = (1 − z) ⊙ n + z ⊙ h[t−1]'
    ]);
    expect(text(gru({ inputSize: 2, units: 3, resetAfter: false }))[2]).toBe(
      'n = tanh(W_n x + U_n (r ⊙ h[t−1]) + b_n)'
    );
  });

  it('name every bias that is counted', () => {
    for (const cell of [
      rnn({ inputSize: 1, units: 12 }),
      lstm({ inputSize: 1, units: 12 }),
      gru({ inputSize: 1, units: 12 }),
      gru({ inputSize: 1, units: 12, resetAfter: false })
    ]) {
      const biases =
        text(cell)
          .join(' ')
          .match(/b(_\w+)?/g) ?? [];
      const matrices =
        text(cell)
          .join(' ')
          .match(/[WU](_\w)? /g) ?? [];
      const inputs = matrices.filter(name => name.startsWith('W')).length;
      expect(
        inputs * 12 + (matrices.length - inputs) * 144 + biases.length * 12
      ).toBe(cell.count.count);
    }
  });

  it('of the vanilla network with its own activation', () => {
    expect(text(rnn({ inputSize: 1, units: 2, activation: 'relu' }))).toEqual([
      'h = relu(W x + U h[t−1] + b)'
    ]);
  });

  it("of a student's cell, also when it computes its gates at once", () => {
    const mine = cell({
      name: 'joint',
      inputSize: 1,
      units: 2,
      state: ['h'],
      parameters: { W: [3, 4] },
      step({ x, h }, { W }) {
        const [z, n] = matmul(concat([x, h]), W).split(2);
        return { z: sigmoid(z), h: mul(sigmoid(z), tanh(n)) };
      }
    });
    expect(text(mine)).toEqual([
      'z = σ(slice(W concat(x, h[t−1]), 0, 2))',
      'h = σ(slice(W concat(x, h[t−1]), 0, 2)) ⊙ tanh(slice(W concat(x, h[t−1]), 2, 4))'
    ]);
  });
});

describe('parameters are counted with the arithmetic', () => {
  it.each([
    [
      lstm({ inputSize: 128, units: 64 }),
      49_408,
      '4((n+m)m+m)',
      '4((128+64)·64+64)'
    ],
    [
      lstm({ inputSize: 128, units: 64, convention: 'pytorch' }),
      49_664,
      '4((n+m)m+2m)',
      '4((128+64)·64+2·64)'
    ],
    [
      gru({ inputSize: 128, units: 64 }),
      37_248,
      '3((n+m)m+2m)',
      '3((128+64)·64+2·64)'
    ],
    [
      gru({ inputSize: 128, units: 64, resetAfter: false }),
      37_056,
      '3((n+m)m+m)',
      '3((128+64)·64+64)'
    ],
    [rnn({ inputSize: 128, units: 64 }), 12_352, '(n+m)m+m', '(128+64)·64+64'],
    [rnn({ inputSize: 2, units: 3, useBias: false }), 15, '(n+m)m', '(2+3)·3'],
    [
      lstm({ inputSize: 3, units: 5, projection: 2 }),
      4 * (5 * 5 + 5) + 10,
      '4((n+p)m+m)+pm',
      '4((3+2)·5+5)+2·5'
    ]
  ])('%s', (of, count, formula, arithmetic) => {
    expect(of.count).toEqual({ count, formula, arithmetic });
    expect(
      of.variables.reduce((sum, { tensor: { size } }) => sum + size, 0)
    ).toBe(count);
  });
});

describe('initial weights', () => {
  it("are Keras's: zero bias but for the forget gate's 1, orthogonal U, Glorot W", () => {
    const { kernel, recurrentKernel, bias } = lstm({
      inputSize: 5,
      units: 3,
      seed: 7
    }).getWeights();
    expect(bias.toArray()).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    // Rows of an orthogonal [3, 12] are orthonormal: U Uᵀ is the identity.
    const product = matmul(recurrentKernel, recurrentKernel.transpose());
    product
      .toArray<number[][]>()
      .forEach((row, i) =>
        row.forEach((value, j) =>
          expect(value).toBeCloseTo(Number(i === j), 12)
        )
      );
    const limit = Math.sqrt(6 / (5 + 12));
    const largest = Math.max(...kernel.values.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.8 * limit);
  });

  it("are PyTorch's: everything within 1/√H", () => {
    const weights = gru({
      inputSize: 5,
      units: 16,
      seed: 7,
      convention: 'pytorch'
    }).getWeights();
    for (const { values } of Object.values(weights)) {
      const largest = Math.max(...values.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(0.25);
      expect(largest).toBeGreaterThan(0.2);
    }
  });

  it('follow the seed', () => {
    const weights = (seed?: number) =>
      rnn({ inputSize: 2, units: 3, seed }).getWeights().kernel.toArray();
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1)).not.toEqual(weights(2));
    expect(weights()).not.toEqual(weights());
  });
});

const variants: [string, Cell][] = [
  ['rnn', rnn({ inputSize: 2, units: 3, seed: 1 })],
  [
    'rnn in PyTorch layout',
    rnn({ inputSize: 2, units: 3, seed: 1, convention: 'pytorch' })
  ],
  ['lstm', lstm({ inputSize: 2, units: 3, seed: 1 })],
  [
    'lstm without bias',
    lstm({ inputSize: 2, units: 3, seed: 1, useBias: false })
  ],
  [
    'lstm with projection',
    lstm({ inputSize: 2, units: 3, seed: 1, projection: 2 })
  ],
  [
    'lstm in PyTorch layout',
    lstm({ inputSize: 2, units: 3, seed: 1, convention: 'pytorch' })
  ],
  [
    'lstm of other activations',
    lstm({
      inputSize: 2,
      units: 3,
      seed: 1,
      activation: 'softsign',
      recurrentActivation: 'softplus'
    })
  ],
  ['gru', gru({ inputSize: 2, units: 3, seed: 1 })],
  [
    'gru that resets before',
    gru({ inputSize: 2, units: 3, seed: 1, resetAfter: false })
  ],
  [
    'gru in PyTorch layout',
    gru({ inputSize: 2, units: 3, seed: 1, convention: 'pytorch' })
  ]
];

it.each(variants)(
  '%s: back-propagation through time agrees with central differences',
  (_, of) => {
    const x = variable([
      [0.3, -0.4],
      [1.1, 0.2],
      [-0.6, 0.9],
      [0.1, -1.2]
    ]);
    const loss = () =>
      of.run(x, {
        gradientsOf: channels =>
          Object.values(channels)
            .map(channel => channel.square().sum())
            .reduce((a, b) => a.add(b))
      }).record.loss!.value;
    const weights = of.variables.map(weight => weight.tensor);
    expect(gradientError(loss, [x, ...weights])).toBeLessThan(1e-8);
  }
);

describe('step', () => {
  it('one step at a time equals the run over the whole sequence', () => {
    for (const [, of] of variants) {
      const x = [
        [0.3, -0.4],
        [1.1, 0.2],
        [-0.6, 0.9]
      ];
      const run = of.run(x);
      let state = {};
      x.forEach((row, t) => {
        const now = of.step({ x: row, ...state });
        state = now;
        for (const name of Object.keys(now)) {
          const { values } = run.channel(name).at(t);
          now[name].values.forEach((value, at) =>
            expect(value).toBeCloseTo(values[at], 13)
          );
        }
      });
    }
  });

  it('takes a batch', () => {
    const { h } = gru({ inputSize: 2, units: 3, seed: 1 }).step({
      x: [
        [1, 2],
        [3, 4]
      ],
      h: [
        [0, 0, 0],
        [1, 1, 1]
      ]
    });
    expect(h.shape).toEqual([2, 3]);
  });
});

describe("a student's cell", () => {
  it.each([lstm, minGru])(
    'is handed other weights than its own as each cell of the library is',
    make => {
      const { weights } = make({ inputSize: 2, units: 3, seed: 1 });
      const doubled = weights.parameters(
        Object.fromEntries(
          weights.variables.map(({ name, tensor }) => [name, mul(tensor, 2)])
        )
      );
      for (const [letter, own] of Object.entries(weights.parameters())) {
        expect(doubled[letter].toArray()).toEqual(mul(own, 2).toArray());
      }
    }
  );

  const options = {
    name: 'minimal',
    inputSize: 1,
    units: 3,
    state: ['h'],
    parameters: ['Wz', 'Uz', 'bz', 'W', 'U', 'b'],
    seed: 3,
    step({ x, h }: Record<'x' | 'h', Tensor>, p: Record<string, Tensor>) {
      const z = sigmoid(add(matmul(x, p.Wz), matmul(h, p.Uz), p.bz));
      const n = tanh(add(matmul(x, p.W), matmul(h, p.U), p.b));
      return { z, n, h: add(mul(oneMinus(z), n), mul(z, h)) };
    }
  } as const;

  it('gets every channel, gradients by every channel and the same roles as ours', () => {
    const run = cell(options).run([1, 0, 2], {
      gradientsOf: ({ h }) => h.at(-1).sum()
    });
    const [layer] = run.toBundle().layers;
    expect(
      layer.channels.map(({ name, role }) => `${name}: ${role}`).slice(0, 4)
    ).toEqual(['z: gate', 'n: candidate', 'h: state', 'dL/dh: gradient']);
    expect(layer.cell).toBe('custom');
    expect(run.gradients.z.shape).toEqual([3, 3]);
    expect(layer.source!.code).toContain('oneMinus');
    expect(layer.parameters.formula).toBe('2·n·m + 2·m·m + 2·m');
  });

  it("asks for its step's text when somebody looks at it, and once", () => {
    const asked = jest.fn(() => 'step() { /* as it was typed */ }');
    setHost({ sourceOf: asked });
    try {
      const run = cell(options).run([1, 0, 2]);
      expect(asked).not.toHaveBeenCalled();
      run.toBundle();
      expect(run.toBundle().layers[0].source!.code).toContain(
        'as it was typed'
      );
      expect(asked).toHaveBeenCalledTimes(1);
    } finally {
      setHost({ sourceOf: undefined });
    }
  });

  it('equals the built-in cell when it writes the same equations', () => {
    const ours = lstm({ inputSize: 2, units: 3, seed: 5 });
    const mine = cell({
      name: 'mine',
      inputSize: 2,
      units: 3,
      state: ['h', 'c'],
      parameters: [
        'Wf',
        'Uf',
        'bf',
        'Wi',
        'Ui',
        'bi',
        'Wg',
        'Ug',
        'bg',
        'Wo',
        'Uo',
        'bo'
      ],
      step({ x, h, c }, p) {
        const gate = (W: typeof x, U: typeof x, b: typeof x) =>
          x.matmul(W).add(h.matmul(U)).add(b);
        const f = gate(p.Wf, p.Uf, p.bf).sigmoid();
        const i = gate(p.Wi, p.Ui, p.bi).sigmoid();
        const g = gate(p.Wg, p.Ug, p.bg).tanh();
        const o = gate(p.Wo, p.Uo, p.bo).sigmoid();
        const next = f.mul(c).add(i.mul(g));
        return { f, i, g, o, c: next, h: o.mul(next.tanh()) };
      }
    });
    mine.setWeights(ours.parameters);
    const x = [
      [0.3, -0.4],
      [1.1, 0.2]
    ];
    const loss = ({ h }: { h: Tensor }) => h.sum();
    const [a, b] = [
      ours.run(x, { gradientsOf: loss }),
      mine.run(x, { gradientsOf: loss })
    ];
    expect(b.h.toArray()).toEqual(a.h.toArray());
    expect(b.gradients.c.toArray()).toEqual(a.gradients.c.toArray());
    expect(text(mine as Cell)).toEqual(text(ours as Cell));
  });
});

describe("PyTorch's two biases", () => {
  const ofPytorch = { inputSize: 2, units: 3, seed: 1, convention: 'pytorch' };
  const made = () =>
    [
      ['rnn', rnn(ofPytorch as never), ['h = tanh(W x + b + U h[t−1] + b_h)']],
      [
        'lstm',
        lstm(ofPytorch as never),
        ['f', 'i', 'g', 'o'].map(
          gate =>
            `${gate} = ${gate === 'g' ? 'tanh' : 'σ'}(W_${gate} x + b_${gate} + U_${gate} h[t−1] + b_h${gate})`
        )
      ]
    ] as const;

  it('stand in the equations, in the code, in the trace and in the count', () => {
    for (const [name, cell, expected] of made()) {
      const texts = cell.equations.map(
        ({ channel, expression }) =>
          `${channel} = ${expressionText(expression)}`
      );
      expect(texts.slice(0, expected.length)).toEqual(expected);
      const letters = Object.keys(cell.parameters);
      const biases = letters.filter(letter => letter.startsWith('b'));
      expect(biases).toHaveLength(2 * expected.length);
      for (const bias of biases) {
        expect(cell.definition.source).toMatch(new RegExp(`\\b${bias}\\b`));
      }
      const inWeights = Object.values(cell.getWeights()).reduce(
        (sum, { size }) => sum + size,
        0
      );
      const inLetters = Object.values(cell.parameters).reduce(
        (sum, { size }) => sum + size,
        0
      );
      expect([cell.count.count, inLetters]).toEqual([inWeights, inWeights]);
      const [layer] = cell.run([[1, 2]]).toBundle().layers;
      expect(layer.channels.map(each => each.name)).toContain(
        name === 'rnn' ? 'b_h' : 'b_hf'
      );
    }
  });

  it('are one again where the weights come from Keras, and two where they come from PyTorch', () => {
    for (const [name, cell, [expected]] of made()) {
      const keras = { rnn, lstm }[name]({ inputSize: 2, units: 3, seed: 4 });
      const before = cell.getWeights();
      const ran = cell.run([[1, 2]]).h.toArray();
      cell.setWeights(keras.getWeights());
      expect(expressionText(cell.equations[0].expression)).not.toContain(
        name === 'rnn' ? 'b_h' : 'b_hf'
      );
      expect(cell.definition.source).toBe(keras.definition.source);
      cell.setWeights(before);
      expect(
        `${cell.equations[0].channel} = ${expressionText(cell.equations[0].expression)}`
      ).toBe(expected);
      expect(cell.run([[1, 2]]).h.toArray()).toEqual(ran);
    }
  });

  it('of a projected LSTM stand in its code, too', () => {
    const { definition } = lstm({
      ...(ofPytorch as { inputSize: number; units: number }),
      convention: 'pytorch',
      projection: 2
    });
    expect(definition.source).toContain('bho, P })');
    expect(definition.source).toContain('const h = matmul(m, P);');
  });
});
