import {
  gru,
  layers,
  losses,
  lstm,
  rnn,
  sequential,
  tensor,
  weightsByGate,
  type Sequential
} from '../../../../src/engine';

const x = [
  [
    [1, 0.5],
    [-0.2, 0.3],
    [0.7, -1]
  ],
  [
    [0.1, 0.2],
    [0.4, -0.6],
    [-0.5, 0.9]
  ]
];
const y = [[0.3], [-0.4]];

function network(layer: Sequential['layers'][number]): Sequential {
  const model = sequential([layer, layers.dense({ units: 1 })], {
    seed: 7,
    dtype: 'f64'
  });
  model.compile({ loss: 'meanSquaredError' });
  model.build([null, 2]);
  return model;
}

describe('weightsByGate', () => {
  it('counts each weight in the bin between the largest and its opposite in which it lies', () => {
    const cell = rnn({ inputSize: 3, units: 1, seed: 1 });
    cell.setWeights([[[2], [0.3], [-1.4]], [[1]], [0]]);
    const [{ parameters }] = weightsByGate(cell).layers;
    const [{ weights }] = parameters;
    // 41 bins from −2 to 2: 0.3 lies at 57.5 % of them, −1.4 at 15 %.
    const filled = Array.from(weights.histogram.values).flatMap((count, bin) =>
      count > 0 ? [[bin, count]] : []
    );
    expect(filled).toEqual([
      [6, 1],
      [23, 1],
      [40, 1]
    ]);
  });

  it('names the letters of the equations, with what they multiply', () => {
    const [lstmLayer] = weightsByGate(
      lstm({ inputSize: 2, units: 3, seed: 1 })
    ).layers;
    expect(
      lstmLayer.parameters.map(({ name, part, of, shape }) =>
        [name, part, of, shape.join('×')].join(' ')
      )
    ).toEqual(
      ['f', 'i', 'g', 'o'].flatMap(gate => [
        `W_${gate} kernel ${gate} 2×3`,
        `U_${gate} recurrent ${gate} 3×3`,
        `b_${gate} bias ${gate} 1×3`
      ])
    );
    const [gruLayer] = weightsByGate(
      gru({ inputSize: 2, units: 3, seed: 1 })
    ).layers;
    // Reset after: a bias beside W x and one beside U h.
    expect(gruLayer.parameters.map(({ name }) => name)).toContain('b_hn');
    const [plain] = weightsByGate(
      rnn({ inputSize: 2, units: 3, seed: 1, useBias: false })
    ).layers;
    expect(plain.parameters.map(({ part }) => part)).toEqual([
      'kernel',
      'recurrent'
    ]);
  });

  it.each(['keras', 'pytorch'] as const)(
    'has the numbers of the stacked weights of %s',
    convention => {
      const cell = lstm({ inputSize: 2, units: 3, seed: 1, convention });
      const [{ parameters }] = weightsByGate(cell).layers;
      const { kernel, recurrentKernel } = cell.getWeights({
        convention: 'keras'
      });
      const own = cell.getWeights();
      // PyTorch keeps one bias beside W x and one beside U h.
      const biases =
        convention === 'keras'
          ? ([['b_', own.bias]] as const)
          : ([
              ['b_', own.bias_ih],
              ['b_h', own.bias_hh]
            ] as const);
      // Keras stacks i, f, g, o.
      ['i', 'f', 'g', 'o'].forEach((gate, block) => {
        for (const [letter, stacked] of [
          ['W_', kernel],
          ['U_', recurrentKernel],
          ...biases
        ] as const) {
          const found = parameters.find(
            ({ name }) => name === `${letter}${gate}`
          );
          const own = stacked.slice(block * 3, (block + 1) * 3, { axis: -1 });
          expect(Array.from(found?.weights.array?.values ?? [])).toEqual(
            Array.from(own.values, Math.fround)
          );
          expect(found?.weights.norm).toBeCloseTo(
            Math.sqrt(own.square().sum().item()),
            12
          );
          const counts = found?.weights.histogram.values ?? [];
          expect(Array.from(counts).reduce((sum, n) => sum + n, 0)).toBe(
            own.size
          );
        }
      });
      const ends = [
        [kernel],
        [recurrentKernel],
        biases.map(([, each]) => each)
      ].map(all =>
        Math.max(...all.flatMap(each => Array.from(each.values, Math.abs)))
      );
      expect(
        ['W_f', 'U_f', 'b_f'].map(
          wanted =>
            parameters.find(({ name }) => name === wanted)?.weights.scale
        )
      ).toEqual(ends);
    }
  );

  it('has the derivatives that finite differences find, of a run and of a model', () => {
    const model = network(layers.lstm({ units: 3 }));
    const [{ parameters }] = weightsByGate(model, { x, y }).layers;
    const loss = (): number =>
      losses.meanSquaredError().of(tensor(y), model.predict(x), {}).item();
    const variables = model.layers[0].variables;
    const step = 1e-5;
    // Keras stacks i, f, g, o in columns of 3 units.
    for (const [letter, at] of [
      ['W', 0],
      ['U', 1],
      ['b', 2]
    ] as const) {
      const { values, shape } = variables[at].tensor;
      const columns = shape[shape.length - 1];
      for (const [block, gate] of ['i', 'f', 'g', 'o'].entries()) {
        const found = parameters.find(
          ({ name }) => name === `${letter}_${gate}`
        )?.gradient?.array?.values;
        const rows = values.length / columns;
        for (let row = 0; row < rows; row++) {
          for (let unit = 0; unit < 3; unit++) {
            const place = row * columns + block * 3 + unit;
            const before = values[place];
            values[place] = before + step;
            const above = loss();
            values[place] = before - step;
            const below = loss();
            values[place] = before;
            expect(found?.[row * 3 + unit]).toBeCloseTo(
              (above - below) / (2 * step),
              6
            );
          }
        }
      }
    }
    const run = model.trace(x[0], { target: y[0] });
    const [ofRun] = weightsByGate(run).layers;
    const { Uf } = run.layers[0].parameterGradients;
    expect(
      Array.from(
        ofRun.parameters.find(({ name }) => name === 'U_f')?.gradient?.array
          ?.values ?? []
      )
    ).toEqual(Array.from(Uf.values, Math.fround));
  });

  it.each(['tape', 'auto'] as const)(
    'has the norms of each epoch of a training (%s)',
    async compute => {
      const model = sequential(
        [
          layers.bidirectional({ layer: layers.gru({ units: 2 }) }),
          layers.dense({ units: 1 })
        ],
        { seed: 7, compute }
      );
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      const before = model.history;
      expect(before).toBeNull();
      await model.fit(x, y, { epochs: 3, weightStatistics: true, verbose: 0 });
      const { layers: found, epochs } = weightsByGate(model, {
        x,
        y
      }).toBundle();
      expect(epochs).toBe(3);
      expect(found.map(({ name, direction }) => [name, direction])).toEqual([
        ['bidirectional/forward', 'forward'],
        ['bidirectional/backward', 'backward']
      ]);
      for (const { parameters } of found) {
        for (const { weights, gradient, norms, gradientNorms } of parameters) {
          // The last epoch's are those of the weights as they are now.
          expect(norms?.values[2]).toBeCloseTo(weights.norm, 6);
          expect(gradientNorms?.values[2]).toBeCloseTo(gradient?.norm ?? -1, 6);
          expect(norms?.values[0]).not.toBe(norms?.values[2]);
        }
      }
    }
  );

  it('says how many numbers are none, and leaves them out of histogram and scale', () => {
    // Each step back multiplies by 8: 8³⁶⁰ is no float.
    const cell = rnn({
      inputSize: 1,
      units: 1,
      activation: 'linear',
      useBias: true
    });
    cell.setWeights([[[0.5]], [[8]], [0]]);
    const run = cell.run(new Array<number>(360).fill(0), {
      gradientsOf: ({ h }) => h.at(-1).sum()
    });
    const [{ parameters }] = weightsByGate(run).layers;
    const [W, U, b] = parameters;
    expect([W, U].map(({ gradient }) => gradient?.array?.values[0])).toEqual([
      NaN,
      NaN
    ]);
    expect(b.gradient?.array?.values[0]).toBe(Infinity);
    expect(parameters.map(({ gradient }) => gradient?.notFinite)).toEqual([
      1, 1, 1
    ]);
    expect(U.gradient?.scale).toBe(0);
    expect(U.weights.scale).toBe(8);
    expect(U.weights.notFinite).toBe(0);
  });

  it('says what it takes', () => {
    const cell = lstm({ inputSize: 1, units: 1, seed: 1 });
    expect(() => weightsByGate(3 as never)).toThrow(
      'weightsByGate: expected a cell, a run (cell.run(…) or model.trace(…)) or a model, got the number 3'
    );
    expect(() => weightsByGate(cell, { x: [1], y: [1] })).toThrow(
      'x and y are for a model'
    );
    expect(() => weightsByGate(cell, { x: [1] })).toThrow(
      'x and y belong together; only x was given'
    );
    expect(() => weightsByGate(sequential([layers.gru({ units: 1 })]))).toThrow(
      'the model has no weights yet'
    );
  });

  it('prints a line a letter', () => {
    const cell = rnn({ inputSize: 1, units: 2, seed: 1 });
    cell.setWeights([
      [[3, 4]],
      [
        [1, 0],
        [0, 1]
      ],
      [0, 0]
    ]);
    expect(String(weightsByGate(cell))).toContain('W [1, 2]  ‖w‖ 5.00');
  });
});
