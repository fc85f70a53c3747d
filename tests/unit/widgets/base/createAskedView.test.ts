/** @jest-environment jsdom */
import { lstm, weightsByGate } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import type { LiveLink, ViewContext } from '../../../../src/widgets/context';
import { createTraceWeightsView } from '../../../../src/widgets/weights/createTraceWeightsView';
import { openView } from '../viewPage';

const run = lstm({ inputSize: 1, units: 2, seed: 3 }).run([1, 0, 0]);
const trace: Trace = run.toBundle();

/** A kernel that answers when it is told to. */
function slowKernel() {
  const settle: {
    answer: () => void;
    refuse: (reason: Error) => void;
  } = { answer: () => undefined, refuse: () => undefined };
  const link: LiveLink = {
    status: () => ({ state: 'live' }),
    onStatus: () => () => undefined,
    request: () =>
      new Promise((resolve, reject) => {
        settle.answer = () =>
          resolve({ weights: weightsByGate(run).toBundle() } as never);
        settle.refuse = reject;
      }),
    onEvent: () => () => undefined
  };
  return { link, settle };
}

const views: ViewContext['views'] = {
  of: 'run',
  words: {},
  names: [
    { name: 'gates', label: 'Gates' },
    { name: 'weights', label: 'Weights' }
  ],
  present: 'weights',
  show: () => undefined
};
const settled = (): Promise<void> => new Promise(done => setTimeout(done));
const lists = (element: Element): number =>
  element.querySelectorAll('.jp-gatescope-title-button').length;

test('the list of views comes with the answer, so that no open list is taken away', async () => {
  const { link, settle } = slowKernel();
  const page = openView(createTraceWeightsView, trace, {
    context: { link, views }
  });
  expect(page.element.textContent).toContain('Weights');
  expect(lists(page.element)).toBe(0);
  settle.answer();
  await settled();
  expect(lists(page.element)).toBe(1);
  expect(page.element.querySelector('[data-parameter="W_f"]')).not.toBeNull();
});

test('a kernel that refuses is quoted, and the other views can be reached', async () => {
  const { link, settle } = slowKernel();
  const page = openView(createTraceWeightsView, trace, {
    context: { link, views }
  });
  settle.refuse(new Error('The kernel no longer has this result.'));
  await settled();
  expect(page.element.textContent).toContain('no longer has this result');
  expect(lists(page.element)).toBe(1);
});
