import { isHandedOut } from '../../../../src/lab/exercises/handedOut';

const cell = (nbgrader: unknown) => ({
  id: 'test',
  type: 'code' as const,
  source: '',
  metadata: { nbgrader }
});
const test1 = { grade: true, grade_id: 'test', schema_version: 3 };

test('a lesson with nbgrader’s metadata is not yet one that nbgrader handed out', () => {
  expect(isHandedOut([cell(undefined), cell(test1)])).toBe(false);
  expect(isHandedOut([cell(null), cell('by hand')])).toBe(false);
});

test('the checksum that nbgrader writes beside a test says so', () => {
  expect(
    isHandedOut([cell(undefined), cell({ ...test1, checksum: 'a1' })])
  ).toBe(true);
});
