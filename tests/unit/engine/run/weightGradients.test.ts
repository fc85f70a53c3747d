import {
  gradients,
  layers,
  lstm,
  rnn,
  sequential,
  tensor,
  variable
} from '../../../../src/engine';

const x = [[0.3], [-1], [0.5], [0.9]];

describe('derivatives by weights, computed when they are asked for', () => {
  it.each([
    ['an LSTM', lstm({ inputSize: 1, units: 3, seed: 2 })],
    [
      'a plain layer, whose letters are its weights',
      rnn({ inputSize: 1, units: 3, seed: 2 })
    ]
  ])('are those of the weights that %s had in the run', (_, cell) => {
    const made = () =>
      cell.run(x, { gradientsOf: ({ h }) => h.square().sum() });
    const early = made();
    const wanted = [
      ...Object.values(early.weightGradients),
      ...Object.values(early.parameterGradients)
    ].map(({ values }) => [...values]);
    const late = made();
    const before = cell.getWeights();
    const other = Object.fromEntries(
      Object.entries(before).map(([name, weight]) => [
        name,
        weight.mul(3).add(1)
      ])
    );
    cell.setWeights(other);
    const found = [
      ...Object.values(late.weightGradients),
      ...Object.values(late.parameterGradients)
    ].map(({ values }) => [...values]);
    expect(found).toEqual(wanted);
    // And the cell has its new weights still.
    for (const [name, weight] of Object.entries(cell.getWeights())) {
      expect([...weight.values]).toEqual([...other[name].values]);
    }
  });

  it('of a clamped trace are those before the model learned', async () => {
    const model = sequential(
      [
        layers.gru({ units: 3, inputShape: [null, 1] }),
        layers.dense({ units: 1, activation: 'tanh' })
      ],
      { seed: 4 }
    );
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const made = () =>
      model
        .trace(x, { target: [0.5] })
        .clamp({ channel: 'z', value: 0.4, units: [1] });
    const [early, late] = [made(), made()];
    const wanted = [...early.weightGradients.kernel.values];
    await model.fit([x], [1], { epochs: 3, verbose: 0 });
    const numbers = () =>
      Object.values(model.getWeights()).map(({ values }) => [...values]);
    const learned = numbers();
    expect([...late.weightGradients.kernel.values]).toEqual(wanted);
    expect(numbers()).toEqual(learned);
  });
});

it('derivatives by some of the sources are those by all of them', () => {
  const [a, b] = [
    variable([
      [1, 2],
      [3, -4]
    ]),
    variable([
      [0.5, -1],
      [2, 0.1]
    ])
  ];
  const product = a.matmul(b);
  const inner = product.tanh();
  const loss = inner.mul(a).add(b.square()).sum();
  const sources = [a, b, product, inner];
  const all = gradients(loss, sources);
  sources.forEach((source, at) =>
    expect([...gradients(loss, [source])[0].values]).toEqual([
      ...all[at].values
    ])
  );
  expect(gradients(loss, [tensor([1, 2])])[0].toArray()).toEqual([0, 0]);
});
