import { spoken } from '../../../../src/widgets/equations/spoken';
import {
  channelsIn,
  findPart,
  litWith,
  orderlessText,
  termsOf
} from '../../../../src/views/equations/terms';
import {
  before,
  channel,
  gruEquations,
  lstmEquations,
  operation,
  rnnEquations
} from '../cells';

const texts = (equation: (typeof lstmEquations)[number]): string[] =>
  termsOf(equation).map(term => term.text);

describe('termsOf', () => {
  it('takes the summands of a gate and of the cell state', () => {
    expect(texts(lstmEquations[0])).toEqual(['W_f x', 'U_f h[t−1]', 'b_f']);
    expect(texts(lstmEquations[4])).toEqual(['f ⊙ c[t−1]', 'i ⊙ g']);
    expect(texts(rnnEquations[0])).toEqual(['W x', 'U h[t−1]', 'b']);
  });

  it('takes the factors where there is no sum', () => {
    expect(texts(lstmEquations[5])).toEqual(['o', 'tanh(c)']);
  });

  it('goes into a bracket for the matrix products in it, outer before inner', () => {
    expect(texts(gruEquations[2])).toEqual([
      'W_n x',
      'b_in',
      'r ⊙ (U_n h[t−1] + b_hn)',
      'U_n h[t−1]',
      'b_hn'
    ]);
    expect(texts(gruEquations[3])).toEqual(['(1 − z) ⊙ n', 'z ⊙ h[t−1]']);
  });
});

describe('litWith', () => {
  it('holds the term and everything it is made of', () => {
    const term = findPart(lstmEquations, 'f ⊙ c[t−1]');
    expect([...litWith(term!.expression)]).toEqual([
      'f ⊙ c[t−1]',
      'f',
      'c[t−1]'
    ]);
    expect(channelsIn(term!.expression)).toEqual(['f', 'c']);
  });
});

describe('spoken', () => {
  it('reads a term aloud', () => {
    expect(spoken(findPart(lstmEquations, 'f ⊙ c[t−1]')!.expression)).toBe(
      'f times c before'
    );
    expect(spoken(lstmEquations[0].expression)).toBe(
      'sigmoid of W f times x plus U f times h before plus b f'
    );
  });

  it('sets a sum inside a product apart', () => {
    expect(spoken(findPart(gruEquations, '(1 − z) ⊙ n')!.expression)).toBe(
      'bracket 1 minus z bracket closed times n'
    );
  });
});

describe('orderlessText', () => {
  it('is the same for sums and products in any order', () => {
    const [f, i, g] = ['f', 'i', 'g'].map(channel);
    const c = before('c');
    expect(
      orderlessText(
        operation(
          'add',
          operation('multiply', g, i),
          operation('multiply', c, f)
        )
      )
    ).toBe(orderlessText(lstmEquations[4].expression));
    expect(orderlessText(operation('subtract', f, g))).not.toBe(
      orderlessText(operation('subtract', g, f))
    );
  });
});
