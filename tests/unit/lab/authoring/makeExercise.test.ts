import {
  answerCell,
  lessonParts,
  nbgraderKind,
  readNbgrader,
  testCell
} from '../../../../src/exercises/metadata';
import { authoringFaults } from '../../../../src/lab/authoring/authoringFaults';
import { applyEdits } from '../../../../src/lab/authoring/edits';
import {
  addTest,
  setFields,
  setId,
  setMistakes,
  setPoints
} from '../../../../src/lab/authoring/exerciseEdits';
import type { ExerciseKind } from '../../../../src/lab/authoring/templates';
import { templates } from '../../../../src/lab/authoring/templates';
import { cell, open, parser } from './notebook';

// Its own making of a notebook cell warns of itself.
beforeAll(() => void jest.spyOn(console, 'warn').mockImplementation());

const kinds = Object.keys(templates) as ExerciseKind[];

describe('making an exercise', () => {
  it.each(kinds)('of the kind %s leaves no fault, and is one undo', kind => {
    const notebook = open([cell('above', 'const x = 1;'), cell('mine', '')]);
    const before = JSON.stringify(notebook.read());
    notebook.make({ kind, title: 'A title', selected: 'mine' });
    expect(authoringFaults(notebook.read())).toEqual([]);
    const { exercises, predictions, questions } = lessonParts(notebook.read());
    const byHand = notebook
      .read()
      .filter(
        ({ metadata }) =>
          nbgraderKind(readNbgrader(metadata.nbgrader)) ===
          'manually graded answer'
      );
    expect([
      ...exercises,
      ...predictions,
      ...questions,
      ...byHand
    ]).toHaveLength(1);
    notebook.shared.undo();
    expect(JSON.stringify(notebook.read())).toBe(before);
    notebook.shared.redo();
    expect(notebook.read().length).toBeGreaterThan(1);
  });

  it('names nothing twice, however often it is done', () => {
    const notebook = open([cell('mine', '')]);
    notebook.make({ kind: 'number', title: 'One', selected: 'mine' });
    const last = notebook.read().at(-1)?.id ?? '';
    const { shared } = notebook;
    applyEdits(shared, [
      {
        do: 'insert',
        beside: last,
        place: 'behind',
        cell: { id: 'next', type: 'code', source: '', metadata: {} }
      }
    ]);
    notebook.make({ kind: 'number', title: 'Two', selected: 'next' });
    const { exercises, faults } = lessonParts(notebook.read());
    expect(exercises.map(({ id }) => id)).toEqual(['number', 'number-2']);
    expect(faults).toEqual([]);
    expect(notebook.read().map(({ id }) => id)).toEqual([
      'imports',
      'mine',
      'number-test',
      'next',
      'number-2-test'
    ]);
    // What is imported already is not imported again.
    expect(exercises[1].needs).toEqual(exercises[0].needs);
  });

  it('keeps code that stands there as the solution, and what it reads as its needs', () => {
    const notebook = open([
      cell('imports', "import { check } from 'gatescope';"),
      cell('data', 'const days = [1, 2, 3];'),
      cell('mine', 'function total(): number {\n  return days.length;\n}')
    ]);
    const answer = notebook.make({
      kind: 'number',
      title: 'Days',
      selected: 'mine'
    });
    expect(answer).toBe('mine');
    const [exercise] = lessonParts(notebook.read()).exercises;
    expect(exercise.needs).toEqual(['imports', 'data']);
    const sources = notebook.read().map(({ source }) => source);
    expect(sources[2]).toContain('/// BEGIN SOLUTION\n  return days.length;');
    expect(sources[3]).toContain("check.close('total', total(), 0)");
  });

  it('gives each exercise names that no other has', () => {
    const notebook = open([cell('a', ''), cell('b', ''), cell('c', '')]);
    notebook.make({ kind: 'step-rnn', title: 'One', selected: 'a' });
    notebook.make({ kind: 'step-lstm', title: 'Two', selected: 'b' });
    notebook.make({ kind: 'step-rnn', title: 'Three', selected: 'c' });
    const sources = notebook.read().map(({ source }) => source);
    const [, second, third] = sources.filter(text => text.includes('BEGIN'));
    expect(second).toContain('const lstmStep: LstmStep = (');
    expect(third).toContain('const rnnStep2: RnnStep = (');
    expect(sources).toContain(
      "// Checks the step with random weights, equation by equation\ncheck.step(rnnStep2, 'rnn')"
    );
  });

  it('derives what it can from the metadata of nbgrader', () => {
    const notebook = open([
      cell('setup', 'const n = 2;'),
      cell('mine', 'const twice = 2 * n;', { nbgrader: answerCell('twice') }),
      cell('t1', 'twice;', { nbgrader: testCell('twice-1', 2) }),
      cell('t2', 'twice;', { nbgrader: testCell('twice-2', 1) }),
      cell('other', '1', { nbgrader: answerCell('other') }),
      cell('t3', '1', { nbgrader: testCell('other-1', 4) })
    ]);
    notebook.make({ kind: 'step-lstm', title: 'Twice', selected: 't2' });
    const { exercises, faults } = lessonParts(notebook.read());
    expect(faults).toEqual([]);
    expect(exercises).toEqual([
      {
        id: 'twice',
        title: 'Twice',
        points: 3,
        hints: [],
        answer: 'mine',
        tests: ['t1', 't2'],
        needs: ['setup']
      }
    ]);
    expect(notebook.read()).toHaveLength(6);
  });

  it('puts code behind text, and words in the place of empty code', () => {
    const notebook = open([
      cell('words', 'A question.', {}, 'markdown'),
      cell('empty', '')
    ]);
    notebook.make({ kind: 'fault', title: 'Fault', selected: 'words' });
    expect(notebook.read().map(({ id }) => id)).toEqual([
      'words',
      'imports',
      'fault-text',
      'fault',
      'fault-test',
      'empty'
    ]);
    expect(authoringFaults(notebook.read())).toEqual([]);
    notebook.make({ kind: 'explain', title: 'Why', selected: 'empty' });
    expect(notebook.read().at(-1)?.type).toBe('markdown');
    expect(notebook.read().some(({ id }) => id === 'empty')).toBe(false);
  });
});

describe('changing an exercise', () => {
  function made() {
    const notebook = open([cell('mine', ''), cell('mine-2', '')]);
    notebook.make({ kind: 'number', title: 'Left', selected: 'mine' });
    return {
      ...notebook,
      exercise: () => lessonParts(notebook.read()).exercises[0]
    };
  }

  it('sets title, hints and points, each one undo', () => {
    const { shared, read, exercise } = made();
    applyEdits(
      shared,
      setFields(exercise(), { title: 'What is left', hints: ['Ten.'] }, read())
    );
    applyEdits(shared, setPoints(exercise().tests[0], 4, read()));
    expect(exercise()).toMatchObject({
      title: 'What is left',
      hints: ['Ten.'],
      points: 4
    });
    shared.undo();
    expect(exercise()).toMatchObject({ title: 'What is left', points: 1 });
    shared.undo();
    expect(exercise()).toMatchObject({ title: 'Left', hints: [] });
  });

  it('names it in the grade book, its tests with it, and nothing as another is named', () => {
    const { shared, read, exercise, make } = made();
    applyEdits(shared, addTest(exercise(), read()));
    make({ kind: 'number', title: 'Other', selected: 'mine-2' });
    const grades = () =>
      read().map(
        ({ metadata }) => readNbgrader(metadata.nbgrader)?.grade_id ?? null
      );
    applyEdits(shared, setId(exercise(), ' half life! ', read()));
    expect(exercise()).toMatchObject({
      id: 'half-life',
      tests: ['number-test', 'number-test-2']
    });
    expect(grades()).toEqual(
      expect.arrayContaining([
        'half-life',
        'half-life-test',
        'half-life-test-2',
        'number-2'
      ])
    );
    applyEdits(shared, setId(exercise(), 'number-2', read()));
    expect(exercise().id).toBe('number-2-2');
    expect(authoringFaults(read())).toEqual([]);
    for (const nothing of ['', ' ! ', exercise().id]) {
      expect(setId(exercise(), nothing, read())).toEqual([]);
    }
    shared.undo();
    expect(exercise().id).toBe('half-life');
  });

  it('adds a test that no answer passes until it is written', () => {
    const { shared, read, exercise } = made();
    applyEdits(shared, addTest(exercise(), read()));
    expect(exercise().tests).toEqual(['number-test', 'number-test-2']);
    expect(authoringFaults(read())).toEqual([]);
  });

  it('writes mistakes into the metadata and the test at once', () => {
    const { shared, read, exercise } = made();
    const mistakes = [{ answer: 'return 9;', message: 'Not a sum.' }];
    applyEdits(shared, setMistakes(exercise(), mistakes, read(), parser));
    expect(exercise().mistakes).toEqual(mistakes);
    const test = () => read().find(({ id }) => id === 'number-test')?.source;
    expect(test()).toContain('Not a sum.');
    shared.undo();
    expect(exercise().mistakes).toBeUndefined();
    expect(test()).not.toContain('Not a sum.');
  });
});

describe('authoringFaults', () => {
  it('names what would go wrong, with the notebook cell', () => {
    const faults = authoringFaults([
      cell('a', '/// BEGIN SOLUTION\n1', { nbgrader: answerCell('one') }),
      cell('b', '2', { nbgrader: testCell('one', 0) }),
      cell('c', '3', { gatescope: { exercise: { role: 'answer' } } })
    ]);
    expect(faults.map(({ cell: id }) => id).sort()).toEqual([
      'a',
      'b',
      'b',
      'c'
    ]);
    expect(faults.map(({ message }) => message).join('\n')).toMatch(
      /END SOLUTION[\s\S]*already the id of another notebook cell[\s\S]*worth no points/
    );
  });
});
