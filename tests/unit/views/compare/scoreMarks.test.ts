/** @jest-environment jsdom */

import type { Comparison } from '../../../../src/trace';
import { pageTheme } from '../../../../src/scene/theme';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  scoreAxis,
  scoreMarks,
  scoreX
} from '../../../../src/views/compare/scoreMarks';
import { onPage } from './placedComparison';

type Row = Comparison['rows'][number];

const row = (metric?: Row['metric']): Row => ({
  name: 'LSTM',
  parameters: { count: 1, formula: 'n', arithmetic: '1' },
  metric
});
const scored = row({
  name: 'error',
  mean: 0.3,
  deviation: 0.1,
  seeds: 3,
  scores: [0.2, 0.3, 0.4],
  baseline: { name: 'naive', value: 0.6 }
});
const look = { color: 'red', dash: '' };

describe('the scores of several seeds', () => {
  it('share one axis over all networks and the baseline', () => {
    const better = row({ name: 'error', mean: 0.1, deviation: 0.02 });
    const [low, high] = scoreAxis([scored, better])!;
    expect(low).toBeCloseTo(0.08, 12);
    expect(high).toBe(0.6);
  });

  it('are not drawn where there is one run only', () => {
    expect(scoreAxis([row({ name: 'error', mean: 0.3 }), row()])).toBeNull();
  });

  it('stand at their places: a dot a seed, the mean with its deviation, the baseline', () => {
    const axis = [0, 1] as const;
    const picture = onPage(
      scoreMarks(
        scored,
        { axis, look, width: 212, theme: pageTheme },
        untranslated
      )
    );
    const dots = [...picture.querySelectorAll('circle')];
    // 200 pixels between the edges of 6.
    expect(dots.map(dot => Number(dot.getAttribute('cx')))).toEqual([
      expect.closeTo(46, 9),
      expect.closeTo(66, 9),
      expect.closeTo(86, 9)
    ]);
    const baseline = picture.querySelector('.jp-gatescope-compare-baseline');
    expect(Number(baseline?.getAttribute('x1'))).toBeCloseTo(126, 9);
    const bar = [...picture.querySelectorAll('line')].find(
      line => line.getAttribute('stroke-width') === '2'
    );
    expect(Number(bar?.getAttribute('x1'))).toBeCloseTo(
      scoreX(axis, 212, 0.2),
      9
    );
    expect(Number(bar?.getAttribute('x2'))).toBeCloseTo(
      scoreX(axis, 212, 0.4),
      9
    );
  });
});
