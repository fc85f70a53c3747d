import { formatFixed } from '../../../../src/scene/words/format';
import { untranslated } from '../../../../src/scene/words/translate';
import { inputBackWords } from '../../../../src/views/cell/cellWords';

describe('the wire of x on the way back', () => {
  const came = { wire: '0.43', note: 'scaled from 31.10 °C' };
  const words = (gradient: readonly number[] | null) =>
    inputBackWords(
      gradient,
      came,
      value => formatFixed(value / 1e-3),
      untranslated
    );

  it('carries dL/dx in the power of ten of the other wires, with x beside it', () => {
    expect(words([-0.00123])).toEqual({
      wire: '−1.23',
      note: 'dL/dx; x = 0.43'
    });
    expect(words([0.001, 0.002, 0.003, 0.004]).wire).toBe('1.00, 2.00, …');
  });

  it('says where it is not known', () => {
    expect(words(null)).toEqual({
      wire: '?',
      note: 'dL/dx is not known; x = 0.43'
    });
  });
});
