/** @jest-environment jsdom */
import { untranslated } from '../../../../src/widgets/base/translate';
import { drawGutter } from '../../../../src/widgets/traceMap/drawGroup';
import { lstmTrace } from '../cells';

/** The name beside the letter of a channel, with ticks between it and the plot or without. */
function nameOf(blank: boolean): string | null | undefined {
  const [channel] = lstmTrace({ steps: 2, units: 1 }).layers[0].channels;
  const drawn = drawGutter(
    {
      channel: { ...channel, name: 'Δh', label: 'difference' },
      range: [-0.5, 0.5],
      values: channel.array.values,
      apart: false,
      blank
    },
    {
      band: { y: 0, height: 50 },
      plotLeft: 128,
      plotWidth: 400,
      narrow: false,
      gutter: true,
      unitsPerRow: 1,
      measure: text => text.length * 6.4,
      translate: untranslated
    },
    true
  );
  return drawn.querySelector('.jp-gatescope-label')?.textContent;
}

test('a channel of which only the gutter is drawn needs no room for ticks: its name stands whole', () => {
  expect(nameOf(true)).toBe('difference');
  // Beside ticks there is less room.
  expect(nameOf(false)).toMatch(/^diff.*…$/);
});
