import { headlineOf } from '../../../../src/lab/exercises/headline';
import type { CheckReport } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';

function report(change: Partial<CheckReport>): CheckReport {
  return {
    version: 1,
    id: 'r',
    kind: 'check',
    exercise: 'step',
    status: 'notYet',
    points: 0,
    maxPoints: 3,
    message: 'Your c_t adds i ⊙ g before forgetting',
    details: [],
    seconds: 0.1,
    numbersChecked: 288,
    ...change
  };
}

test.each([
  [
    { status: 'notYet', line: 4 },
    'wrong',
    '✗ Not yet: line 5: Your cₜ adds i ⊙ g before forgetting'
  ],
  [{ status: 'passed', points: 3 }, 'right', '✓ Passed: 3 of 3 points'],
  [
    { status: 'didNotRun', line: 2, message: 'TypeError: no x. (line 3)' },
    'stopped',
    '! Nothing was checked: line 3: TypeError: no x.'
  ],
  [
    { status: 'didNotRun', message: 'mul got shapes [4] and [1]' },
    'stopped',
    '! Nothing was checked: mul got shapes [4] and [1]'
  ]
] as const)('a report %j is said as %s', (change, kind, text) => {
  expect(
    headlineOf(
      { state: 'checked', report: report(change), edited: false },
      undefined,
      untranslated
    )
  ).toEqual({ kind, text });
});

test('after an edit the report is no longer said', () => {
  expect(
    headlineOf(
      { state: 'checked', report: report({}), edited: true },
      undefined,
      untranslated
    )
  ).toEqual({
    kind: 'quiet',
    text: 'The answer has changed since the check.'
  });
});

test('before any check the progress file speaks', () => {
  const stand = { points: 3, maxPoints: 3, attempts: 2 };
  expect(
    headlineOf(
      { state: 'unchecked' },
      { status: 'passed', ...stand },
      untranslated
    ).text
  ).toBe('✓ Passed before: 3 of 3 points');
  expect(
    headlineOf(
      { state: 'unchecked' },
      { status: 'notYet', ...stand, points: 1 },
      untranslated
    ).text
  ).toBe('Best so far: 1 of 3 points');
  expect(headlineOf({ state: 'unchecked' }, undefined, untranslated).text).toBe(
    ''
  );
});
