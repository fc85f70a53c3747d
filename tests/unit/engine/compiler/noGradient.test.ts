import {
  cell,
  layers,
  noGradient,
  optimizers,
  sequential,
  tensor
} from '../../../../src/engine';
import type { Tensor } from '../../../../src/engine/tensor/tensor';

type Step = (
  input: Readonly<Record<'x' | 'h', Tensor>>,
  weights: Readonly<Record<'W' | 'U' | 'b', Tensor>>
) => Readonly<Record<'h', Tensor>>;

const stopping = (stop: (h: Tensor) => Tensor): Step =>
  function step({ x, h }, { W, U, b }) {
    return { h: x.matmul(W).add(h.matmul(U), b, stop(h)).tanh() };
  };
const stops: Readonly<Record<string, (h: Tensor) => Tensor>> = {
  noGradient: h => noGradient(() => h.mul(h)),
  detach: h => h.mul(h).detach()
};
const own = (step: Step) =>
  cell({
    name: 'own',
    inputSize: 1,
    units: 1,
    dtype: 'f64',
    state: ['h'],
    parameters: ['W', 'U', 'b'],
    step
  });

describe('what a step computes without a gradient', () => {
  it.each(
    Object.keys(stops).flatMap(name =>
      (['tape', 'auto'] as const).map(compute => [name, compute] as const)
    )
  )('is a constant to the loss (%s, %s)', async (name, compute) => {
    const model = sequential(
      [
        layers.recurrent({
          units: 1,
          cell: {
            name: 'own',
            state: ['h'],
            parameters: ['W', 'U', 'b'],
            step: stopping(stops[name])
          },
          inputShape: [6, 1],
          name: 'first'
        })
      ],
      { seed: 1, compute }
    );
    model.compile({
      optimizer: optimizers.sgd({ learningRate: 1 }),
      loss: 'mse'
    });
    model.setWeights({
      'first/W': tensor([[1]]),
      'first/U': tensor([[0.5]]),
      'first/b': tensor([0])
    });
    await model.fit(tensor([[[0], [0], [0], [1], [0], [0]]]), tensor([[0]]));
    expect(model.summary().layers[0].path).toMatch(
      compute === 'tape' ? /step by step/ : /^fused/
    );
    // PyTorch, with (h * h).detach() and one step of SGD on h².
    const after = model.variables.map(variable => variable.tensor.values[0]);
    [0.968051, -0.124491, -0.895085].forEach((value, at) =>
      expect(after[at]).toBeCloseTo(value, 6)
    );
  });

  it('stands in the equations, and no way leads back through it', () => {
    const { equations, backwardEquations } = own(stopping(stops.noGradient));
    expect(JSON.stringify(equations)).toContain('"name":"stop"');
    expect(backwardEquations.slice(0, 3)).toEqual([
      'dL/dh = later(dL/dh)',
      'dL/dx = Wᵀ (dL/dh ⊙ (1 − h ⊙ h))',
      'dL/dh[t−1] = Uᵀ (dL/dh ⊙ (1 − h ⊙ h))'
    ]);
  });

  it.each(Object.keys(stops))('is written in each framework (%s)', name => {
    const of = own(stopping(stops[name]));
    const programs = () => [of.toPyTorch(), of.toKeras(), of.toJax()];
    const expected = [
      '(h * h).detach()',
      'ops.stop_gradient(h * h)',
      'jax.lax.stop_gradient(h * h)'
    ];
    for (const written of [programs(), noGradient(programs)]) {
      written.forEach((text, at) => expect(text).toContain(expected[at]));
    }
  });

  it('is computed anew from a channel that is held', () => {
    const of = cell({
      name: 'held',
      inputSize: 1,
      units: 1,
      dtype: 'f64',
      state: ['h'],
      parameters: ['W'],
      step({ x, h }, { W }) {
        const g = x.matmul(W).add(h);
        return { g, h: noGradient(() => g.mul(3)) };
      }
    });
    const run = of.run([1, 1]).clamp({ channel: 'g', value: 2 });
    expect(run.h.toArray()).toEqual([[6], [6]]);
  });
});
