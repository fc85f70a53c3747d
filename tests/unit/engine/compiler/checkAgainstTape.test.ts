import { lstm } from '../../../../src/engine';
import { checkAgainstTape } from '../../../../src/engine/compiler/checkAgainstTape';
import type {
  SequenceRequest,
  SequenceResult
} from '../../../../src/engine/recurrence/sequence';
import { stepThrough } from '../../../../src/engine/recurrence/sequence';
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
