import { gru, lstm, minGru, rnn } from '../../../../src/engine';
import { isBounded, isShare } from '../../../../src/engine/recurrence/bounds';
import type { Expression } from '../../../../src/trace';

const number = (value: number): Expression => ({ kind: 'number', value });
const x: Expression = { kind: 'symbol', name: 'x', role: 'input' };
const call = (name: string, ...args: Expression[]): Expression => ({
  kind: 'call',
  name,
  args
});
const operation = (
  name: 'add' | 'divide' | 'multiply',
  ...args: Expression[]
): Expression => ({ kind: 'operation', name, args });

describe('what cannot leave 0 to 1', () => {
  const part = call('softplus', x);
  const shareOf = (...rest: Expression[]) =>
    operation('divide', part, operation('add', part, ...rest));

  it('is one number of a sum of numbers not below 0, divided by the sum', () => {
    expect(isShare(shareOf(call('exp', x)), [])).toBe(true);
    expect(isShare(shareOf(number(0)), [])).toBe(true);
    expect(isShare(shareOf(number(-1)), [])).toBe(false);
    expect(isShare(shareOf(x), [])).toBe(false);
  });

  it('is a number from 0 to 1, and a product of such', () => {
    expect([0, 0.5, 1].every(value => isShare(number(value), []))).toBe(true);
    expect([-0.1, 1.1].some(value => isShare(number(value), []))).toBe(false);
    const gate = call('sigmoid', x);
    expect(isShare(operation('multiply', gate, gate), [])).toBe(true);
    expect(isShare(operation('multiply', gate, x), [])).toBe(false);
  });
});

test('what cannot leave ±1 is a tanh, a gate times it, and a mixture by a gate', () => {
  const sizes = { inputSize: 1, units: 2, seed: 1 };
  const isBoundedIn = ({ equations }: Pick<typeof none, 'equations'>) =>
    isBounded(
      equations.find(({ channel }) => channel === 'h')!.expression,
      equations
    );
  const none = minGru(sizes);
  expect([rnn, lstm, gru].map(cell => isBoundedIn(cell(sizes)))).toEqual([
    true,
    true,
    true
  ]);
  // Its candidate is no tanh; nor does a sum of two tanh stay within 1.
  expect(isBoundedIn(none)).toBe(false);
  expect(
    isBounded(operation('add', call('tanh', x), call('tanh', x)), [])
  ).toBe(false);
  expect(isBoundedIn(rnn({ ...sizes, activation: 'relu' }))).toBe(false);
});
