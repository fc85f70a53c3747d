/** @jest-environment jsdom */
import { compareRuns, gru, lstm, predict } from '../../../../src/engine';
import type { Bundle, Comparison } from '../../../../src/trace';
import { createPageMemory } from '../../../../src/widgets/base/store';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import type { ViewFactory } from '../../../../src/widgets/context';
import { createPredictView } from '../../../../src/widgets/predict/createPredictView';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { openView, type ViewPage } from '../viewPage';

const inputs = Array.from({ length: 6 }, (_, step) => [Math.sin(step)]);
const run = lstm({ inputSize: 1, units: 3, seed: 1 }).run(inputs);
const held = run.clamp({ channel: 'f', value: 1 });
const comparison = compareRuns(
  [gru, lstm].map(make =>
    make({ inputSize: 1, units: 3, seed: 1 }).run(inputs)
  ),
  {},
  'show'
).toBundle() as Comparison;
const prediction = predict({
  key: 'left',
  question: 'How much is left?',
  truth: 40,
  quantity: { name: 'left', unit: '%', range: [0, 100] }
}).toBundle();

const press = (page: ViewPage, key: string, ctrlKey = true): void => {
  page.element
    .querySelector('.jp-gatescope-picture')
    ?.dispatchEvent(
      new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true })
    );
};
/** What a screen reader has been told when the words of the last keys are out. */
const said = async (page: ViewPage): Promise<string> => {
  await page.settle();
  jest.advanceTimersByTime(200);
  return page.texts('.jp-gatescope-hidden[role="status"]').join();
};

interface Undoing {
  readonly view: string;
  readonly open: () => ViewPage;
  /** Changes something. */
  readonly change: (page: ViewPage) => void;
  readonly done: string;
  readonly undone: string;
}

const opened = <B extends Bundle>(
  factory: ViewFactory<B>,
  bundle: B,
  answer: object
): ViewPage =>
  openView(factory, bundle, {
    status: { state: 'live' },
    answer: () => answer,
    context: { memory: createPageMemory() }
  });

const undoing: readonly Undoing[] = [
  {
    view: 'What if',
    open: () =>
      opened(createWhatIfView, run.toBundle(), { trace: held.toBundle() }),
    change: page =>
      page.element.querySelector<HTMLElement>('[data-tool="one"]')?.click(),
    done: 'f held at 1 in all units, at every step',
    undone: 'undone: f held at 1 in all units, at every step'
  },
  {
    view: 'Compare',
    open: () => opened(createCompareView, comparison, { comparison }),
    change(page) {
      const field = page.element.querySelector<HTMLInputElement>(
        '.jp-gatescope-edit-field input'
      )!;
      field.value = '0.5';
      field.dispatchEvent(new Event('change'));
    },
    done: '',
    undone: 'at step 5 set to 0.5'
  },
  {
    view: 'Prediction',
    open: () => opened(createPredictView, prediction, {}),
    change: page => press(page, 'ArrowUp', false),
    done: '',
    undone: 'undone'
  }
];

beforeEach(() => jest.useFakeTimers({ doNotFake: ['queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

describe.each(undoing)('in $view', ({ open, change, done, undone }) => {
  it('a screen reader is told what Ctrl+Z took back, and when there is nothing', async () => {
    const page = open();
    press(page, 'z');
    expect(await said(page)).toContain('nothing to undo');
    change(page);
    expect(await said(page)).toContain(done);
    press(page, 'z');
    expect(await said(page)).toContain(undone);
    press(page, 'z');
    expect(await said(page)).toContain('nothing to undo');
    page.close();
  });
});
