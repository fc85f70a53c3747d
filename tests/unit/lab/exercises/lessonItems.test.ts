import type {
  LessonParts,
  SheetProgress
} from '../../../../src/exercises/metadata';
import {
  doneWords,
  lessonItems,
  type LessonStands
} from '../../../../src/lab/exercises/lessonItems';
import { predictionStands } from '../../../../src/lab/exercises/predictionStands';
import { presentExercise } from '../../../../src/lab/inspector/workOf';
import { untranslated } from '../../../../src/scene/words/translate';

function exercise(id: string, answer: string, points: number) {
  return { id, title: id, points, hints: [], answer, tests: [], needs: [] };
}

const parts: LessonParts = {
  exercises: [exercise('step', 'c4', 3), exercise('clamp', 'c6', 1)],
  predictions: [{ key: 'curve', title: 'Draw the cell state', cell: 'c2' }],
  questions: [
    { keys: ['test-1'], title: 'Test', purpose: 'test', cell: 'c7' },
    { keys: ['a'], title: 'A field', purpose: 'field', cell: 'c8' },
    {
      keys: ['inventory-after', 'inventory-later'],
      title: 'Inventory',
      purpose: 'inventory',
      cell: 'c9'
    }
  ],
  flashcards: [],
  faults: []
};
const order = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9'];
const none: LessonStands = {
  committed: new Map(),
  sheets: new Map(),
  others: new Map()
};

test('items stand in the order of the notebook, each with its mark', () => {
  const items = lessonItems(
    parts,
    {
      exercises: {
        step: { status: 'notYet', points: 1, maxPoints: 3, attempts: 2 }
      },
      predictions: {},
      questions: {},
      flashcards: {}
    },
    order,
    'clamp',
    {
      ...none,
      committed: new Map([
        ['curve', { quality: 'off', confidence: 'certain' } as const]
      ])
    },
    untranslated
  );
  expect(items.slice(0, 3)).toEqual([
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
  expect(items.slice(3).map(({ state, mark }) => [state, mark])).toEqual([
    ['open', 'test'],
    ['open', 'answer'],
    ['open', 'test']
  ]);
  expect(doneWords(items, untranslated)).toBe(
    '0 of 2 exercises · 1 of 1 predictions'
  );
  expect(doneWords(items.slice(1, 3), untranslated)).toBe('0 of 2 exercises');
});

test('an answer that only stopped is not counted as tried', () => {
  const [, step] = lessonItems(
    parts,
    {
      exercises: {
        step: { status: 'didNotRun', points: 0, maxPoints: 3, attempts: 0 }
      },
      predictions: {},
      questions: {},
      flashcards: {}
    },
    order,
    null,
    none,
    untranslated
  );
  expect(step).toMatchObject({ state: 'open', mark: '3 points' });
});

test('questions show how many were right at once, and an inventory what was gained', () => {
  const sheet = (right: number, of: number, done?: number): SheetProgress => ({
    questions: Object.fromEntries(
      Array.from({ length: of }, (_, at) => [
        `q${at}`,
        { right: at < right } as const
      ])
    ),
    ...(done === undefined ? {} : { done })
  });
  const items = (stands: Partial<LessonStands>) =>
    lessonItems(
      parts,
      { exercises: {}, predictions: {}, questions: {}, flashcards: {} },
      order,
      null,
      { ...none, ...stands },
      untranslated
    )
      .slice(3)
      .map(({ state, mark }) => [state, mark]);
  expect(
    items({
      sheets: new Map([
        ['test-1', sheet(2, 3)],
        ['a', sheet(0, 1)]
      ])
    })
  ).toEqual([
    ['open', 'test'],
    ['done', '0 of 1'],
    ['open', 'test']
  ]);
  expect(
    items({
      sheets: new Map([
        ['test-1', sheet(2, 3, 1)],
        ['inventory-after', sheet(9, 12, 2)]
      ]),
      others: new Map([['inventory-before', sheet(4, 12, 1)]])
    })
  ).toEqual([
    ['done', '2 of 3'],
    ['open', 'answer'],
    ['tried', '9 of 12, gain 63\u202f%']
  ]);
  // Asked in parts, in several lessons: together they are what was known before.
  const answered = (right: Record<string, boolean>, done?: number) => ({
    questions: Object.fromEntries(
      Object.entries(right).map(([id, each]) => [id, { right: each }])
    ),
    ...(done === undefined ? {} : { done })
  });
  const after = answered({ a: true, b: true, c: false, d: true }, 9);
  const gained = (others: [string, SheetProgress][]) =>
    items({
      sheets: new Map([['inventory-after', after]]),
      others: new Map(others)
    }).at(-1)?.[1];
  const first: [string, SheetProgress] = [
    'inventory-before-a',
    answered({ a: true, b: false }, 1)
  ];
  expect(
    gained([first, ['inventory-before-c', answered({ c: false, d: false }, 2)]])
  ).toBe('3 of 4, gain 67\u202f%');
  // Of what was asked before and after: b alone was not known, and is known now.
  expect(gained([first])).toBe('3 of 4, gain 100\u202f%');
  // A sheet that was not handed in is no sheet.
  expect(
    gained([first, ['inventory-before-c', answered({ c: false, d: false })]])
  ).toBe('3 of 4, gain 100\u202f%');
  expect(gained([])).toBe('3 of 4');
});

test('the present exercise is that of the cell or of the next few; elsewhere there is none', () => {
  const at = (cell: string | null, before = 0) =>
    presentExercise(
      parts.exercises,
      [
        'intro',
        ...Array.from({ length: before }, (_, k) => `far${k}`),
        ...order,
        'c10'
      ],
      cell
    )?.id;
  expect(at('c4')).toBe('step');
  expect(at('c5')).toBe('clamp');
  expect(at('intro', 29)).toBeUndefined();
  expect(at(null)).toBeUndefined();
  expect(at('c10')).toBeUndefined();
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
        g: { committed: false, skipped: true },
        // Guessed again when the truth was known.
        h: { committed: true, quality: 'right', first: { quality: 'off' } },
        i: { committed: true, quality: 'right', first: {} }
      }
    }
  ]);
  expect([...committed]).toEqual([
    ['a', {}],
    ['e', { confidence: 'certain', quality: 'near' }],
    ['f', {}],
    ['h', { quality: 'off' }],
    ['i', {}]
  ]);
  expect([...skipped]).toEqual(['g']);
});
