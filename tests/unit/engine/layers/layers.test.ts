import type { Layer, Tensor, TensorLike } from '../../../../src/engine';
import {
  add,
  concat,
  gradients,
  layers,
  matmul,
  sequential,
  tanh,
  tensor,
  variable
} from '../../../../src/engine';
import type { Pass, Signal } from '../../../../src/engine/layers/layer';
import { seededPass } from '../../../../src/engine/models/seededPass';
import { gradientError } from '../finiteDifferences';

const still: Pass = seededPass(1, false, 0);
const training: Pass = seededPass(1, true, 0);

const sequences = [
  [
    [0.3, -0.4],
    [1.1, 0.2],
    [-0.6, 0.9],
    [0.1, -1.2]
  ],
  [
    [-0.2, 0.7],
    [0.4, -0.9],
    [1.3, 0.5],
    [-0.8, 0.6]
  ]
];
const ids = [
  [1, 3, 0, 2],
  [2, 2, 4, 0]
];
const mask = tensor([
  [1, 1, 1, 0],
  [0, 1, 0, 1]
]);

function built(layer: Layer, shape: (number | null)[] = [4, 2]): Layer {
  layer.name ||= 'layer';
  layer.build(shape, { seed: 5, dtype: 'f64' });
  return layer;
}

const weighed = ({ values }: Signal): Tensor =>
  values
    .mul(
      tensor(
        Float64Array.from({ length: values.size }, (_, at) => Math.cos(at)),
        { shape: values.shape }
      )
    )
    .sum();

const own = {
  name: 'own',
  state: ['h'],
  parameters: ['W', 'U', 'b'],
  step: (
    { x, h }: Record<'x' | 'h', Tensor>,
    { W, U, b }: Record<'W' | 'U' | 'b', Tensor>
  ) => ({ h: tanh(add(matmul(x, W), matmul(h, U), b)) })
} as const;

const recurrent: [string, (options: object) => Layer][] = [
  ['simpleRNN', o => layers.simpleRNN({ units: 3, ...o })],
  ['lstm', o => layers.lstm({ units: 3, ...o })],
  ['lstm with projection', o => layers.lstm({ units: 3, projection: 2, ...o })],
  [
    'lstm as PyTorch',
    o => layers.lstm({ units: 3, convention: 'pytorch', ...o })
  ],
  ['gru', o => layers.gru({ units: 3, ...o })],
  [
    'gru that resets before',
    o => layers.gru({ units: 3, resetAfter: false, ...o })
  ],
  [
    'gru as PyTorch',
    o => layers.gru({ units: 3, convention: 'pytorch', ...o })
  ],
  ['own cell', o => layers.recurrent({ units: 3, cell: own, ...o })]
];
const options: [string, object][] = [
  ['with its last answer', {}],
  ['with all answers', { returnSequences: true }],
  ['backwards', { returnSequences: true, goBackwards: true }],
  ['without bias', { useBias: false }],
  ['with dropout', { dropout: 0.4, recurrentDropout: 0.4 }]
];

describe.each(recurrent)('%s', (name, make) => {
  describe.each(options)('%s', (_, option) => {
    const layer = built(make(option));
    it.each([
      ['every step', undefined],
      ['masked steps', mask]
    ])('has the gradient of central differences over %s', (_, mask) => {
      const x = variable(sequences);
      const leaves = [x, ...layer.variables.map(weight => weight.tensor)];
      expect(
        gradientError(
          () => weighed(layer.call({ values: x, mask }, training)),
          leaves
        )
      ).toBeLessThan(1e-8);
    });
  });

  const units = name === 'lstm with projection' ? 2 : 3;

  it('answers with the shape that it promised', () => {
    const last = make({});
    expect(last.build([null, 2], { seed: 1, dtype: 'f64' })).toEqual([units]);
    expect(
      last.call({ values: tensor(sequences) }, still).values.shape
    ).toEqual([2, units]);
    const all = make({ returnSequences: true });
    expect(all.build([null, 2], { seed: 1, dtype: 'f64' })).toEqual([
      null,
      units
    ]);
    expect(all.call({ values: tensor(sequences) }, still).values.shape).toEqual(
      [2, 4, units]
    );
  });

  it('gives the last of all answers as its last answer', () => {
    const all = built(make({ returnSequences: true }));
    const last = built(make({}));
    const x = tensor(sequences);
    expect(last.call({ values: x }, still).values.toArray()).toEqual(
      all.call({ values: x }, still).values.at(-1, { axis: 1 }).toArray()
    );
  });

  it('does not care what stands in padded steps, nor how many there are', () => {
    const layer = built(make({}));
    const [short] = sequences;
    const plain = layer.call({ values: tensor([short]) }, still).values;
    const padded = (rows: number[][], flags: number[]) =>
      layer.call({ values: tensor([rows]), mask: tensor([flags]) }, still)
        .values;
    expect(
      padded([...short, [9, 9], [7, 7]], [1, 1, 1, 1, 0, 0]).toArray()
    ).toEqual(plain.toArray());
    expect(padded([[9, 9], ...short], [0, 1, 1, 1, 1]).toArray()).toEqual(
      plain.toArray()
    );
  });

  it('does not care about the order of the batch', () => {
    const layer = built(make({ returnSequences: true }));
    const ahead = layer.call({ values: tensor(sequences), mask }, still).values;
    const turned = layer.call(
      {
        values: tensor([...sequences].reverse()),
        mask: concat([mask.slice(1), mask.slice(0, 1)], 0)
      },
      still
    ).values;
    expect(turned.toArray()).toEqual(ahead.toArray<unknown[]>().reverse());
  });

  it('carries its state from batch to batch when it is stateful, as a constant for the gradient', () => {
    const layer = built(make({ stateful: true }));
    const whole = built(make({}));
    const x = tensor(sequences);
    const first = variable(x.slice(0, 2, { axis: 1 }));
    const a = layer.call({ values: first }, still).values;
    const b = layer.call({ values: x.slice(2, 4, { axis: 1 }) }, still).values;
    expect(b.toArray()).toEqual(
      whole.call({ values: x }, still).values.toArray()
    );
    const [gradient] = gradients(b.sum(), [first]);
    expect(gradient.values.every(value => value === 0)).toBe(true);
    layer.resetStates!();
    const again = layer.call({ values: first }, still).values;
    expect(again.toArray()).toEqual(a.toArray());
  });

  it('drops nothing unless it is training, and the same for the same seed and batch', () => {
    const layer = built(make({ dropout: 0.5, recurrentDropout: 0.5 }));
    const of = (pass: Pass) =>
      layer.call({ values: tensor(sequences) }, pass).values.toArray();
    expect(of(still)).toEqual(
      built(make({}))
        .call({ values: tensor(sequences) }, still)
        .values.toArray()
    );
    expect(of(training)).toEqual(of(seededPass(1, true, 0)));
    expect(of(training)).not.toEqual(of(seededPass(1, true, 1)));
    expect(of(training)).not.toEqual(of(still));
  });
});

describe('a masked step', () => {
  it('repeats the answer before it, zero before the first real step, as in Keras', () => {
    const layer = built(layers.gru({ units: 3, returnSequences: true }));
    const { values } = layer.call({ values: tensor(sequences), mask }, still);
    const rows = values.toArray<number[][][]>();
    expect(rows[0][3]).toEqual(rows[0][2]);
    expect(rows[1][0]).toEqual([0, 0, 0]);
    expect(rows[1][2]).toEqual(rows[1][1]);
  });

  it('is zero as in PyTorch', () => {
    const layer = built(
      layers.gru({ units: 3, returnSequences: true, convention: 'pytorch' })
    );
    const { values } = layer.call({ values: tensor(sequences), mask }, still);
    expect(values.toArray<number[][][]>()[0][3]).toEqual([0, 0, 0]);
  });

  it('is zero inside a bidirectional layer', () => {
    const layer = built(
      layers.bidirectional({
        layer: layers.gru({ units: 3, returnSequences: true })
      })
    );
    const { values } = layer.call({ values: tensor(sequences), mask }, still);
    expect(values.toArray<number[][][]>()[0][3]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('goBackwards', () => {
  it('answers in the order in which it was computed', () => {
    const layer = built(
      layers.lstm({ units: 3, returnSequences: true, goBackwards: true })
    );
    const ahead = built(layers.lstm({ units: 3, returnSequences: true }));
    const turned = sequences.map(rows => [...rows].reverse());
    expect(
      layer.call({ values: tensor(sequences) }, still).values.toArray()
    ).toEqual(ahead.call({ values: tensor(turned) }, still).values.toArray());
  });

  it.each(['before', 'behind'])(
    'turns the mask with its answers: padding %s changes nothing of what follows',
    where => {
      const model = sequential(
        [
          layers.masking({ inputShape: [null, 2] }),
          layers.lstm({ units: 3, returnSequences: true, goBackwards: true }),
          layers.gru({ units: 2 })
        ],
        { seed: 1, compute: 'tape' }
      );
      const [rows] = sequences;
      const none = [
        [0, 0],
        [0, 0]
      ];
      const padded =
        where === 'before' ? [...none, ...rows] : [...rows, ...none];
      expect(model.predict([padded]).toArray()).toEqual(
        model.predict([rows]).toArray()
      );
    }
  );
});

describe('timeDistributed over sentences of words', () => {
  const answersOf = (words: number[][], inputShape: (number | null)[]) =>
    sequential(
      [
        layers.timeDistributed({
          layer: layers.embedding({
            inputDim: 6,
            outputDim: 3,
            maskZero: true
          }),
          inputShape
        }),
        layers.timeDistributed({
          layer: layers.dense({ units: 3, activation: 'tanh' })
        }),
        layers.timeDistributed({ layer: layers.lstm({ units: 3 }) }),
        layers.gru({ units: 2 })
      ],
      { seed: 1 }
    )
      .predict([words])
      .toArray();

  it.each([
    [
      'words',
      [
        [1, 2, 0],
        [3, 4, 0]
      ]
    ],
    [
      'words before',
      [
        [0, 1, 2],
        [0, 3, 4]
      ]
    ],
    [
      'a sentence',
      [
        [1, 2],
        [3, 4],
        [0, 0]
      ]
    ],
    [
      'both',
      [
        [0, 0, 0],
        [1, 2, 0],
        [0, 0, 0],
        [3, 4, 0]
      ]
    ]
  ])('is not changed by padding: %s', (_, padded) => {
    expect(answersOf(padded, [padded.length, padded[0].length])).toEqual(
      answersOf(
        [
          [1, 2],
          [3, 4]
        ],
        [2, 2]
      )
    );
  });

  it('leaves padding out of a loss over each word', async () => {
    const lossOf = async (words: number[][], y: number[][]) => {
      const model = sequential(
        [
          layers.timeDistributed({
            layer: layers.embedding({
              inputDim: 6,
              outputDim: 1,
              maskZero: true
            }),
            inputShape: [null, words[0].length]
          })
        ],
        { seed: 1 }
      );
      model.compile({ loss: 'mse', metrics: ['mae'] });
      return model.evaluate([words], [y]);
    };
    expect(
      await lossOf(
        [
          [1, 2, 0],
          [3, 0, 0]
        ],
        [
          [5, 6, 9],
          [7, 9, 9]
        ]
      )
    ).toEqual(await lossOf([[1, 2, 3]], [[5, 6, 7]]));
  });

  it('forgets and keeps the states of a stateful layer inside, as residual does', () => {
    const inner = () => layers.gru({ units: 2, stateful: true });
    const cases = [
      layers.timeDistributed({ layer: inner(), inputShape: [1, 4, 2] }),
      layers.residual({
        layers: [
          layers.gru({ units: 2, stateful: true, returnSequences: true })
        ],
        inputShape: [4, 2]
      })
    ];
    for (const layer of cases) {
      const model = sequential([layer], { seed: 1, dtype: 'f64' });
      const [rows] = sequences;
      const x = tensor(layer.type === 'Residual' ? [rows] : [[rows]]);
      const first = model.predict(x).toArray();
      const kept = layer.states!()!['0/h'].toArray();
      expect(model.predict(x).toArray()).not.toEqual(first);
      model.resetStates();
      expect(model.predict(x).toArray()).toEqual(first);
      expect(layer.states!()!['0/h'].toArray()).toEqual(kept);
    }
  });
});

it('residual adds what its layers turn to the steps to which it adds it without padding', () => {
  const layer = built(
    layers.residual({
      layers: [
        layers.gru({ units: 2, returnSequences: true, goBackwards: true })
      ]
    })
  );
  const none = [
    [0, 0],
    [0, 0]
  ];
  const [rows] = sequences;
  const plain = layer.call({ values: tensor([rows]) }, still).values;
  const padded = variable([[none[0], ...rows, ...none]]);
  const answer = layer.call(
    { values: padded, mask: tensor([[0, 1, 1, 1, 1, 0, 0]]) },
    still
  ).values;
  expect(answer.slice(1, 5, { axis: 1 }).toArray()).toEqual(plain.toArray());
  expect(
    gradientError(
      () =>
        weighed({
          values: layer.call(
            { values: padded, mask: tensor([[0, 1, 1, 1, 1, 0, 0]]) },
            still
          ).values
        }),
      [padded, ...layer.variables.map(weight => weight.tensor)]
    )
  ).toBeLessThan(1e-8);
});

describe('the states of a bidirectional layer', () => {
  const layer = () => {
    const made = layers.bidirectional({ layer: layers.gru({ units: 3 }) });
    built(made);
    return made;
  };
  const signal = { values: tensor(sequences) };

  it('are those of its directions, where they end', () => {
    const made = layer();
    const { output, state } = made.output(signal);
    expect(concat([state.forward.h, state.backward.h], -1).toArray()).toEqual(
      output.values.toArray()
    );
  });

  it('carry the forward direction from one piece of a sequence to the next', () => {
    const made = layer();
    const whole = made.output(signal).state.forward.h;
    const { state } = made.output({
      values: signal.values.slice(0, 2, { axis: 1 })
    });
    const after = made.output(
      { values: signal.values.slice(2, 4, { axis: 1 }) },
      still,
      { initialState: { forward: state.forward } }
    );
    expect(after.state.forward.h.toArray()).toEqual(whole.toArray());
  });

  it.each([
    [
      { forwards: {} },
      "layers.bidirectional: initialState: there is no option 'forwards'"
    ],
    [
      { backward: { c: [[1]] } },
      "layers.gru: initialState has 'c', but the states are h"
    ],
    [
      { forward: { h: [[1]] } },
      'layers.gru: initialState.h must have shape [2, 3], got [1, 1]'
    ]
  ])('%j answers by its name', (initialState, message) => {
    expect(() =>
      layer().output(signal, still, { initialState: initialState as never })
    ).toThrow(message);
  });
});

describe('bidirectional', () => {
  const make = (options: object, inner: object = {}) =>
    built(
      layers.bidirectional({
        layer: layers.lstm({ units: 3, ...inner }),
        ...options
      })
    );

  it.each(['concat', 'sum', 'ave', 'mul'] as const)(
    'merged by %s has the gradient of central differences',
    mergeMode => {
      for (const returnSequences of [false, true]) {
        const layer = make({ mergeMode }, { returnSequences });
        const x = variable(sequences);
        expect(
          gradientError(
            () => weighed(layer.call({ values: x, mask }, still)),
            [x, ...layer.variables.map(weight => weight.tensor)]
          )
        ).toBeLessThan(1e-8);
      }
    }
  );

  it('merges what both directions answer', () => {
    const both = (mergeMode: string) =>
      make({ mergeMode }).call({ values: tensor(sequences) }, still).values;
    const [ahead, back] = both('concat').split(2);
    expect(both('sum').toArray()).toEqual(ahead.add(back).toArray());
    expect(both('ave').toArray()).toEqual(ahead.add(back).mul(0.5).toArray());
    expect(both('mul').toArray()).toEqual(ahead.mul(back).toArray());
  });

  it('turned around in time with its halves exchanged answers turned around', () => {
    const layer = make({}, { returnSequences: true });
    const swapped = make({}, { returnSequences: true });
    const half = layer.variables.length / 2;
    layer.variables.forEach(({ tensor: { values } }, at) =>
      swapped.variables[(at + half) % layer.variables.length].tensor.values.set(
        values
      )
    );
    const turned = sequences.map(rows => [...rows].reverse());
    const a = layer.call({ values: tensor(sequences) }, still).values;
    const b = swapped.call({ values: tensor(turned) }, still).values;
    const [bAhead, bBack] = b.split(2);
    const back = concat([bBack, bAhead], -1).toArray<number[][][]>();
    expect(back.map(rows => [...rows].reverse())).toEqual(a.toArray());
  });

  it('starts both directions with other weights, also under a seed', () => {
    const [a, b] = [0, 3].map(at =>
      make({}, { seed: 3 }).variables[at].tensor.toArray()
    );
    expect(a).not.toEqual(b);
  });

  it('counts the parameters of both', () => {
    expect(make({}).count).toEqual({
      count: 144,
      formula: '2·(4((n+m)m+m))',
      arithmetic: '2·(4((2+3)·3+3))'
    });
  });
});

const plain: [string, () => Layer, TensorLike, (number | null)[]][] = [
  [
    'dense',
    () => layers.dense({ units: 3, activation: 'tanh' }),
    [
      [1, 2],
      [-1, 0.5]
    ],
    [2]
  ],
  [
    'dense on a sequence',
    () => layers.dense({ units: 3, activation: 'softmax' }),
    sequences,
    [4, 2]
  ],
  [
    'dense without bias',
    () => layers.dense({ units: 3, useBias: false }),
    sequences,
    [4, 2]
  ],
  [
    'dense as PyTorch',
    () => layers.dense({ units: 3, convention: 'pytorch' }),
    sequences,
    [4, 2]
  ],
  ['layerNormalization', () => layers.layerNormalization(), sequences, [4, 2]],
  [
    'timeDistributed',
    () =>
      layers.timeDistributed({
        layer: layers.dense({ units: 3, activation: 'sigmoid' })
      }),
    sequences,
    [4, 2]
  ],
  [
    'activation',
    () => layers.activation({ activation: 'swish' }),
    sequences,
    [4, 2]
  ],
  ['flatten', () => layers.flatten(), sequences, [4, 2]],
  [
    'globalAveragePooling1D',
    () => layers.globalAveragePooling1D(),
    sequences,
    [4, 2]
  ],
  ['masking', () => layers.masking({ maskValue: 1.1 }), sequences, [4, 2]],
  ['dropout', () => layers.dropout(0.5), sequences, [4, 2]]
];

it.each(plain)(
  '%s has the gradient of central differences',
  (_, make, input, shape) => {
    const layer = built(make(), shape);
    const x = variable(input);
    expect(
      gradientError(
        () => weighed(layer.call({ values: x }, training)),
        [x, ...layer.variables.map(weight => weight.tensor)]
      )
    ).toBeLessThan(1e-8);
  }
);

describe('embedding', () => {
  const make = (options = {}) =>
    built(layers.embedding({ inputDim: 5, outputDim: 3, ...options }), [null]);

  it('gives the row of each id, and its gradient adds up over repeated ids', () => {
    const layer = make();
    const table = layer.variables[0].tensor;
    const { values } = layer.call({ values: tensor(ids) }, still);
    expect(values.shape).toEqual([2, 4, 3]);
    expect(values.at(1).at(0).toArray()).toEqual(table.at(2).toArray());
    const [gradient] = gradients(values.sum(), [table]);
    // Ids 0 to 4 occur 2, 1, 3, 1 and 1 times.
    expect(gradient.at(2).toArray()).toEqual([3, 3, 3]);
    expect(gradient.at(4).toArray()).toEqual([1, 1, 1]);
    expect(
      gradientError(
        () => weighed(layer.call({ values: tensor(ids) }, still)),
        [table]
      )
    ).toBeLessThan(1e-8);
  });

  it('masks id 0 when asked', () => {
    expect(make().call({ values: tensor(ids) }, still).mask).toBeUndefined();
    expect(
      make({ maskZero: true })
        .call({ values: tensor(ids) }, still)
        .mask!.toArray()
    ).toEqual([
      [1, 1, 0, 1],
      [1, 1, 1, 0]
    ]);
  });
});

describe('masking', () => {
  it('marks steps whose features all have the value, and sets them to 0', () => {
    const layer = built(layers.masking({ maskValue: -1 }));
    const { values, mask } = layer.call(
      {
        values: tensor([
          [
            [1, -1],
            [-1, -1],
            [0, 0]
          ]
        ])
      },
      still
    );
    expect(mask!.toArray()).toEqual([[1, 0, 1]]);
    expect(values.toArray()).toEqual([
      [
        [1, -1],
        [0, 0],
        [0, 0]
      ]
    ]);
  });

  it.each([-999.9, 1e20, 0.1])(
    'marks them in both precisions where float32 cannot hold the value, %d',
    maskValue => {
      for (const dtype of ['f32', 'f64'] as const) {
        const x = tensor([[[2], [maskValue]]], { dtype: 'f64' }).cast(dtype);
        const layer = layers.masking({ maskValue });
        for (const values of [x, x.cast('f32').cast(dtype)]) {
          const { mask } = layer.call({ values }, still);
          expect(mask!.toArray()).toEqual([[1, 0]]);
        }
      }
    }
  );

  it('keeps what is padding already, of steps or within them', () => {
    const layer = built(layers.masking());
    expect(
      layer
        .call(
          { values: tensor([[[1], [0], [2]]]), mask: tensor([[1, 1, 0]]) },
          still
        )
        .mask!.toArray()
    ).toEqual([[1, 0, 0]]);
    expect(
      layer
        .call(
          {
            values: tensor([
              [
                [[1], [0]],
                [[3], [4]]
              ]
            ]),
            mask: tensor([[1, 0]])
          },
          still
        )
        .mask!.toArray()
    ).toEqual([
      [
        [1, 0],
        [0, 0]
      ]
    ]);
  });

  it('averages in pooling over real steps only', () => {
    const layer = built(layers.globalAveragePooling1D());
    const { values } = layer.call(
      { values: tensor([[[2], [4], [99]]]), mask: tensor([[1, 1, 0]]) },
      still
    );
    expect(values.toArray()).toEqual([[3]]);
  });

  it('takes the mean over all steps where nothing is padding', () => {
    const layer = built(layers.globalAveragePooling1D());
    const { values } = layer.call(
      { values: tensor([[[2], [4], [99]]]) },
      still
    );
    expect(values.toArray()).toEqual([[35]]);
  });

  it('gives 0 in pooling over padding alone, and no gradient', () => {
    const layer = built(layers.globalAveragePooling1D());
    const x = variable([[[2], [4]]]);
    const { values } = layer.call({ values: x, mask: tensor([[0, 0]]) }, still);
    expect(values.toArray()).toEqual([[0]]);
    expect(gradients(values.sum(), [x])[0].toArray()).toEqual([[[0], [0]]]);
  });
});

describe('dropout', () => {
  it('keeps the mean and drops the share that it was told to', () => {
    const layer = built(layers.dropout({ rate: 0.3 }));
    const x = tensor(new Float64Array(20_000).fill(1), { shape: [1, 20_000] });
    const { values } = layer.call({ values: x }, training);
    const kept = values.values.filter(value => value !== 0);
    expect(kept.length / 20_000).toBeCloseTo(0.7, 2);
    expect(new Set(kept)).toEqual(new Set([1 / 0.7]));
    expect(layer.call({ values: x }, still).values).toBe(x);
  });

  it('drops a whole axis together when told', () => {
    const layer = built(
      layers.dropout({ rate: 0.5, noiseShape: [null, 1, null] }),
      [10, 3]
    );
    const x = tensor(new Float64Array(60).fill(1), { shape: [2, 10, 3] });
    const { values } = layer.call({ values: x }, training);
    const rows = values.toArray<number[][][]>();
    rows.forEach(steps => steps.forEach(row => expect(row).toEqual(steps[0])));
  });
});

describe('the noise shape of a dropout', () => {
  const of = (noiseShape: unknown) =>
    layers.dropout({ rate: 0.5, noiseShape: noiseShape as number[] });

  it.each([
    [['a'], 0, "the string 'a'"],
    [[null, -1], 1, 'the number -1'],
    [[null, 1.5], 1, 'the number 1.5'],
    [[0, 0], 0, 'the number 0'],
    [[[1, 2], [3]], 0, 'an array'],
    [[null, NaN], 1, 'the number NaN'],
    [[null, undefined], 1, 'undefined']
  ])('is refused where it holds no extents: %j', (noiseShape, axis, got) => {
    expect(() => of(noiseShape)).toThrow(
      new TypeError(
        `layers.dropout: noiseShape[${axis}] must be null or a whole number of at least 1, got ${got}`
      )
    );
  });

  it.each([
    [[1, 2, 3], 'must be one extent an axis of the input [?, 2], got 3'],
    [[null], 'must be one extent an axis of the input [?, 2], got 1'],
    [[null, 7], '[1] must be null, 1 or 2, as the input [?, 2] has it, got 7']
  ])(
    'is refused by a network that it does not fit: %j',
    (noiseShape, words) => {
      expect(() => built(of(noiseShape), [2])).toThrow(
        new RangeError(
          `layers.dropout: noiseShape ${words}`.replace(' [1]', '[1]')
        )
      );
    }
  );

  it('is refused by a batch that it does not fit', () => {
    const layer = built(of([4, 1]), [2]);
    const batch = (rows: number) => ({
      values: tensor(new Float64Array(2 * rows).fill(1), { shape: [rows, 2] })
    });
    expect(layer.call(batch(4), training).values.shape).toEqual([4, 2]);
    expect(() => layer.call(batch(3), training)).toThrow(
      new RangeError(
        'layers.dropout: noiseShape[0] must be null, 1 or 3, as the input [3, 2] has it, got 4'
      )
    );
  });
});

describe('layerNormalization', () => {
  it('brings each row to mean 0 and deviation 1', () => {
    const layer = built(layers.layerNormalization({ epsilon: 0 }), [4]);
    const { values } = layer.call({ values: tensor([[1, 2, 3, 6]]) }, still);
    // Mean 3, variance (4 + 1 + 0 + 9)/4 = 3.5
    [-2, -1, 0, 3].forEach((value, at) =>
      expect(values.values[at]).toBeCloseTo(value / Math.sqrt(3.5), 12)
    );
  });
});

describe('mistakes', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a typing error',
      () => layers.lstm({ units: 3, returnSequence: true } as never),
      "layers.lstm: there is no option 'returnSequence' (did you mean 'returnSequences'?)"
    ],
    [
      'no units',
      () => layers.gru({} as never),
      'layers.gru: units must be a whole number of at least 1, got undefined'
    ],
    [
      'everything dropped',
      () => layers.lstm({ units: 1, dropout: 1 }),
      'layers.lstm: dropout must be less than 1, got 1'
    ],
    [
      'a negative rate',
      () => layers.dropout(-0.1),
      'layers.dropout: rate must be a number between 0 and 1, got the number -0.1'
    ],
    [
      'an unknown activation',
      () => layers.dense({ units: 1, activation: 'rleu' as never }),
      "layers.dense: activation must be 'linear'"
    ],
    [
      'an unknown merge',
      () =>
        layers.bidirectional({
          layer: layers.gru({ units: 1 }),
          mergeMode: 'average' as never
        }),
      "layers.bidirectional: mergeMode must be 'concat', 'sum', 'ave' or 'mul', got the string 'average'"
    ],
    [
      'both directions of a dense layer',
      () =>
        layers.bidirectional({ layer: layers.dense({ units: 1 }) as never }),
      'layers.bidirectional: layer must be a recurrent layer such as layers.lstm({ units: 8 }), got an object'
    ],
    [
      'time distribution of nothing',
      () => layers.timeDistributed({} as never),
      'layers.timeDistributed: layer must be a layer such as layers.dense({ units: 8 }), got undefined'
    ],
    [
      'a recurrent layer after a last answer',
      () =>
        sequential([
          layers.lstm({ units: 2, inputShape: [null, 1] }),
          layers.gru({ units: 2 })
        ]),
      'layers.gru: its input must be sequences [B, T, I], got [?, 2] (a recurrent layer before it needs returnSequences: true; token ids need layers.embedding)'
    ],
    [
      'an embedding of vectors',
      () => built(layers.embedding({ inputDim: 3, outputDim: 2 }), [4, 2]),
      'layers.embedding: its input must be token ids [B, T], got [?, 4, 2]'
    ],
    [
      'an id beyond the table',
      () =>
        built(layers.embedding({ inputDim: 3, outputDim: 2 }), [null]).call(
          { values: tensor([[0, 3]]) },
          still
        ),
      'layers.embedding: token ids must be whole numbers from 0 to 2 (inputDim is 3), got 3 at step 1 of sequence 0'
    ],
    [
      'a flattening of any length',
      () => built(layers.flatten(), [null, 2]),
      'layers.flatten: every extent of its input must be known'
    ],
    [
      'a stateful layer with another batch',
      () => {
        const layer = built(layers.gru({ units: 2, stateful: true }));
        layer.call({ values: tensor(sequences) }, still);
        layer.call({ values: tensor([sequences[0]]) }, still);
      },
      'layers.gru: stateful, and the state carried over is for a batch of 2, not 1 (call resetStates)'
    ],
    [
      'a layer asked before it is built',
      () => layers.lstm({ units: 1 }).cell,
      'layers.lstm: the layer has no weights yet; call the model once, or give inputShape'
    ],
    [
      'a cell that is none',
      () => layers.recurrent({ units: 1, cell: 3 as never }),
      'layers.recurrent: cell must be an object { name, state, parameters, step } or a cell, got the number 3'
    ]
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
