import { flowLegendWidth } from '../../../../src/widgets/gradientFlow/flowAxes';

test('the numbers under the ramp of factors have room beside each other, on the narrowest page too', () => {
  // Numbers of 4, 2 and 4 letters, 7 pixels each at most; the outer ones at the ends, one in the middle.
  const wanted = 2 * (4 * 7 + 7) + 2 * 7;
  for (const plotWidth of [145, 200, 320, 600]) {
    const width = flowLegendWidth(plotWidth);
    expect(width).toBeGreaterThanOrEqual(wanted);
    expect(width).toBeLessThanOrEqual(plotWidth);
  }
  expect(flowLegendWidth(600)).toBe(150);
});
