/** @jest-environment jsdom */
import { predict } from '../../../../src/engine';
import { createPageMemory } from '../../../../src/widgets/base/store';
import { createPredictView } from '../../../../src/widgets/predict/createPredictView';
import { openView } from '../viewPage';

const bundle = predict({
  key: 'left',
  question: 'How much is left?',
  truth: 40,
  quantity: { name: 'left', unit: '%', range: [0, 100] }
}).toBundle();

test.each(['commit', 'skip'])(
  'after %s the focus is on the picture, where the truth now is',
  tool => {
    const memory = createPageMemory();
    memory.set('predictions', {
      left: { values: [30], committed: false, confidence: 'certain' }
    });
    const page = openView(createPredictView, bundle, { context: { memory } });
    document.body.append(page.element);
    const button = page.element.querySelector<HTMLButtonElement>(
      `[data-tool="${tool}"]`
    );
    button?.focus();
    expect(document.activeElement).toBe(button);
    button?.click();
    expect(document.activeElement).toBe(
      page.element.querySelector('.jp-gatescope-picture')
    );
    page.close();
  }
);

test('a prediction is told from others of a page by its question', () => {
  const page = openView(createPredictView, bundle);
  const view = page.element.querySelector('.jp-gatescope-view');
  expect(view?.getAttribute('aria-label')).toBe(
    'Prediction, How much is left?'
  );
  page.close();
});

test('a guess that cannot be committed yet says what is missing, to whoever presses Commit', () => {
  const page = openView(createPredictView, bundle);
  const press = (tool: string) =>
    page.element
      .querySelector<HTMLButtonElement>(`[data-tool="${tool}"]`)
      ?.click();
  press('commit');
  expect(page.element.textContent).toContain(
    'First guess every number that is asked.'
  );
  page.close();
  const memory = createPageMemory();
  memory.set('predictions', { left: { values: [30], committed: false } });
  const full = openView(createPredictView, bundle, { context: { memory } });
  full.element
    .querySelector<HTMLButtonElement>('[data-tool="commit"]')
    ?.click();
  expect(full.element.textContent).toContain('First say how sure you are.');
  full.close();
});
