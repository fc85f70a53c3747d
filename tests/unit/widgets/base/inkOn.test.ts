import { rgb } from 'd3-color';
import { inkOn } from '../../../../src/scene/inkOn';
import { makeRamp } from '../../../../src/scene/ramp';

/** Contrast after WCAG 2.2. */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const { r, g, b: blue } = rgb(color);
    const [red, green, lightBlue] = [r, g, blue].map(value => {
      const share = value / 255;
      return share <= 0.04045
        ? share / 12.92
        : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * lightBlue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe('inkOn', () => {
  it('can be read at every place of every ramp', () => {
    const ramps = [
      ['#f7f5ec', '#d5e8cf', '#92cdbb', '#46a0ae', '#1f6390', '#14264f'],
      ['#25282c', '#1f4654', '#1f7480', '#3fae96', '#a0d99b', '#f8f8d6'],
      ['#000', '#123c55', '#1b7a92', '#4fc49a', '#c4ee8e', '#fff'],
      [
        '#7a3300',
        '#c76a1e',
        '#eeb785',
        '#f6f4f1',
        '#c3b5e0',
        '#8465b8',
        '#3a1573'
      ]
    ].map(makeRamp);
    for (const ramp of ramps) {
      for (let place = 0; place <= 1; place += 1 / 256) {
        const color = ramp.css(place);
        expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.45);
      }
    }
  });
});
