/** @jest-environment jsdom */
import type { CheckReport } from '../../../../src/trace';
import { TRACE_VERSION } from '../../../../src/trace';
import { createCheckView } from '../../../../src/widgets/check/createCheckView';
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
