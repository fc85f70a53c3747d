import { optimizers, tensor, variable } from '../../../../src/engine';
import type { Optimizer } from '../../../../src/engine';

/** Weights after some steps on gradients that are the weights' own squares. */
function after(optimizer: Optimizer, steps: number): number[] {
  const w = variable([0.5, -1, 2]);
  for (let step = 0; step < steps; step++) {
    const gradient = tensor(w.values.map(value => value * value));
    optimizer.apply([{ name: 'w', tensor: w, trainable: true }], [gradient]);
  }
  return [...w.values];
}

describe('weight decay', () => {
  it('inside Adam is AdamW in Keras, as AdamW is there by definition', () => {
    const options = { learningRate: 0.05, weightDecay: 0.1 };
    expect(after(optimizers.adam(options), 6)).toEqual(
      after(optimizers.adamW(options), 6)
    );
    expect(after(optimizers.adam(options), 6)).not.toEqual(
      after(optimizers.adam({ ...options, convention: 'pytorch' }), 6)
    );
  });

  it('inside SGD takes rate · decay · w off first in Keras', () => {
    // 0.5 and 0.25 are the same in f32: w − w·0.25·0.5 − 0.5·w²
    expect(
      after(optimizers.sgd({ learningRate: 0.5, weightDecay: 0.25 }), 1)
    ).toEqual([0.5, -1, 2].map(w => w - w * 0.25 * 0.5 - 0.5 * w * w));
  });
});

describe('dampening', () => {
  it('is PyTorch’s alone, and without Nesterov', () => {
    expect(() => optimizers.sgd({ momentum: 0.9, dampening: 0.5 })).toThrow(
      "optimizers.sgd: dampening is PyTorch's; give convention: 'pytorch' too"
    );
    expect(() =>
      optimizers.sgd({
        momentum: 0.9,
        dampening: 0.5,
        nesterov: true,
        convention: 'pytorch'
      })
    ).toThrow('optimizers.sgd: nesterov goes with dampening 0 alone');
  });
});
