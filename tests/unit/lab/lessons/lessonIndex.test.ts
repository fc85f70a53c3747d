import { readLessonMetadata } from '../../../../src/exercises/metadata';
import { readLessonIndex } from '../../../../src/lab/lessons/lessonIndex';

const entry = (id: string, title: string, more = {}) => ({
  id,
  file: `${id}.ipynb`,
  title,
  digest: 'd',
  ...more
});
const index = readLessonIndex({
  release: '1.0.0',
  lessons: [
    entry('01-a', 'A', { exercises: ['x'] }),
    entry('example-b', 'B', { example: true })
  ]
});

it('tells examples from lessons', () => {
  expect(index.lessons.map(({ example }) => example)).toEqual([false, true]);
});

it('reads of an example what it reads of a lesson, without a number', () => {
  const lesson = { id: 'example-b', title: 'B', digest: 'd' };
  expect(readLessonMetadata({ lesson })).toEqual({
    id: 'example-b',
    title: 'B'
  });
  expect(() =>
    readLessonMetadata({ lesson: { ...lesson, number: 0 } })
  ).toThrow('metadata.gatescope.lesson.number');
});
