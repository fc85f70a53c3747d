/** @jest-environment jsdom */
import { lstm, weightsByGate } from '../../../../src/engine';
import { createWeightsView } from '../../../../src/widgets/weights/createWeightsView';
import { openView } from '../viewPage';

/** The words under the maps of a layer with two inputs. */
function wordsBelow(inputNames: [string, string]): string[] {
  const run = lstm({ inputSize: 2, units: 3, seed: 1 }).run(
    [
      [1, 0],
      [0, 1]
    ],
    { inputNames }
  );
  const page = openView(createWeightsView, weightsByGate(run).toBundle());
  const words = page.texts('.jp-gatescope-weights text');
  page.close();
  return words;
}

describe('the columns of weights', () => {
  it('have the names of the inputs where these fit', () => {
    const words = wordsBelow(['a', 'b']);
    expect(words).toEqual(expect.arrayContaining(['a', 'b']));
  });

  it('are numbered where they do not, and each number is told in full', () => {
    const names: [string, string] = [
      'highest temperature',
      'lowest temperature'
    ];
    const words = wordsBelow(names);
    expect(words).toContain('x 0 highest temperature · 1 lowest temperature');
    expect(words.filter(word => word.includes('…'))).toEqual([]);
  });
});
