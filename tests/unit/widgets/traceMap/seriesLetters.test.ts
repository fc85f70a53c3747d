import type { SeriesPanel } from '../../../../src/views/map/seriesPanels';
import { seriesLetters } from '../../../../src/views/map/seriesLetters';

const chart = (...kinds: SeriesPanel['lines'][number]['kind'][]) =>
  ({
    name: 'outside',
    lines: kinds.map(kind => ({ kind, name: 'outside', values: [] }))
  }) as unknown as SeriesPanel;

describe('the letters of the charts in a narrow gutter', () => {
  it('are x for what comes in and y for what is answered, never that of a gate', () => {
    expect(
      seriesLetters(
        [chart('input', 'target'), chart('output', 'target')],
        ['f', 'i', 'g', 'o', 'c', 'h']
      )
    ).toEqual(['x', 'y']);
  });

  it('are numbered where several charts have answers', () => {
    expect(
      seriesLetters([chart('output'), chart('input'), chart('output')], [])
    ).toEqual(['y₀', 'x', 'y₁']);
  });

  it('give way to a channel that one has called y', () => {
    expect(seriesLetters([chart('output')], ['y', 'h'])).toEqual(['ŷ']);
  });
});
