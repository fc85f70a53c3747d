/** @jest-environment jsdom */
import type { CheckReport } from '../../../../src/trace';
import { TRACE_VERSION } from '../../../../src/trace';
import { createCheckView } from '../../../../src/widgets/check/createCheckView';
import { lstmTrace } from '../cells';
import { openView } from '../viewPage';

const report: CheckReport = {
  version: TRACE_VERSION,
  kind: 'check',
  id: 'check-1',
  exercise: '',
  status: 'passed',
  points: 0,
  maxPoints: 0,
  message: 'All as asked for.',
  details: [],
  seconds: 0.1,
  numbersChecked: 5
};
const titleOf = (
  bundle: CheckReport,
  exerciseTitle?: () => string | null
): string | undefined => {
  const page = openView(createCheckView, bundle, {
    context: { exerciseTitle }
  });
  const [title] = page.texts('.jp-gatescope-title');
  page.close();
  return title;
};

describe('the title of a report', () => {
  it('is the name of the exercise that its notebook cell tests', () => {
    expect(titleOf(report, () => 'Write the LSTM step')).toBe(
      'Write the LSTM step'
    );
  });

  it('is its own where it has one, and else what it is', () => {
    expect(titleOf({ ...report, title: 'Own' }, () => 'Other')).toBe('Own');
    expect(titleOf(report, () => null)).toBe('Check');
    expect(titleOf(report)).toBe('Check');
  });
});

describe('the run of a right answer', () => {
  const run = { ...lstmTrace({ steps: 3, units: 2 }), id: 'run-of-answer' };
  const button = (page: ReturnType<typeof openView>) =>
    page.element.querySelector<HTMLButtonElement>('[data-tool="gates"]');

  it('opens below the report, and closes again', async () => {
    const page = openView(createCheckView, { ...report, run });
    expect(page.texts('.jp-gatescope-nested .jp-gatescope-view')).toEqual([]);
    expect(button(page)?.textContent).toBe('Open in Gates');
    button(page)?.click();
    await page.settle();
    await page.settle();
    expect(
      page.texts('.jp-gatescope-nested .jp-gatescope-title-button')
    ).toEqual(['Gates ▾']);
    expect(button(page)?.getAttribute('aria-pressed')).toBe('true');
    button(page)?.click();
    expect(page.texts('.jp-gatescope-nested .jp-gatescope-view')).toEqual([]);
    page.close();
  });

  it('is not offered where the report has none', () => {
    const page = openView(createCheckView, report);
    expect(button(page)).toBeNull();
    page.close();
  });

  it('gives way to the next report', async () => {
    const page = openView(createCheckView, { ...report, run });
    button(page)?.click();
    await page.settle();
    await page.settle();
    page.view.update({ ...report, status: 'notYet' });
    expect(button(page)).toBeNull();
    expect(page.texts('.jp-gatescope-nested .jp-gatescope-view')).toEqual([]);
    page.close();
  });
});
