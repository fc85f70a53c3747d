import { mimeBundle } from '../../../../../src/kernel/core/live/mimeBundle';
import { TRACE_VERSION, type Bundle } from '../../../../../src/trace';

const check = (message: string): Bundle => ({
  version: TRACE_VERSION,
  kind: 'check',
  id: 'check',
  exercise: 'bias-for',
  status: 'passed',
  message,
  points: 1,
  maxPoints: 1,
  details: [],
  seconds: 0,
  numbersChecked: 1
});

const alternative = (bundle: Bundle): string | undefined =>
  /alt="([^"]*)"/.exec(String(mimeBundle(bundle, '').data['text/html']))?.[1];

test('the alternative text of a report says what it found, not its heading alone', () => {
  expect(alternative(check('biasFor(1): as asked for.'))).toBe(
    'Passed: 1 of 1 points biasFor(1): as asked for. Checked 1 number.'
  );
});

test('quotes and tags in a report stay inside its alternative text', () => {
  expect(alternative(check('parameters("GRU") < 9'))).toBe(
    'Passed: 1 of 1 points parameters(&quot;GRU&quot;) &lt; 9 Checked 1 number.'
  );
});

test('the alternative text of a summary counts the parameters', () => {
  const summary: Bundle = {
    version: TRACE_VERSION,
    kind: 'summary',
    id: 'summary',
    title: 'sequential',
    layers: [],
    total: 11
  };
  expect(alternative(summary)).toBe(
    'How many parameters, and where? 11 parameters'
  );
});
