/** @jest-environment jsdom */
import { lab, rgb } from 'd3-color';
import { interpolateLab, piecewise } from 'd3-interpolate';
import * as fc from 'fast-check';
import { labOf, mixOf, rgbOf } from '../../../../src/widgets/base/labColour';

const byte = fc.integer({ min: 0, max: 255 });
const colour = fc
  .tuple(byte, byte, byte)
  .map(
    parts =>
      `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`
  );

describe('labColour', () => {
  it('reads colours and their Lab as d3-color does', () => {
    fc.assert(
      fc.property(colour, fc.boolean(), (hex, written) => {
        const text = written ? rgb(hex).formatRgb() : hex;
        const { r, g, b } = rgb(hex);
        expect(rgbOf(text)).toEqual([r, g, b]);
        const known = lab(hex);
        const [light, a, blue] = labOf(rgbOf(text));
        expect(light).toBeCloseTo(known.l, 9);
        expect(a).toBeCloseTo(known.a, 9);
        expect(blue).toBeCloseTo(known.b, 9);
      })
    );
    expect(rgbOf('#0aF')).toEqual([0, 170, 255]);
    expect(rgbOf('rgba(1 2 3 / 0.5)')).toEqual([1, 2, 3]);
  });

  it('mixes as d3-interpolate does, to the whole number', () => {
    fc.assert(
      fc.property(
        fc.array(colour, { minLength: 2, maxLength: 7 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (stops, place) => {
          const { r, g, b } = rgb(
            piecewise(interpolateLab, stops)(place)
          ).clamp();
          const mixed = mixOf(stops)(place);
          [r, g, b].forEach((value, part) =>
            // A half is rounded up or down by the last bit.
            expect(Math.abs(mixed[part] - value)).toBeLessThanOrEqual(
              0.5 + 1e-6
            )
          );
        }
      )
    );
  });

  it('takes for black what neither it nor the page can read', () => {
    expect(rgbOf('a colour')).toEqual([0, 0, 0]);
    expect(rgbOf('')).toEqual([0, 0, 0]);
    expect(rgbOf('rgb(1, 2)')).toEqual([0, 0, 0]);
  });
});
