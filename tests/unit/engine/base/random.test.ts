import { random } from '../../../../src/engine/base/random';

describe('a mask', () => {
  const draws = (count: number) => {
    const stream = random(3, 'mask');
    return Array.from({ length: count }, () => stream.uniform());
  };
  const masked = (count: number, rate: number) => {
    const values = new Float64Array(count);
    const stream = random(3, 'mask');
    stream.mask(values, rate, 1.25);
    return { values, stream };
  };

  it.each([0, 0.2, 1 / 3, 0.5, 0.999])(
    'drops where a number drawn by itself is below the rate %d, and draws as many',
    rate => {
      const { values, stream } = masked(5000, rate);
      const expected = draws(5001);
      values.forEach((value, at) =>
        expect(value).toBe(expected[at] < rate ? 0 : 1.25)
      );
      expect(stream.uniform()).toBe(expected[5000]);
    }
  );

  it('tells a rate from its neighbors to the last bit', () => {
    const expected = draws(50);
    for (const at of [0, 7, 49]) {
      const { values: equal } = masked(50, expected[at]);
      expect(equal[at]).toBe(1.25);
      const { values: above } = masked(50, expected[at] + 2 ** -53);
      expect(above[at]).toBe(0);
    }
  });
});

describe('many normal numbers at once', () => {
  it.each([[[0, 1, 6, 7]], [[5, 5, 1]], [[999]]])(
    'are those drawn one by one, in runs of %j',
    runs => {
      const one = random(4, 'many');
      const many = random(4, 'many');
      for (const count of runs) {
        const values = new Float64Array(count);
        many.normals(values);
        expect([...values]).toEqual(
          Array.from({ length: count }, () => one.normal())
        );
      }
      expect(many.normal()).toBe(one.normal());
      expect(many.uniform()).toBe(one.uniform());
    }
  );
});

describe('what is no number', () => {
  const nonsense: readonly unknown[] = [
    NaN,
    Infinity,
    '1',
    [],
    {},
    null,
    true,
    1n,
    Symbol('one')
  ];

  it.each([
    ['uniform', ['low', 'high']],
    ['normal', ['mean', 'deviation']]
  ] as const)('is refused by %s, which names it', (who, names) => {
    names.forEach((name, place) => {
      for (const value of nonsense) {
        const given = [0, 1].with(place, value as number);
        expect(() => random(1)[who](...given)).toThrow(
          new RegExp(`^random.${who}: ${name} must be a finite number, got `)
        );
      }
    });
  });

  it('is refused as a seed, and as a purpose unless it is a text', () => {
    expect(() => random(Symbol('one') as never)).toThrow(
      'random: seed must be a whole number, got a Symbol'
    );
    expect(() => random(1, 'start', Symbol('one') as never)).toThrow(
      'random: purpose[1] must be a text or a number, got a Symbol'
    );
  });
});
