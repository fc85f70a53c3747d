import { cell, lstm, zeros } from '../../../../src/engine';
import { checkAgainstTape } from '../../../../src/engine/compiler/checkAgainstTape';
import { checkFunctions } from '../../../../src/engine/compiler/checkFunctions';
import { compiledSequence } from '../../../../src/engine/compiler/compiledSequence';
import type {
  SequenceRequest,
  SequenceResult
} from '../../../../src/engine/recurrence/sequence';
import { stepThrough } from '../../../../src/engine/recurrence/sequence';
import { leakyRelu } from '../../../../src/engine/tensor/operations/unary';
import { requestOf } from './passes';

const request = requestOf(
  lstm({ inputSize: 2, units: 3, seed: 1, dtype: 'f64' }),
  { batch: 2, steps: 4, dtype: 'f64' }
);

it.each<[string | null, (right: SequenceResult) => SequenceResult]>([
  [null, right => right],
  ['the output', right => ({ ...right, output: right.output.mul(1.01) })],
  ...['h', 'c'].map(
    (name): [string, (right: SequenceResult) => SequenceResult] => [
      `the state ${name}`,
      right => ({
        ...right,
        state: { ...right.state, [name]: right.state[name].mul(1.01) }
      })
    ]
  )
])('machine code that is wrong in %s is said to be so', (what, wrong) => {
  expect(
    checkAgainstTape(request, (of: SequenceRequest) => wrong(stepThrough(of)))
  ).toBe(what && `machine code and tape differ in ${what} of LSTM`);
});

it('and so is a wrong derivative', () => {
  const halfway = (of: SequenceRequest): SequenceResult => {
    const b = of.parameters.bf;
    // The same value, of which half of the derivative is lost.
    const lost = b.mul(0.5).add(b.detach().mul(0.5));
    return stepThrough({ ...of, parameters: { ...of.parameters, bf: lost } });
  };
  expect(checkAgainstTape(request, halfway)).toBe(
    'machine code and tape differ in the gradient of bf of LSTM'
  );
});

it('is found at inputs that reach it, where those of the pass are zeros', () => {
  const blind: SequenceRequest = {
    ...request,
    x: zeros([2, 4, 2]),
    initial: { h: zeros([2, 3]), c: zeros([2, 3]) }
  };
  const lost = (of: SequenceRequest): SequenceResult =>
    stepThrough({
      ...of,
      initial: { ...of.initial, h: of.initial.h.detach() }
    });
  expect(checkAgainstTape(blind, lost)).toBe(
    'machine code and tape differ in the gradient of h of LSTM'
  );
});

it('a function that differs at one special value is named', () => {
  const of = (operation: typeof leakyRelu, slope: number) =>
    checkFunctions(
      [{ operation: operation as never, attributes: slope, arity: 1 }],
      'f64'
    );
  expect(of(leakyRelu, 0.125)).toBeNull();
  const bent: typeof leakyRelu = {
    ...leakyRelu,
    // The slope at 0 is that above.
    backward(gradient, [into], [input], _, slope) {
      gradient.forEach((g, at) => {
        into![at] += g * (input.values[at] >= 0 ? 1 : slope);
      });
    }
  };
  expect(of(bent, 0.25)).toBe('leakyRelu');
});

// Exactly 0 by machine code; the tape keeps its last digits.
it('what is left where derivatives cancel is no fault', () => {
  const of = cell({
    name: 'cancelling',
    inputSize: 1,
    units: 5,
    dtype: 'f32',
    seed: 1,
    state: ['h'],
    parameters: ['W'],
    step: ({ x, h }, { W }) => ({
      h: x.matmul(W).add(h.tanh().sub(h.tanh()).mul(0.5))
    })
  });
  expect(
    compiledSequence(requestOf(of, { batch: 1, steps: 2, dtype: 'f32' }))
  ).not.toBeNull();
});
