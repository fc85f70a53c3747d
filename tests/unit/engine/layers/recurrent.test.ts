import { layers, sequential } from '../../../../src/engine';

it('a layer that comes into a network of another precision keeps its weights, in that one', () => {
  const layer = layers.gru({ units: 2, inputShape: [null, 1], seed: 3 });
  const weightsIn = (dtype: 'f64' | 'f32') => {
    const weights = Object.values(sequential([layer], { dtype }).getWeights());
    expect(weights.map(each => each.dtype)).toEqual(weights.map(() => dtype));
    return weights.flatMap(({ values }) => [...values]);
  };
  const wide = weightsIn('f64');
  expect(weightsIn('f32')).toEqual(wide.map(Math.fround));
});
