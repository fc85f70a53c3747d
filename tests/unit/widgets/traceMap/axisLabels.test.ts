/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { textMeasure } from '../../../../src/widgets/base/measure';
import { openView } from '../viewPage';

const measure = textMeasure('12px sans-serif');

function open(labels: readonly string[], width: number) {
  const run = lstm({ inputSize: 1, units: 2, seed: 1 }).run(
    labels.map((_, step) => [Math.sin(step)]),
    { labels }
  );
  return openView(createGatesView, run.toBundle(), { width });
}

const day = (at: number) => `2015-03-${String(at + 12).padStart(2, '0')}`;

describe('the labels of the steps on the axis of a map', () => {
  const few = (count: number, of: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => of(at));
  const words = [
    'whenever',
    'likewise',
    'moreover',
    'together',
    'possibly',
    'scarcely'
  ];
  it.each<[string, number, string[]]>([
    ['dates', 400, few(5, day)],
    ['words', 400, words],
    ['years', 400, few(40, at => String(1990 + at))],
    ['years', 703, few(90, at => String(1930 + at))]
  ])(
    'leave the cursor’s own its room: %s at %i px',
    async (_, width, labels) => {
      const page = open(labels, width);
      const texts = () =>
        [
          ...page.element.querySelectorAll<SVGTextElement>(
            'text.jp-gatescope-token'
          )
        ].filter(
          text => text.textContent !== '' && !text.hasAttribute('visibility')
        );
      const all = texts().length;
      expect(all).toBeGreaterThan(2);
      const seen = new Set<string>();
      let most = 0;
      let least = Infinity;
      for (let step = 0; step < labels.length; step++) {
        page.cursor.move({ step }, {});
        await page.settle();
        const bold = texts().filter(({ classList }) =>
          classList.contains('jp-gatescope-current')
        );
        expect(bold).toHaveLength(1);
        const [own] = bold;
        const x = (text: Element) => Number(text.getAttribute('x'));
        for (const other of texts()) {
          if (other !== own) {
            const apart =
              (measure(own.textContent!) * 1.1 + measure(other.textContent!)) /
              2;
            expect(Math.abs(x(own) - x(other))).toBeGreaterThan(apart);
          }
        }
        texts().forEach(({ textContent }) => seen.add(textContent!));
        most = Math.max(most, texts().length);
        least = Math.min(least, texts().length);
      }
      // Some are taken away, and those come back.
      expect(least).toBeLessThan(most);
      expect(seen.size).toBe(labels.length);
      page.close();
    }
  );
});
