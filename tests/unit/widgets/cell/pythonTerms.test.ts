import { findInPython } from '../../../../src/widgets/cell/codeTerms';
import type { Expression } from '../../../../src/trace';

const symbol = (
  name: string,
  role: 'input' | 'state' | 'channel' | 'parameter' = 'channel',
  subscript?: string
): Expression => ({
  kind: 'symbol',
  name,
  role,
  ...(subscript && { subscript })
});
const operation = (
  name: 'add' | 'multiply' | 'matmul' | 'subtract',
  ...args: Expression[]
): Expression => ({ kind: 'operation', name, args });

function found(line: string, expression: Expression): string | null {
  const range = findInPython(line, expression);
  return range && line.slice(range.start, range.end);
}

const Wx = operation('matmul', symbol('W', 'parameter', 'f'), symbol('x'));
const Uh = operation('matmul', symbol('U', 'parameter', 'f'), symbol('h'));

describe('a term in a line of Python', () => {
  const gate = '    f = sigmoid(W_f @ x + b_f + U_f @ h + b_hf)';

  it('is found by its operator', () => {
    expect(found(gate, Wx)).toBe('W_f @ x');
    expect(found(gate, Uh)).toBe('U_f @ h');
    expect(found(gate, symbol('b', 'parameter', 'hf'))).toBe('b_hf');
  });

  it('is a whole sum, whatever the order of its summands', () => {
    const sum = operation(
      'add',
      Uh,
      symbol('b', 'parameter', 'f'),
      Wx,
      symbol('b', 'parameter', 'hf')
    );
    expect(found(gate, { kind: 'call', name: 'sigmoid', args: [sum] })).toBe(
      'sigmoid(W_f @ x + b_f + U_f @ h + b_hf)'
    );
  });

  it('is a product of gates', () => {
    expect(
      found(
        '    c = f * c + i * g',
        operation('multiply', symbol('i'), symbol('g'))
      )
    ).toBe('i * g');
    expect(
      found(
        '    h = (1 - z) * n + z * h',
        operation(
          'multiply',
          operation('subtract', { kind: 'number', value: 1 }, symbol('z')),
          symbol('n')
        )
      )
    ).toBe('(1 - z) * n');
  });

  it('is nothing where the line has no such part', () => {
    expect(found('    return h, c', Wx)).toBeNull();
    expect(found('def step(x, h, c):', Wx)).toBeNull();
  });
});
