import { endAfter } from '../../../../src/kernel/node/machine';

describe('work that is ended once it takes too long', () => {
  const endless = () => {
    for (;;);
  };

  it('gives what it gives, and throws what it throws', () => {
    const error = new RangeError('its own');
    expect(endAfter(10_000, () => 5)).toEqual({ value: 5 });
    expect(() =>
      endAfter(10_000, () => {
        throw error;
      })
    ).toThrow(error);
  });

  it('is ended wherever it is, and what comes after it runs', () => {
    expect(endAfter(20, endless)).toBeNull();
    expect(endAfter(10_000, () => 'after')).toEqual({ value: 'after' });
  });

  it('may hold other such work', () => {
    const inner = () => [endAfter(20, endless), endAfter(10_000, () => 1)];
    expect(endAfter(10_000, inner)).toEqual({ value: [null, { value: 1 }] });
  });
});
