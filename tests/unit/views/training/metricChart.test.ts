/** @jest-environment jsdom */

import { scaleLinear } from 'd3-scale';
import { float64 } from '../../../../src/trace';
import { mark } from '../../../../src/scene/marks/mark';
import { pageTheme } from '../../../../src/scene/theme';
import { drawn } from '../../../../src/widgets/scene/drawn';
import {
  metricChart,
  metricWords
} from '../../../../src/views/training/metricChart';

const box = { x: 30, y: 20, width: 170, height: 84 };

/** The words of a chart whose last epoch is its best one, with their places. */
function wordsOf(
  training: readonly number[],
  validation: readonly number[],
  planned: number
) {
  const epochs = training.length;
  const { marks } = metricChart(
    {
      name: 'loss',
      training: float64(training, [epochs]),
      validation: float64(validation, [epochs])
    },
    {
      box,
      x: scaleLinear([0, planned], [box.x, box.x + box.width]),
      best: epochs - 1,
      bestWords: `best: epoch ${epochs}`,
      measure: words => 6 * words.length,
      theme: pageTheme
    }
  );
  const element = drawn(mark('g', {}, ...marks));
  return [...element.querySelectorAll('text')]
    .filter(text => !text.classList.contains('jp-gatescope-axis'))
    .map(text => ({
      words: text.textContent,
      x: Number(text.getAttribute('x')),
      y: Number(text.getAttribute('y'))
    }));
}

test.each([
  [[0.631], [0.56]],
  [[0.7], [0.05]],
  [
    [0.02, 0.01],
    [0.9, 0.02]
  ],
  [
    [0.9, 0.85],
    [0.95, 0.9]
  ]
])(
  'while training goes on the best epoch stands clear of the numbers at the ends: %j %j',
  (training, validation) => {
    const words = wordsOf(training, validation, 60);
    expect(words.map(each => each.words)).toContain(
      `best: epoch ${training.length}`
    );
    expect(words).toHaveLength(3);
    words.forEach((one, index) => {
      expect(one.y).toBeGreaterThan(box.y);
      expect(one.y).toBeLessThan(box.y + box.height + 24);
      for (const other of words.slice(index + 1)) {
        expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(14);
      }
    });
  }
);

test('at the end of training the best epoch has its number', () => {
  const words = wordsOf([0.9, 0.5], [0.95, 0.6], 2).map(each => each.words);
  expect(words.join(' ').match(/0\.600/g)).toHaveLength(2);
});

test('a loss has two figures at least', () => {
  const losses = [0.631, 0.0123, 0.001318, 0.001882, 0.0035, 2e-4];
  expect(losses.map(loss => metricWords(loss, false))).toEqual([
    '0.631',
    '0.012',
    '0.0013',
    '0.0019',
    '0.0035',
    '2.0 × 10⁻⁴'
  ]);
});
