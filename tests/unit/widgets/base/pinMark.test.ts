/**
 * @jest-environment jsdom
 */
import { layers, lstm, predict, sequential } from '../../../../src/engine';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { createPredictView } from '../../../../src/widgets/predict/createPredictView';
import { createSummaryView } from '../../../../src/widgets/summary/createSummaryView';
import { openView, type ViewPage } from '../viewPage';

function enter({ element }: ViewPage): HTMLElement {
  element
    .querySelector('.jp-gatescope-picture')
    ?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })
    );
  const mark = element.querySelector<HTMLElement>('.jp-gatescope-pin');
  if (!mark) {
    throw new Error('The header has no place for the mark.');
  }
  return mark;
}

describe('Enter in a view', () => {
  it('with a cursor pins it, which the header says, and lets it go', () => {
    const page = openView(
      createGatesView,
      lstm({ inputSize: 1, units: 2, seed: 7 }).run([0.2, 0.9]).toBundle()
    );
    page.cursor.move({ step: 1 }, {});
    expect(enter(page).hidden).toBe(false);
    expect(page.cursor.position.pinned).toBe(true);
    expect(enter(page).hidden).toBe(true);
    page.close();
  });

  it('without one pins nothing, also where other views have a cursor', () => {
    const model = sequential([
      layers.lstm({ units: 2, inputShape: [null, 1] })
    ]);
    const question = predict({
      key: 'half',
      question: 'How many?',
      form: 'bars',
      truth: [1, 2],
      axis: { name: 'cell', labels: ['a', 'b'] },
      quantity: { name: 'n', range: [0, 3] },
      verdicts: [{ text: 'So many.' }]
    });
    const pages = [
      openView(createSummaryView, model.summary().toBundle()),
      openView(
        createPredictView,
        'toBundle' in question ? question.toBundle() : question
      )
    ];
    for (const page of pages) {
      page.cursor.move({ step: 1 }, {});
      expect(enter(page).hidden).toBe(true);
      expect(page.cursor.position.pinned).toBe(false);
      page.close();
    }
  });
});
