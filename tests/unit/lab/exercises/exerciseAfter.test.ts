import type { Exercise } from '../../../../src/exercises/metadata';
import { exerciseAfter } from '../../../../src/lab/exercises/exerciseAfter';

const exercise = (id: string): Exercise => ({
  id,
  title: id,
  points: 1,
  hints: [],
  answer: `${id}-answer`,
  tests: [],
  needs: []
});
const all = ['a', 'b', 'c'].map(exercise);
const after = (present: string, ...passed: string[]): string | undefined =>
  exerciseAfter(all, present, id => passed.includes(id))?.id;

describe('the exercise to go on with', () => {
  it('is the next one that is not passed', () => {
    expect(after('a', 'a')).toBe('b');
    expect(after('a', 'a', 'b')).toBe('c');
  });

  it('is one that was left out above, where none is left below', () => {
    expect(after('c', 'c')).toBe('a');
    expect(after('b', 'a', 'b', 'c')).toBeUndefined();
  });

  it('is never the one that was just passed', () => {
    expect(exerciseAfter([all[0]], 'a', () => false)).toBeUndefined();
  });
});
