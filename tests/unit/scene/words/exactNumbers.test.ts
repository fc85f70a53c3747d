import { codeNumber, fieldNumber } from '../../../../src/scene/words/format';

describe('a number of a run, written to be typed over or run again', () => {
  it.each([20240115, 1234567.8, 0.12345678, 1e-9, -3.25, 0])(
    'keeps its digits: %p',
    value => {
      expect(codeNumber(value)).toBe(value);
      expect(fieldNumber(value)).toBe(value);
    }
  );

  it.each([0.1, 0.7, 12.3, 1e-30])('is without the noise of f32: %p', value => {
    const kept = Math.fround(value);
    expect(fieldNumber(kept)).toBe(value);
    expect(codeNumber(kept)).toBe(value);
  });

  it('gives the same f32 again, whichever it is', () => {
    for (let at = 1; at < 2000; at++) {
      const value = Math.fround(Math.sin(at) * 10 ** (at % 20));
      expect(Math.fround(codeNumber(value))).toBe(value);
    }
  });
});
