/** @jest-environment jsdom */
import { untranslated } from '../../../../src/scene/words/translate';
import { drawn as elementOf } from '../../../../src/widgets/scene/drawn';
import { drawGutter } from '../../../../src/views/map/drawGroup';
import { lstmTrace } from '../cells';

const measure = (text: string): number => text.length * 6.4;

/** The gutter of a channel that is drawn as lines. */
function gutterOf(own: object): SVGElement {
  const [channel] = lstmTrace({ steps: 2, units: 1 }).layers[0].channels;
  return elementOf(
    drawGutter(
      {
        channel: { ...channel, name: 'Δh', label: 'difference' },
        range: [-0.5, 0.5],
        values: channel.array.values,
        apart: false,
        ...own
      },
      {
        band: { y: 0, height: 50 },
        plotLeft: 128,
        plotWidth: 400,
        narrow: false,
        gutter: true,
        unitsPerRow: 1,
        measure,
        translate: untranslated
      },
      true
    )
  );
}

/** The name beside the letter of a channel, with ticks between it and the plot or without. */
const nameOf = (blank: boolean): string | null | undefined =>
  gutterOf({ blank }).querySelector('.jp-gatescope-label')?.textContent;

test('a channel of which only the gutter is drawn needs no room for ticks: its name stands whole', () => {
  expect(nameOf(true)).toBe('difference');
  // Beside ticks there is less room.
  expect(nameOf(false)).toMatch(/^diff.*…$/);
});

test.each([
  [9, ['beyond: up to 9']],
  [3.4e38, ['beyond: up to', '3.4 × 10³⁸']]
])(
  'what is beyond the scale ends before the tick beside it: %d',
  (beyond, words) => {
    const drawn = gutterOf({ beyond });
    const texts = Array.from(
      drawn.querySelectorAll('.jp-gatescope-axis'),
      text => text.textContent ?? ''
    );
    expect(texts.map(text => text.replaceAll('\u00a0', ' '))).toEqual(words);
    texts.forEach(text =>
      expect(11 + measure(text)).toBeLessThan(128 - 5 - measure('0'))
    );
  }
);
