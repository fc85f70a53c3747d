import {
  acrossScale,
  decadesOf,
  linearScale,
  logScale,
  nearPowerWords,
  shareScale
} from '../../../../src/scene/marks/valueScale';

const box = { y: 10, height: 100 };

describe('a linear axis', () => {
  it('moves its ends out to round values, and places what is between', () => {
    const scale = linearScale([0.3, 9.7], box, { count: 5 });
    expect(scale.domain).toEqual([0, 10]);
    // 2.5 is a quarter of the way up from 110.
    expect(scale(2.5)).toBeCloseTo(85, 9);
    expect(scale.ticks.map(({ text }) => text)).toEqual([
      '0',
      '2',
      '4',
      '6',
      '8',
      '10'
    ]);
  });

  it('keeps to its ends where it is told so, and has a length for one value alone', () => {
    expect(linearScale([0.3, 9.7], box, { nice: false }).domain).toEqual([
      0.3, 9.7
    ]);
    expect(linearScale([3, 3], box, { nice: false }).domain).toEqual([3, 4]);
  });

  it('writes shares in percent', () => {
    const scale = shareScale(0.8, box);
    expect(scale.domain).toEqual([0.75, 1]);
    expect(scale.ticks.at(-1)?.text).toBe('100\u202f%');
  });
});

describe('a log axis', () => {
  it('runs from the smallest power that holds all values to the largest', () => {
    expect(decadesOf([[0.003, 0.5], [20]])).toEqual({ low: -3, high: 2 });
    expect(decadesOf([[0.003, 0.5], [20]], { whole: 2 })).toEqual({
      low: -4,
      high: 2
    });
    // log10(1000) is 2.9999999999999996.
    expect(decadesOf([[1000, 1]])).toEqual({ low: 0, high: 3 });
  });

  it('has a least length and a greatest one', () => {
    expect(decadesOf([[1]], { least: 4 })).toEqual({ low: -4, high: 0 });
    expect(decadesOf([[1, 1e-90]], { most: 32 })).toEqual({
      low: -32,
      high: 0
    });
  });

  it('is not there for lists without a value above zero', () => {
    expect(decadesOf([[0, -1, NaN, Infinity], []])).toBeNull();
  });

  it('gives equal factors equal lengths, and zero no place', () => {
    const scale = logScale({ low: -4, high: 0 }, box);
    expect(scale(1)).toBeCloseTo(10, 9);
    expect(scale(0.01)).toBeCloseTo(60, 9);
    expect(scale(0)).toBeNaN();
    expect(scale(1e-5)).toBeNaN();
    expect(scale.within(1e-5)).toBe(110);
  });

  it('writes powers, near one as they are spoken', () => {
    expect(
      logScale({ low: -4, high: 0 }, box, { every: 2 }).ticks.map(
        ({ text }) => text
      )
    ).toEqual(['1', '10⁻²', '10⁻⁴']);
    expect([2, 0, -2, -3].map(nearPowerWords)).toEqual([
      '100',
      '1',
      '0.01',
      '10⁻³'
    ]);
  });
});

describe('a scale along a box', () => {
  it('runs from its left end to its right one, and back from places to values', () => {
    const scale = acrossScale([10, 20], { x: 5, width: 100 }, { nice: false });
    expect([10, 15, 20].map(scale)).toEqual([5, 55, 105]);
    expect([5, 55, 200].map(scale.invert)).toEqual([10, 15, 20]);
  });
});
