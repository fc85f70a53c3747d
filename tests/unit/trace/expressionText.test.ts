import { expressionText } from '../../../src/trace';
import type { Expression } from '../../../src/trace';

const symbol = (
  name: string,
  role: 'input' | 'state' | 'channel' | 'parameter',
  more: { subscript?: string; lag?: number } = {}
): Expression => ({ kind: 'symbol', name, role, ...more });

const operation = (
  name: Extract<Expression, { kind: 'operation' }>['name'],
  ...args: Expression[]
): Expression => ({ kind: 'operation', name, args });

const f = symbol('f', 'channel');
const z = symbol('z', 'channel');
const n = symbol('n', 'channel');
const hBefore = symbol('h', 'state', { lag: -1 });
const cBefore = symbol('c', 'state', { lag: -1 });

describe('expressionText', () => {
  it('writes a gate with its parameters and the state of the step before', () => {
    const gate: Expression = {
      kind: 'call',
      name: 'sigmoid',
      args: [
        operation(
          'add',
          operation(
            'matmul',
            symbol('W', 'parameter', { subscript: 'f' }),
            symbol('x', 'input')
          ),
          operation(
            'matmul',
            symbol('U', 'parameter', { subscript: 'f' }),
            hBefore
          ),
          symbol('b', 'parameter', { subscript: 'f' })
        )
      ]
    };
    expect(expressionText(gate)).toBe('σ(W_f x + U_f h[t−1] + b_f)');
  });

  it('brackets a sum inside a product and leaves a product in a sum bare', () => {
    const one: Expression = { kind: 'number', value: 1 };
    expect(
      expressionText(
        operation(
          'add',
          operation('multiply', operation('subtract', one, z), n),
          operation('multiply', z, hBefore)
        )
      )
    ).toBe('(1 − z) ⊙ n + z ⊙ h[t−1]');
  });

  it('keeps what is subtracted or divided by together', () => {
    expect(
      expressionText(operation('subtract', f, operation('add', z, n)))
    ).toBe('f − (z + n)');
    expect(
      expressionText(operation('divide', f, operation('multiply', z, n)))
    ).toBe('f / (z ⊙ n)');
    expect(expressionText(operation('negate', operation('add', z, n)))).toBe(
      '−(z + n)'
    );
  });

  it('tells the same letter of two steps apart', () => {
    expect(expressionText(cBefore)).not.toBe(
      expressionText(symbol('c', 'channel'))
    );
  });

  it('writes a very large or small number as a power of ten, not as code does', () => {
    const text = (value: number) => expressionText({ kind: 'number', value });
    expect([1e36, -1e-9, 2.5e21, -3, 0.1].map(text)).toEqual([
      '10³⁶',
      '−10⁻⁹',
      '2.5 × 10²¹',
      '−3',
      '0.1'
    ]);
  });
});
