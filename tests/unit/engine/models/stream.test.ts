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
