import type { LessonParts } from '../../../../src/exercises/metadata';
import { committedPredictions } from '../../../../src/lab/exercises/committedPredictions';
import {
  doneCount,
  lessonItems
} from '../../../../src/lab/exercises/lessonItems';
import { presentExercise } from '../../../../src/lab/inspector/workOf';
import { untranslated } from '../../../../src/widgets/base/translate';

function exercise(id: string, answer: string, points: number) {
  return { id, title: id, points, hints: [], answer, tests: [], needs: [] };
}

const parts: LessonParts = {
  exercises: [exercise('step', 'c4', 3), exercise('clamp', 'c6', 1)],
  predictions: [{ key: 'curve', title: 'Draw the cell state', cell: 'c2' }],
  flashcards: [],
  faults: []
};
const order = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];

test('items stand in the order of the notebook, each with its mark', () => {
  const items = lessonItems(
    parts,
    {
      exercises: {
        step: { status: 'notYet', points: 1, maxPoints: 3, attempts: 2 }
      },
      predictions: {},
      flashcards: {}
    },
    order,
    'clamp',
    new Set(['curve']),
    untranslated
  );
  expect(items).toEqual([
    {
      cell: 'c2',
      title: 'Draw the cell state',
      state: 'done',
      mark: 'done'
    },
    { cell: 'c4', title: 'step', state: 'tried', mark: '1 of 3' },
    { cell: 'c6', title: 'clamp', state: 'here', mark: '1 point' }
  ]);
  expect(doneCount(items)).toBe(1);
});

test('an answer that only stopped is not counted as tried', () => {
  const [, step] = lessonItems(
    parts,
    {
      exercises: {
        step: { status: 'didNotRun', points: 0, maxPoints: 3, attempts: 0 }
      },
      predictions: {},
      flashcards: {}
    },
    order,
    null,
    new Set(),
    untranslated
  );
  expect(step).toMatchObject({ state: 'open', mark: '3 points' });
});

test('the present exercise is that of the cell, else the next below, else the last', () => {
  const at = (cell: string | null) =>
    presentExercise(parts.exercises, order, cell)?.id;
  expect(at('c4')).toBe('step');
  expect(at('c1')).toBe('step');
  expect(at('c5')).toBe('clamp');
  expect(at(null)).toBe('step');
  expect(presentExercise(parts.exercises, [...order, 'c7'], 'c7')?.id).toBe(
    'clamp'
  );
  expect(presentExercise([], order, 'c1')).toBeUndefined();
});

test('committed predictions are found in any cell and strange metadata is passed over', () => {
  expect(
    committedPredictions([
      undefined,
      null,
      'text',
      { predictions: 'none' },
      { predictions: { a: { committed: true }, b: { committed: false } } },
      { predictions: { c: null, d: { committed: 'yes' } } }
    ])
  ).toEqual(new Set(['a']));
});
