import { findInCode } from '../../../../src/widgets/cell/codeTerms';
import { findPart } from '../../../../src/views/equations/terms';
import type { Equation } from '../../../../src/trace';
import { gruEquations, lstmEquations } from '../cells';

function found(
  line: string,
  equations: readonly Equation[],
  text: string
): string | null {
  const range = findInCode(line, findPart(equations, text)!.expression);
  return range && line.slice(range.start, range.end);
}

describe('findInCode', () => {
  const line = '  const c = add(mul(f, cBefore), mul(i, g));';

  it('finds the call that computes a term', () => {
    expect(found(line, lstmEquations, 'f ⊙ c[t−1]')).toBe('mul(f, cBefore)');
    expect(found(line, lstmEquations, 'i ⊙ g')).toBe('mul(i, g)');
  });

  it('finds it in methods and with operands the other way round', () => {
    expect(
      found('cNext = c.mul(f).add(g.mul(i));', lstmEquations, 'f ⊙ c[t−1]')
    ).toBe('c.mul(f)');
    expect(
      found('cNext = c.mul(f).add(g.mul(i));', lstmEquations, 'i ⊙ g')
    ).toBe('g.mul(i)');
  });

  it('finds a matrix product with its parameter', () => {
    const gate =
      'const f = sigmoid(add(matmul(x, Wf), matmul(hBefore, Uf), bf));';
    expect(found(gate, lstmEquations, 'W_f x')).toBe('matmul(x, Wf)');
    expect(found(gate, lstmEquations, 'U_f h[t−1]')).toBe(
      'matmul(hBefore, Uf)'
    );
    expect(found(gate, lstmEquations, 'b_f')).toBe('bf');
    expect(
      found(gate.replace('Uf', 'p.U_f'), lstmEquations, 'U_f h[t−1]')
    ).toBe('matmul(hBefore, p.U_f)');
  });

  it('reads oneMinus as 1 − z', () => {
    expect(
      found(
        'const h = add(mul(oneMinus(z), n), mul(z, hBefore));',
        gruEquations,
        '(1 − z) ⊙ n'
      )
    ).toBe('mul(oneMinus(z), n)');
  });

  it('is null where the line computes something else', () => {
    expect(found(line, lstmEquations, 'tanh(c)')).toBeNull();
    expect(found('const c = f * c0 + (', lstmEquations, 'i ⊙ g')).toBeNull();
  });
});
