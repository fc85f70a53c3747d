/** @jest-environment jsdom */

import { float64, type Comparison } from '../../../../src/trace';
import { pageTheme } from '../../../../src/scene/theme';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  lossAxis,
  lossMarks,
  lossScale
} from '../../../../src/views/compare/lossMarks';
import { onPage } from './placedComparison';

type Row = Comparison['rows'][number];

const row = (name: string, unit?: string): Row => ({
  name: 'LSTM',
  parameters: { count: 1, formula: 'n', arithmetic: '1' },
  loss: { name: 'meanSquaredError', value: 0.02 },
  training: { name: 'loss', training: float64([1, 0.1, 0.01], [3]) },
  metric: { name, unit, mean: 0.02, baseline: { name: 'naive', value: 0.1 } }
});

function drawLoss(one: Row): Element {
  const look = { color: 'red', dash: '' };
  const size = { width: 200, height: 40 };
  const box = { axis: lossAxis([one])!, look, ...size, theme: pageTheme };
  return onPage(lossMarks(one, box, untranslated));
}

const baselineOf = (one: Row): Element | null =>
  drawLoss(one).querySelector('.jp-gatescope-compare-baseline');

describe('the loss curves', () => {
  it.each(['loss', 'validation loss', 'meanSquaredError'])(
    'have the baseline beside them when the score is a %s',
    name => {
      const one = row(name);
      const y = Number(baselineOf(one)?.getAttribute('y1'));
      expect(y).toBeCloseTo(lossScale(lossAxis([one])!, 40).within(0.1), 6);
    }
  );

  it.each([
    ['mean error', 'births'],
    ['mean error', undefined],
    ['meanAbsoluteError', undefined],
    ['loss', 'births']
  ])('have none when the score is another quantity: %s (%s)', (name, unit) => {
    expect(baselineOf(row(name, unit))).toBeNull();
  });

  it('are told apart by a legend where there are two, and need none alone', () => {
    const alone = row('loss');
    const both = {
      ...alone,
      training: {
        ...alone.training!,
        validation: float64([1.2, 0.3, 0.1], [3])
      }
    };
    const wordsOf = (one: Row): (string | null)[] =>
      [...drawLoss(one).querySelectorAll('text')].map(
        ({ textContent }) => textContent
      );
    expect(wordsOf(both)).toEqual(
      expect.arrayContaining(['validation', 'training'])
    );
    expect(wordsOf(alone)).not.toContain('training');
  });
});
