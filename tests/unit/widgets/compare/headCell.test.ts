/** @jest-environment jsdom */
import type { Comparison } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import { headCell } from '../../../../src/widgets/compare/compareCells';

const row: Comparison['rows'][number] = {
  name: 'LSTM',
  parameters: {
    count: 352,
    formula: '4((n+m)m+m)',
    arithmetic: '4((2+8)·8+8)'
  },
  loss: { name: 'meanSquaredError', value: 0.166 },
  secondsPerEpoch: 0.0041
};
const look = { color: 'red', dash: '' };
const lines = (of: typeof row, layer: string | null = null): string[] =>
  [
    ...headCell(of, layer, null, look, untranslated).querySelectorAll(
      '.jp-gatescope-compare-line'
    )
  ].map(({ textContent }) => textContent ?? '');

describe('the head of a network', () => {
  it('has three lines: name and size, their arithmetic, loss and time', () => {
    expect(lines(row)).toEqual([
      'LSTM352 parameters',
      '= 4((2+8)·8+8)',
      'loss 0.1664.1 ms an epoch'
    ]);
  });

  it('names the layer that is compared where the network has others', () => {
    expect(lines(row, 'lstm_1')).toContain('layer lstm_1');
  });

  it('says no time of a network that was not trained here', () => {
    const untrained = { ...row, secondsPerEpoch: undefined };
    expect(lines(untrained).at(-1)).toBe('loss 0.166');
  });

  it('says whether the network beats the baseline, and where nobody knows only what that scores', () => {
    const scored = (name: string): typeof row => ({
      ...row,
      metric: { name, mean: 0.9, baseline: { name: 'naive', value: 0.5 } }
    });
    expect(lines(scored('accuracy')).at(-1)).toBe('naive: 0.500✓ better');
    expect(lines(scored('mean error')).at(-1)).toBe('naive: 0.500✗ not better');
    expect(lines(scored('words right')).at(-1)).toBe('naive: 0.500');
  });
});
