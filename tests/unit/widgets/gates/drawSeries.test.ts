/** @jest-environment jsdom */
import { drawSeries } from '../../../../src/widgets/gates/drawSeries';
import type { SeriesPanel } from '../../../../src/widgets/gates/seriesPanels';

const values = Float32Array.of(1, 2, 3);
const line = (name: string, kind: 'input' | 'output' | 'target') => ({
  name,
  kind,
  values
});

/** What a chart writes of names, in the width that a notebook has in the lab with its panels open. */
function written(panel: SeriesPanel): (string | null)[] {
  const drawn = drawSeries(panel, {
    band: { y: 40, height: 76 },
    plotLeft: 140,
    plotWidth: 380,
    narrow: false,
    gutter: true,
    from: 0,
    shown: [0, 1, 2],
    center: step => 140 + step * 100,
    measure: text => text.length * 6
  });
  return [...drawn.querySelectorAll('text')].map(text => text.textContent);
}

test('the names of a lesson stand whole above their chart, measurement and forecast apart', () => {
  const names = ['highest temperature', 'target', 'a day ahead', 'rain'];
  const words = written({
    name: names[0],
    unit: '°C',
    domain: [0, 40],
    lines: [
      line(names[0], 'input'),
      line(names[1], 'target'),
      line(names[2], 'output')
    ],
    bars: line(names[3], 'input')
  });
  expect(words).toEqual(
    expect.arrayContaining([...names.slice(0, 3), 'rain, 0 … 3', '°C'])
  );
});

test('where there is no room the longest give way, and stay different', () => {
  const long = ['highest temperature of the day', 'highest temperature ahead'];
  const words = written({
    name: long[0],
    unit: '',
    domain: [0, 40],
    lines: [
      line(long[0], 'input'),
      line(long[1], 'output'),
      line('target that is known on the next day only', 'target'),
      line('rain', 'input')
    ]
  }).filter(word => /[a-z]/.test(word ?? ''));
  expect(new Set(words).size).toBe(4);
  expect(words).toContain('rain');
});
