import fc from 'fast-check';
import { bitmap } from '../../../src/scene/bitmap';
import { makeRamp } from '../../../src/scene/ramp';

const gates = makeRamp([
  '#f7f5ec',
  '#d5e8cf',
  '#92cdbb',
  '#46a0ae',
  '#1f6390',
  '#14264f'
]);
const states = makeRamp(['#7a3300', '#f6f4f1', '#3a1573']);

/** A pixel as `#rrggbb`. */
function hex(pixel: number): string {
  const bytes = [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  return `#${bytes.map(byte => byte.toString(16).padStart(2, '0')).join('')}`;
}

describe('ramps', () => {
  it('pass through their stops', () => {
    const last = gates.pixels.length - 1;
    expect(hex(gates.pixels[0])).toBe('#f7f5ec');
    expect(hex(gates.pixels[last])).toBe('#14264f');
    // 2 of 5 equal parts: the length is odd, so the third stop lies between two entries.
    expect(gates.css(0.4)).toBe('rgb(146, 205, 187)');
  });

  it('have their zero exactly in the middle', () => {
    expect(hex(states.pixels[(states.pixels.length - 1) / 2])).toBe('#f6f4f1');
  });

  it('are mixed in Lab', () => {
    // CIELAB (D50) of black is 0, of white 100; their middle, 50, is this grey.
    expect(makeRamp(['#000000', '#ffffff']).css(0.5)).toBe(
      'rgb(119, 119, 119)'
    );
  });
});

describe('bitmap', () => {
  // Two steps of three units, as a trace has them: [T, H].
  const values = Float32Array.of(0, 0.5, 1, 1, NaN, 0);
  const source = {
    values,
    rows: 3,
    columns: 2,
    rowStride: 1,
    columnStride: 3
  };

  it('draws units downwards and steps to the right', () => {
    const { width, height, pixels } = bitmap(source, gates, [0, 1]);
    expect([width, height]).toEqual([2, 3]);
    expect(hex(pixels[0])).toBe('#f7f5ec');
    expect(hex(pixels[1])).toBe('#14264f');
    expect(hex(pixels[4])).toBe('#14264f');
    expect(hex(pixels[5])).toBe('#f7f5ec');
  });

  it('leaves what is no number transparent', () => {
    expect(bitmap(source, gates, [0, 1]).pixels[3]).toBe(0);
  });

  it('leaves padding transparent', () => {
    const { pixels } = bitmap({ ...source, mask: [1, 0] }, gates, [0, 1]);
    expect([pixels[1], pixels[3], pixels[5]]).toEqual([0, 0, 0]);
    expect(pixels[0]).not.toBe(0);
  });

  it('puts rows in the order that is asked for', () => {
    const { pixels } = bitmap({ ...source, order: [2, 1, 0] }, gates, [0, 1]);
    expect(hex(pixels[0])).toBe('#14264f');
    expect(hex(pixels[4])).toBe('#f7f5ec');
  });

  it('averages a block of values, without what is no number', () => {
    const { width, height, pixels } = bitmap(
      { ...source, rowsPerPixel: 3, columnsPerPixel: 2 },
      makeRamp(['#000000', '#ffffff']),
      [0, 1]
    );
    expect([width, height]).toEqual([1, 1]);
    // (0 + 0.5 + 1 + 1 + 0) / 5 = 0.5
    expect(hex(pixels[0])).toBe('#777777');
  });

  it('takes the ends of the ramp for values outside the range', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), value => {
        const { pixels } = bitmap(
          {
            values: [value],
            rows: 1,
            columns: 1,
            rowStride: 1,
            columnStride: 1
          },
          gates,
          [0, 1]
        );
        if (value <= 0) {
          expect(hex(pixels[0])).toBe('#f7f5ec');
        }
        if (value >= 1) {
          expect(hex(pixels[0])).toBe('#14264f');
        }
        expect(pixels[0] >>> 24).toBe(255);
      })
    );
  });

  it('colors numbers and means of a run that diverges, whose span and sums are infinite', () => {
    const values = [1.7e308, -1.7e308, 1.7e308, 1.7e308];
    const shape = { values, rows: 2, rowStride: 2, columnStride: 1 };
    const range: readonly [number, number] = [-1.7e308, 1.7e308];
    const each = bitmap({ ...shape, columns: 2 }, gates, range);
    expect(hex(each.pixels[0])).toBe('#14264f');
    expect(hex(each.pixels[1])).toBe('#f7f5ec');
    const mean = bitmap(
      { ...shape, columns: 2, rowsPerPixel: 2 },
      gates,
      range
    );
    expect(hex(mean.pixels[0])).toBe('#14264f');
  });
});
