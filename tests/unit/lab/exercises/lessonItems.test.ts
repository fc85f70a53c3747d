import type { LessonParts } from '../../../../src/exercises/metadata';
import {
  doneWords,
  lessonItems
} from '../../../../src/lab/exercises/lessonItems';
import { predictionStands } from '../../../../src/lab/exercises/predictionStands';
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
    new Map([['curve', { quality: 'off', confidence: 'certain' } as const]]),
    untranslated
  );
  expect(items).toEqual([
    {
      kind: 'prediction',
      cell: 'c2',
      title: 'Draw the cell state',
      state: 'done',
      mark: 'off · certain'
    },
    {
      kind: 'exercise',
      cell: 'c4',
      title: 'step',
      state: 'tried',
      mark: '1 of 3'
    },
    {
      kind: 'exercise',
      cell: 'c6',
      title: 'clamp',
      state: 'here',
      mark: '1 point'
    }
  ]);
  expect(doneWords(items, untranslated)).toBe(
    '0 of 2 exercises · 1 of 1 predictions'
  );
  expect(doneWords(items.slice(1), untranslated)).toBe('0 of 2 exercises');
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
    new Map(),
    untranslated
  );
  expect(step).toMatchObject({ state: 'open', mark: '3 points' });
});

test('the present exercise is that of the cell or of the next few; elsewhere there is none', () => {
  const at = (cell: string | null, before = 0) =>
    presentExercise(
      parts.exercises,
      [
        'intro',
        ...Array.from({ length: before }, (_, k) => `far${k}`),
        ...order,
        'c7'
      ],
      cell
    )?.id;
  expect(at('c4')).toBe('step');
  expect(at('c5')).toBe('clamp');
  expect(at('intro', 29)).toBeUndefined();
  expect(at(null)).toBeUndefined();
  expect(at('c7')).toBeUndefined();
  expect(presentExercise([], order, 'c1')).toBeUndefined();
});

test('committed predictions are found in any cell and strange metadata is passed over', () => {
  const { committed, skipped } = predictionStands([
    undefined,
    null,
    'text',
    { predictions: 'none' },
    { predictions: { a: { committed: true }, b: { committed: false } } },
    { predictions: { c: null, d: { committed: 'yes' } } },
    {
      predictions: {
        e: { committed: true, confidence: 'certain', quality: 'near' },
        f: { committed: true, confidence: 'very' },
        g: { committed: false, skipped: true }
      }
    }
  ]);
  expect([...committed]).toEqual([
    ['a', {}],
    ['e', { confidence: 'certain', quality: 'near' }],
    ['f', {}]
  ]);
  expect([...skipped]).toEqual(['g']);
});
