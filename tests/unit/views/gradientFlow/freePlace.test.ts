import {
  besideLine,
  distanceBetween,
  distanceTo,
  freest,
  type DrawnLine
} from '../../../../src/views/gradientFlow/freePlace';

/** A point each 10 px. */
const drawn = (...heights: number[]): DrawnLine => ({
  x: step => step * 10,
  y: step => heights[step],
  steps: heights.length
});

describe('free places for words between lines', () => {
  it('know how far a line stays from words, between its points, too', () => {
    const falling = drawn(0, 100);
    // At 4 … 6 the line is between 40 and 60; the words reach from 69 to 83.
    expect(distanceTo(falling, { from: 4, to: 6, y: 80 })).toBeCloseTo(9);
    expect(distanceTo(falling, { from: 4, to: 8, y: 80 })).toBe(0);
    expect(distanceTo(falling, { from: 4, to: 6, y: 20 })).toBeCloseTo(17);
  });

  it('do not mind where a line is not drawn', () => {
    const gap = drawn(NaN, NaN, 50, 50);
    expect(distanceTo(gap, { from: 0, to: 9, y: 50 })).toBe(Infinity);
    expect(distanceTo(gap, { from: 0, to: 25, y: 50 })).toBe(0);
  });

  it('stand above and below all of a steep line beside them', () => {
    const steep = drawn(100, 60, 20);
    for (const y of besideLine(steep, 0, 20)) {
      expect(distanceTo(steep, { from: 0, to: 20, y })).toBeCloseTo(4);
    }
    expect(besideLine(steep, 30, 40)).toEqual([]);
  });

  it('are told from words that stand there already', () => {
    const words = { from: 0, to: 30, y: 50 };
    expect(distanceBetween(words, { from: 20, to: 40, y: 55 })).toBe(0);
    expect(distanceBetween(words, { from: 20, to: 40, y: 70 })).toBe(6);
    expect(distanceBetween(words, { from: 60, to: 70, y: 50 })).toBe(10);
  });

  it('are taken in the order given, where they are equally free', () => {
    const line = drawn(50, 50, 50, 50);
    const place = (y: number) => ({ from: 0, to: 20, y });
    const places = [place(50), place(80), place(20)];
    expect(freest(places, [line], [], 5)).toBe(places[1]);
    expect(freest(places, [line], [place(80)], 5)).toBe(places[2]);
    expect(freest([], [line], [], 5)).toBeNull();
  });

  it('are none over words that stand there, though over a line is a place', () => {
    const line = drawn(50, 50, 50, 50);
    const place = { from: 0, to: 20, y: 50 };
    expect(freest([place], [line], [], 5)).toBe(place);
    expect(freest([place], [], [{ from: 10, to: 30, y: 45 }], 5)).toBeNull();
  });
});
