/** @jest-environment jsdom */
import { compareRuns, layers, sequential } from '../../../../src/engine';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { onPage, placedComparison } from '../../views/compare/placedComparison';
import { openView } from '../viewPage';

const PADDED = -7;

/** Two layers, one above the other, over a sequence whose last steps are padding. */
const run = (seed: number) =>
  sequential(
    [
      layers.masking({ maskValue: PADDED, inputShape: [null, 1] }),
      layers.gru({ units: 2, returnSequences: true, name: 'lower' }),
      layers.lstm({ units: 3, name: 'upper' }),
      layers.dense({ units: 1 })
    ],
    { seed }
  ).trace([[0.1], [0.2], [0.3], [PADDED], [PADDED]]);

describe('padding in a comparison', () => {
  const bundle = compareRuns([run(1), run(2)]).toBundle();
  const page = openView(createCompareView, bundle, { width: 900 });

  it('is hatched over every map, from the first padded step to the last', () => {
    const { panels, maps, marks } = placedComparison(bundle, { width: 900 });
    expect(maps.length).toBeGreaterThan(3);
    const hatched = [
      ...onPage(marks).querySelectorAll('path[stroke*="hatch"]')
    ].map(each => each.previousElementSibling!);
    expect(hatched).toHaveLength(maps.length);
    const { left } = panels[0].places;
    const { x } = panels[0].box;
    for (const ground of hatched) {
      expect(Number(ground.getAttribute('x'))).toBeCloseTo(left(3) - x, 3);
      expect(Number(ground.getAttribute('width'))).toBeCloseTo(
        left(5) - left(3),
        3
      );
    }
  });

  it('is said where there are numbers at other steps', () => {
    page.cursor.move({ step: 3, unit: 0 }, {});
    expect(page.texts('.jp-gatescope-compare-words').join(' ')).toMatch(
      /^(\S+ padding ?)+$/
    );
    expect(page.texts('.jp-gatescope-changed')[0]).toMatch(
      /^At step 3: padding in .+, .+\.$/
    );
    page.cursor.move({ step: 2 }, {});
    expect(page.texts('.jp-gatescope-changed')[0]).not.toMatch(/padding/);
  });

  it('names the layer that is shown of several', () => {
    expect(page.texts('.jp-gatescope-compare-head')).toEqual([
      expect.stringContaining('layer upper'),
      expect.stringContaining('layer upper')
    ]);
  });
});
