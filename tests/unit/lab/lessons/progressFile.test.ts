import { withLesson } from '../../../../src/exercises/metadata';
import { createProgressFiles } from '../../../../src/lab/lessons/progressFile';
import { createFakeContents } from '../fakeContents';

const file = 'gatescope-lessons/gatescope-progress.json';

function passing(exercise: string) {
  return (before: Parameters<typeof withLesson>[0]) =>
    withLesson(before, '03', lesson => ({
      ...lesson,
      exercises: {
        ...lesson.exercises,
        [exercise]: { status: 'passed', points: 3, maxPoints: 3, attempts: 1 }
      }
    }));
}

test('a folder without the file has no progress, and none is asked for', async () => {
  const fake = createFakeContents({ 'other/x.txt': '' });
  const progress = createProgressFiles(fake.contents).in('gatescope-lessons');
  await progress.read();
  expect(progress.progress.lessons).toEqual({});
  expect(progress.fault).toBeNull();
  expect(fake.asked).not.toContain(file);
});

test('changes asked for together are all kept, in order', async () => {
  const fake = createFakeContents({ 'gatescope-lessons/x.ipynb': {} });
  const progress = createProgressFiles(fake.contents).in('gatescope-lessons');
  await Promise.all([
    progress.update(passing('one')),
    progress.update(passing('two'))
  ]);
  const written = JSON.parse(fake.files.get(file) as string) as {
    lessons: { '03': { exercises: object } };
  };
  expect(Object.keys(written.lessons['03'].exercises)).toEqual(['one', 'two']);
});

test('what another tab wrote in between is kept', async () => {
  const fake = createFakeContents({ 'gatescope-lessons/x.ipynb': {} });
  const here = createProgressFiles(fake.contents).in('gatescope-lessons');
  const there = createProgressFiles(fake.contents).in('gatescope-lessons');
  await here.update(passing('one'));
  await there.update(passing('two'));
  await here.update(passing('three'));
  expect(Object.keys(here.progress.lessons['03'].exercises)).toEqual([
    'one',
    'two',
    'three'
  ]);
});

test.each([
  ['{ broken', 'JSON'],
  ['{"version": 2, "lessons": {}}', 'version']
])(
  'a file that cannot be read is said to be so and is not written over: %s',
  async (text, words) => {
    const fake = createFakeContents({ [file]: text });
    const progress = createProgressFiles(fake.contents).in('gatescope-lessons');
    await progress.update(passing('one'));
    expect(progress.fault).toContain(words);
    expect(fake.files.get(file)).toBe(text);
  }
);

test('all who show the progress of one folder see the same file', () => {
  const files = createProgressFiles(createFakeContents().contents);
  expect(files.in('a')).toBe(files.in('a'));
  expect(files.in('a')).not.toBe(files.in('b'));
});
