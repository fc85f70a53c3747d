import { cell, tanh, zeros } from '../../../../src/engine';
import { traceStep } from '../../../../src/engine/compiler/traceStep';
import type { Tensor } from '../../../../src/engine/tensor/tensor';

type Step = (
  input: Readonly<Record<'x' | 'h', Tensor> & { c?: Tensor }>,
  weights: Readonly<Record<'W' | 'U' | 'b', Tensor>>
) => unknown;

const own = (step: Step) =>
  cell({
    name: 'own',
    inputSize: 1,
    units: 2,
    state: ['h'],
    parameters: ['W', 'U', 'b'],
    step: step as never
  });

/** A step that is right when it is called first, for each pass that calls it. */
const atFirst = (right: Step, later: Step): Step => {
  let before: Tensor | null = null;
  return (input, weights) => {
    const isFirst = before === null || input.h.values.every(v => v === 0);
    before = input.h;
    return (isFirst ? right : later)(input, weights);
  };
};

const right: Step = ({ x }, { W }) => {
  const g = tanh(x.matmul(W));
  return { g, h: g };
};

describe('what a step returns', () => {
  it.each<[string, Step, string]>([
    [
      'nothing at all',
      () => undefined,
      'own.step: must return an object of channels { h, … }, got undefined'
    ],
    [
      'nothing, whatever it asks for',
      ({ c }) => c,
      'own.step: must return an object of channels { h, … }, got undefined'
    ],
    [
      'a tensor by itself',
      ({ h }) => h,
      'own.step: must return an object of channels { h, … }, got a tensor'
    ],
    [
      'nothing at a later step',
      atFirst(right, () => undefined),
      'own.step: must return an object of channels { h, … }, got undefined'
    ],
    [
      'a state less at a later step',
      atFirst(right, ({ h }) => ({ g: h })),
      "own.step: 'h' is a state, but the step returned only g"
    ],
    [
      'a channel less at a later step',
      atFirst(right, ({ h }) => ({ h })),
      "own.step: 'g' must be returned at every step, as the first did, but a later step returned only h"
    ],
    [
      'a channel more at a later step',
      atFirst(right, ({ h }) => ({ h, g: h, k: h })),
      "own.step: 'k' must be returned at every step or at none, but the first step returned only g, h"
    ],
    [
      'a state of another shape at a later step',
      atFirst(right, ({ h }) => ({ g: h, h: zeros([1, 3]) })),
      "own.step: 'h' must have shape [1, 2] (batch, units), got [1, 3]"
    ],
    [
      'a channel of another shape at a later step',
      atFirst(right, ({ h }) => ({ h, g: zeros([1, 3]) })),
      "own.step: 'g' must have shape [1, 2], as at the first step, but a later step returned [1, 3]"
    ],
    [
      'no tensor at a later step',
      atFirst(right, ({ h }) => ({ h: null, g: h })),
      "own.step: 'h' must be a tensor, got null"
    ]
  ])('is said where it is %s', (_, step, said) => {
    expect(() => own(step).run([[1], [1], [1]])).toThrow(said);
  });

  it('is not said to lack a name that it asks for and does not use', () => {
    const asking = own(({ x, h, c }) => ({
      h: h.sub(h.max(1, { keepDims: true })).add(x),
      ...(c && { c })
    }));
    expect(asking.channels).toEqual({ h: 2 });
    const { reason } = traceStep(asking, {
      parameters: asking.weights.parameters(),
      dtype: 'f64'
    });
    expect(reason).toMatch(/'max'.*no such operation/);
  });
});
