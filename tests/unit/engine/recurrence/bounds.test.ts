import { isShare } from '../../../../src/engine/recurrence/bounds';
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
