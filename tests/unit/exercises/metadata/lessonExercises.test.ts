import * as fc from 'fast-check';
import {
  answerCell,
  answeredIn,
  checkCells,
  closedStep,
  exerciseOfCell,
  lessonParts,
  nbgraderKind,
  readCellMetadata,
  readLessonMetadata,
  readNbgrader,
  MetadataError,
  testCell,
  type NotebookCell
} from '../../../../src/exercises/metadata';

const code = (
  id: string,
  metadata: NotebookCell['metadata'] = {}
): NotebookCell => ({ id, type: 'code', source: `// ${id}`, metadata });

const lesson: NotebookCell[] = [
  { id: 'title', type: 'markdown', source: '# Title', metadata: {} },
  code('imports'),
  code('training'),
  code('guess', {
    gatescope: { prediction: { key: 'decay', title: 'Draw the cell state' } }
  }),
  code('answer', {
    nbgrader: answerCell('lstm-step'),
    gatescope: {
      exercise: {
        role: 'answer',
        id: 'lstm-step',
        title: 'Write the LSTM step',
        needs: ['helper', 'imports'],
        hints: ['Six lines.']
      }
    }
  }),
  code('test-a', {
    nbgrader: testCell('lstm-step-a', 2),
    gatescope: { exercise: { role: 'test', id: 'lstm-step' } }
  }),
  code('helper'),
  code('test-b', {
    nbgrader: testCell('lstm-step-b', 1.5),
    gatescope: { exercise: { role: 'test', id: 'lstm-step' } }
  }),
  {
    id: 'cards',
    type: 'markdown',
    source: '',
    metadata: {
      gatescope: {
        flashcards: [
          { id: 'f', front: 'What does f do?', back: 'It multiplies.' }
        ]
      }
    }
  }
];

describe('the parts of a lesson', () => {
  const parts = lessonParts(lesson);

  it('are its exercises with the points of all their tests', () => {
    expect(parts.exercises).toEqual([
      {
        id: 'lstm-step',
        title: 'Write the LSTM step',
        hints: ['Six lines.'],
        points: 3.5,
        answer: 'answer',
        tests: ['test-a', 'test-b'],
        needs: ['imports', 'helper']
      }
    ]);
    expect(parts.faults).toEqual([]);
  });

  it('keep the step of a cell closed until the exercise that asks for it is passed', () => {
    const exercises = [{ ...parts.exercises[0], stepOf: 'lstm' as const }];
    const title = 'Write the LSTM step';
    expect(closedStep(exercises, 'lstm', () => false)).toBe(title);
    expect(closedStep(exercises, 'lstm', id => id === 'lstm-step')).toBeNull();
    expect(closedStep(exercises, 'gru', () => false)).toBeNull();
  });

  it('are its predictions and flashcards too', () => {
    expect(parts.predictions).toEqual([
      { key: 'decay', title: 'Draw the cell state', cell: 'guess' }
    ]);
    expect(parts.flashcards.map(card => card.id)).toEqual(['f']);
  });

  it('send a check what is needed, then the answer, then the tests', () => {
    const roles = (
      cells: readonly NotebookCell[],
      given: readonly string[] | null = null
    ) =>
      checkCells(parts.exercises[0], cells, given).map(
        ({ id, role, points }) => [id, role, ...(points ? [points] : [])]
      );
    expect(roles(lesson)).toEqual([
      ['imports', 'needs'],
      ['training', 'own'],
      ['guess', 'own'],
      ['answer', 'answer'],
      ['test-a', 'test', 2],
      ['helper', 'needs'],
      ['test-b', 'test', 1.5]
    ]);
    expect(roles(lesson, ['training', 'answer'])).toContainEqual([
      'training',
      'given'
    ]);
    const answer = lesson.filter(({ id }) => id === 'answer');
    const copies: NotebookCell[] = answer.map(cell => ({
      ...cell,
      id: 'copy',
      type: 'markdown'
    }));
    expect(roles([...lesson, ...copies])).toContainEqual(['copy', 'answer']);
  });

  it('count a test once, however often it was copied', () => {
    const copies = lesson
      .filter(({ id }) => id === 'test-a')
      .map(cell => ({ ...cell, id: 'again' }));
    expect(lessonParts([...lesson, ...copies]).exercises).toEqual(
      parts.exercises
    );
  });

  it('are found from any of their cells', () => {
    expect(exerciseOfCell(parts.exercises, 'test-b')?.id).toBe('lstm-step');
    expect(exerciseOfCell(parts.exercises, 'training')).toBeUndefined();
  });
});

describe('faults in a lesson', () => {
  const faultsOf = (cells: NotebookCell[]) =>
    lessonParts(cells).faults.map(({ message }) => message);

  it('name a needed cell that is not there', () => {
    expect(faultsOf(lesson.filter(({ id }) => id !== 'helper'))).toEqual([
      'metadata.gatescope.exercise.needs: no notebook cell has the id helper'
    ]);
  });

  it('name an exercise that nothing tests', () => {
    expect(faultsOf(lesson.filter(({ id }) => !id.startsWith('test')))).toEqual(
      ['metadata.gatescope.exercise: no notebook cell tests lstm-step']
    );
  });

  it('name an id used twice', () => {
    const twin = { ...lesson[4], id: 'twin' };
    expect(faultsOf([...lesson, twin])).toEqual([
      'metadata.gatescope.exercise.id: lstm-step is already the id of another exercise'
    ]);
  });

  it('in one cell leave the others working', () => {
    const bad = code('bad', {
      gatescope: { exercise: { role: 'judge', id: 'x' } }
    });
    const parts = lessonParts([bad, ...lesson]);
    expect(parts.exercises).toHaveLength(1);
    expect(parts.faults).toEqual([
      {
        cell: 'bad',
        message:
          'metadata.gatescope.exercise.role: expected one of answer, question, test, got "judge"'
      }
    ]);
  });

  it('never throw, whatever the metadata', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ gatescope: fc.anything(), nbgrader: fc.anything() })
        ),
        all => {
          lessonParts(
            all.map((metadata, index) => code(`c${index}`, metadata))
          );
        }
      )
    );
  });
});

describe("nbgrader's metadata", () => {
  it('is read back as written', () => {
    expect(readNbgrader(testCell('a-1', 3))).toEqual(testCell('a-1', 3));
    expect(readNbgrader(answerCell('a'))).toEqual(answerCell('a'));
    expect(readNbgrader(undefined)).toBeNull();
  });

  it.each([
    ['none', null],
    ['autograded answer', answerCell('a')],
    ['autograder tests', testCell('a', 1)],
    ['manually graded answer', { ...answerCell('a'), grade: true, points: 1 }],
    ['read-only', { ...answerCell('a'), solution: false, locked: true }],
    [
      'manually graded task',
      { ...answerCell('a'), solution: false, task: true, points: 1 }
    ]
  ])('is of the kind %s', (kind, metadata) => {
    expect(nbgraderKind(metadata)).toBe(kind);
  });

  it.each([
    [
      'an older schema',
      { ...answerCell('a'), schema_version: 2 },
      'schema_version: expected 3'
    ],
    ['a key of ours', { ...answerCell('a'), gatescope: 1 }, 'only the keys'],
    [
      'an id with a space',
      { ...answerCell('a'), grade_id: 'a b' },
      'grade_id: expected letters, digits, - and _, got "a b"'
    ],
    [
      'tests without points',
      { ...testCell('a', 1), points: undefined },
      'points: expected a number from 0, got nothing'
    ],
    [
      'negative points',
      { ...testCell('a', 1), points: -1 },
      'points: expected a number from 0, got -1'
    ]
  ])('is refused with %s', (_, metadata, message) => {
    expect(() => readNbgrader(metadata)).toThrow(MetadataError);
    expect(() => readNbgrader(metadata)).toThrow(message);
  });
});

describe('a copy of a test', () => {
  const given = lesson.map(({ id }) => id);
  const test = lesson.find(({ id }) => id === 'test-a') as NotebookCell;
  const withCopy = (
    source: string,
    metadata: NotebookCell['metadata'] = test.metadata
  ) => [{ ...test, id: 'copy', source, metadata }, ...lesson];
  const roleOfCopy = (
    cells: readonly NotebookCell[],
    ids: readonly string[] | null = given
  ) => {
    const [exercise] = lessonParts(cells, ids).exercises;
    expect(exercise.tests).toEqual(['test-a', 'test-b']);
    return checkCells(exercise, cells, ids).find(({ id }) => id === 'copy')
      ?.role;
  };

  it("is the student's own where something else is written in it, and no test", () => {
    expect(roleOfCopy(withCopy('const twice = 2;'))).toBe('own');
    expect(roleOfCopy(withCopy(test.source))).toBe('given');
  });

  it('is one too when it has lost what nbgrader knows of it', () => {
    const { gatescope } = test.metadata;
    expect(roleOfCopy(withCopy('const twice = 2;', { gatescope }))).toBe('own');
  });

  it('is the second one where nobody knows what was given out', () => {
    const copy = { ...test, id: 'copy', source: 'const twice = 2;' };
    expect(roleOfCopy([...lesson, copy], null)).toBe('own');
  });
});

it('an answer that was turned into raw text is sent as text', () => {
  const cells = lesson.map(cell =>
    cell.id === 'answer' ? { ...cell, type: 'raw' as const } : cell
  );
  const [exercise] = lessonParts(cells).exercises;
  expect(
    checkCells(exercise, cells).find(({ id }) => id === 'answer')
  ).toMatchObject({ role: 'answer', type: 'markdown' });
});

it('a notebook without our metadata is no lesson', () => {
  expect(readLessonMetadata(undefined)).toBeNull();
  expect(readLessonMetadata({ other: 1 })).toBeNull();
  expect(
    readLessonMetadata({ lesson: { id: '03', number: 3, title: 'Inside' } })
  ).toEqual({ id: '03', number: 3, title: 'Inside' });
  expect(() => readLessonMetadata({ lesson: { id: '03', number: 0 } })).toThrow(
    'metadata.gatescope.lesson.number: expected a number from 1, got 0'
  );
});

it("the student's own drawings are left alone", () => {
  expect(readCellMetadata({ predictions: { decay: [1, 2] } })).toEqual({});
});

describe('questions that a teacher marks', () => {
  const cells = [
    code('imports'),
    code('asks', {
      gatescope: {
        exercise: {
          role: 'question',
          id: 'gates',
          title: 'Gates',
          needs: ['imports']
        },
        answers: {
          gates: { answers: { which: { given: 2, tries: 1 }, other: 'x' } }
        }
      }
    }),
    code('marks', {
      nbgrader: testCell('gates-test', 2),
      gatescope: { exercise: { role: 'test', id: 'gates', hidden: true } }
    })
  ];

  it('are an exercise whose tests read its questions, and no code of the student', () => {
    const [exercise] = lessonParts(cells).exercises;
    expect(exercise).toMatchObject({ asks: true, points: 2, answer: 'asks' });
    expect(
      checkCells(exercise, cells).map(({ id, role, isMarkedLater }) => [
        id,
        role,
        isMarkedLater
      ])
    ).toEqual([
      ['imports', 'needs', undefined],
      ['asks', 'needs', undefined],
      ['marks', 'test', true]
    ]);
    expect(answeredIn(cells)).toEqual({ gates: { which: 2 } });
  });

  it('are read from the last cell in which something is entered, and only what a view writes', () => {
    const entered = (answers: object) =>
      code('asks', { gatescope: { answers: { gates: { answers } } } });
    const deep = JSON.parse(`${'['.repeat(500)}1${']'.repeat(500)}`) as unknown;
    const answered = answeredIn([
      entered({ which: { given: 1 } }),
      entered({
        which: { given: 2 },
        rows: { given: { f: [0.5, null] } },
        table: { given: [[1, null], [2]] },
        deep: { given: deep },
        texts: { given: ['a line'] },
        yes: { given: true }
      }),
      entered({}),
      entered({ which: { tries: 1 } })
    ]);
    expect(answered).toEqual({
      gates: { which: 2, rows: { f: [0.5, null] }, table: [[1, null], [2]] }
    });
  });

  it('have all points where the hidden lines are there, as for their teacher', () => {
    const whole = cells.map(cell =>
      cell.id === 'marks'
        ? {
            ...cell,
            source: '/// BEGIN HIDDEN TESTS\n1;\n/// END HIDDEN TESTS'
          }
        : cell
    );
    const [exercise] = lessonParts(whole).exercises;
    expect(checkCells(exercise, whole).at(-1)).not.toHaveProperty(
      'isMarkedLater'
    );
  });
});
