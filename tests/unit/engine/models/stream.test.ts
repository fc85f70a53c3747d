import type { Layer } from '../../../../src/engine';
import { layers, sequential } from '../../../../src/engine';

/** A layer as a student writes one: the mean over time, repeated at each step. */
const meanOverTime = (acrossTime?: string | null): Layer =>
  ({
    type: 'MeanOverTime',
    name: '',
    named: false,
    trainable: true,
    revision: 0,
    variables: [],
    cells: [],
    count: { count: 0, formula: '0', arithmetic: '0' },
    ...(acrossTime !== undefined && { acrossTime }),
    build: (input: readonly (number | null)[]) => input,
    call: ({ values, mask }: Parameters<Layer['call']>[0]) => ({
      values: values.sub(values.mean(1, { keepDims: true })),
      mask
    })
  }) as Layer;

const network = (layer: Layer) => {
  const model = sequential([layer, layers.gru({ units: 2 })], { seed: 1 });
  model.build([null, 1]);
  return model;
};

describe('a network with a layer of one’s own', () => {
  it('does not answer step by step when the layer looks across time', () => {
    expect(() =>
      network(meanOverTime('takes the mean over all steps')).stream()
    ).toThrow(
      "layer 'mean_over_time' takes the mean over all steps, so the network cannot answer step by step"
    );
  });

  it('does not answer step by step when the layer does not say', () => {
    expect(() => network(meanOverTime()).stream()).toThrow(
      'does not say whether it looks at other steps'
    );
    expect(() =>
      network(layers.residual({ layers: [meanOverTime()] })).stream()
    ).toThrow('does not say whether it looks at other steps');
  });

  it('answers step by step when the layer looks at its own step alone', () => {
    const twice: Layer = {
      ...meanOverTime(null),
      call: ({ values, mask }) => ({ values: values.mul(2), mask })
    };
    const model = network(twice);
    const live = model.stream();
    const answers = [0.5, -1, 2].map(x => live.step(x).toArray());
    expect(answers[2]).toEqual(
      (model.predict([[0.5, -1, 2]]).toArray() as number[][])[0].map(
        value => expect.closeTo(value, 6) as number
      )
    );
  });

  it('refuses a recurrent layer inside a residual, whose states it does not carry', () => {
    const inner = layers.gru({ units: 1, returnSequences: true });
    expect(() =>
      network(layers.residual({ layers: [inner] })).stream()
    ).toThrow('holds a recurrent layer');
  });
});

describe('a Transformer, step by step', () => {
  const block = (rotary: boolean) => [
    layers.residual({
      layers: [
        layers.layerNormalization(),
        layers.selfAttention({ keyDim: 4, heads: 2, causal: true, rotary })
      ]
    }),
    layers.residual({
      layers: [
        layers.layerNormalization(),
        layers.dense({ units: 12, activation: 'gelu' }),
        layers.dense({ units: 6 })
      ]
    })
  ];
  const kinds: Record<string, () => Layer[]> = {
    'without places': () => [...block(false), ...block(false)],
    'with sines': () => [layers.positionEncoding(), ...block(false)],
    'with learned places': () => [
      layers.positionEncoding({ kind: 'learned', maxLength: 20 }),
      ...block(false)
    ],
    'with rotary places': () => [...block(true), ...block(true)],
    'before a recurrent layer': () => [
      ...block(true),
      layers.gru({ units: 3, returnSequences: true })
    ]
  };
  const ids = [3, 1, 4, 1, 5, 2, 6, 5, 3, 5];

  it.each(
    Object.entries(kinds).flatMap(([name, make]) =>
      [false, true].map(maskZero => ({ name, make, maskZero }))
    )
  )('$name answers as the full pass, padding: $maskZero', of => {
    const model = sequential(
      [
        layers.embedding({ inputDim: 8, outputDim: 6, maskZero: of.maskZero }),
        ...of.make(),
        layers.dense({ units: 5 })
      ],
      { seed: 2, dtype: 'f64' }
    );
    // A step of padding between others, where it is one.
    const steps = of.maskZero ? [...ids.slice(0, 4), 0, ...ids] : ids;
    model.build([null]);
    const whole = model.predict([steps]).at(0).toArray() as number[][];
    const live = model.stream();
    for (const again of [1, 2]) {
      steps.forEach((id, at) => {
        const answer = live.step(id).toArray() as number[];
        answer.forEach((value, k) =>
          expect([again, at, value]).toEqual([
            again,
            at,
            expect.closeTo(whole[at][k], 6)
          ])
        );
      });
      live.reset();
    }
  });

  it('does not answer so when it looks ahead', () => {
    const model = sequential([
      layers.selfAttention({ keyDim: 2, inputShape: [null, 3] })
    ]);
    model.build([null, 3]);
    expect(() => model.stream()).toThrow('looks at all steps');
  });

  it('is told when the learned places are used up', () => {
    const model = sequential([
      layers.positionEncoding({
        kind: 'learned',
        maxLength: 2,
        inputShape: [null, 1]
      })
    ]);
    model.build([null, 1]);
    const live = model.stream();
    live.step(1);
    live.step(1);
    expect(() => live.step(1)).toThrow('longer than maxLength 2');
  });
});

describe('rotary places', () => {
  it('make a score hang on the distance alone', () => {
    const layer = layers.selfAttention({
      keyDim: 4,
      causal: true,
      rotary: true,
      inputShape: [null, 3]
    });
    const model = sequential([layer], { seed: 3 });
    model.build([null, 3]);
    // The same two steps with nothing between, wherever they stand behind silent ones that a mask leaves out.
    const pair = [
      [1, -0.5, 0.3],
      [0.2, 0.7, -1]
    ];
    const silent = [-9, -9, -9];
    const masked = sequential(
      [layers.masking({ maskValue: -9, inputShape: [null, 3] }), layer],
      { seed: 3 }
    );
    masked.build([null, 3]);
    const early = masked.predict([pair]).at(0).at(1).toArray() as number[];
    const late = masked
      .predict([[silent, silent, silent, ...pair]])
      .at(0)
      .at(4)
      .toArray() as number[];
    late.forEach((value, at) => expect(value).toBeCloseTo(early[at], 6));
  });

  it('need an even number to turn in pairs', () => {
    expect(() => layers.selfAttention({ keyDim: 3, rotary: true })).toThrow(
      'keyDim must be even with rotary'
    );
  });
});
