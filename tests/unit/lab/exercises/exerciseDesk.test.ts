import { Signal } from '@lumino/signaling';
import type { NotebookCell } from '../../../../src/exercises/metadata';
import {
  answerCell,
  lessonParts,
  testCell
} from '../../../../src/exercises/metadata';
import {
  createCheckStates,
  type CheckStates
} from '../../../../src/lab/session/checkStates';
import { createExerciseDesk } from '../../../../src/lab/exercises/exerciseDesk';
import type { CheckReport, Method, Methods } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import type { LinkStatus } from '../../../../src/widgets/context';

function cell(
  id: string,
  source: string,
  exercise?: object,
  nbgrader?: object
): NotebookCell {
  return {
    id,
    type: 'code',
    source,
    metadata: {
      ...(exercise === undefined ? {} : { gatescope: { exercise } }),
      ...(nbgrader === undefined ? {} : { nbgrader })
    }
  };
}

const answer = {
  role: 'answer',
  id: 'step',
  title: 'Write the step',
  needs: ['setup'],
  hints: ['first', 'second']
};

function notebook() {
  return [
    cell('setup', 'const x = 1;'),
    cell('other', 'throw new Error();'),
    cell('mine', 'const y = x;', answer, answerCell('step')),
    cell(
      'tests',
      'check.that(y)',
      { role: 'test', id: 'step' },
      testCell('t', 3)
    )
  ];
}

const report = {
  kind: 'check',
  status: 'passed',
  points: 3,
  maxPoints: 3
} as unknown as CheckReport;

function desk(
  request: (
    params: Methods['check']['params'],
    method: Method
  ) => Promise<unknown>,
  connection: LinkStatus = { state: 'live' },
  checks?: CheckStates
) {
  const cells = notebook();
  const recorded: unknown[] = [];
  const listeners: ((status: LinkStatus) => void)[] = [];
  const link = {
    connection,
    onConnection: (listener: (status: LinkStatus) => void) => {
      listeners.push(listener);
      return () => undefined;
    },
    request: <M extends Method>(method: M, params: Methods[M]['params']) =>
      request(params as Methods['check']['params'], method) as Promise<
        Methods[M]['result']
      >
  };
  const made = createExerciseDesk({
    lesson: {
      metadata: null,
      given: null,
      parts: lessonParts(cells),
      changed: new Signal<object, void>({}),
      cells: () => cells,
      dispose: () => undefined
    },
    link,
    translate: untranslated,
    checks,
    record: ({ id }, result, text) => recorded.push([id, result, text]),
    patience: 5
  });
  return { made, cells, recorded, listeners };
}

test('a check sends the notebook, each cell with what it is for the answer', async () => {
  const sent: Methods['check']['params'][] = [];
  const { made, recorded } = desk(params => {
    sent.push(params);
    return Promise.resolve({ report });
  });
  await made.check('step');
  expect(sent).toEqual([
    {
      exercise: 'step',
      cells: [
        { id: 'setup', source: 'const x = 1;', role: 'needs' },
        { id: 'other', source: 'throw new Error();', role: 'own' },
        { id: 'mine', source: 'const y = x;', role: 'answer' },
        { id: 'tests', source: 'check.that(y)', role: 'test', points: 3 }
      ]
    }
  ]);
  expect(made.state('step')).toEqual({
    state: 'checked',
    report,
    edited: false
  });
  expect(recorded).toEqual([
    ['step', { status: 'passed', points: 3, maxPoints: 3 }, 'const y = x;']
  ]);
});

test('a check that cannot be made says why and is not recorded', async () => {
  const { made, recorded } = desk(() =>
    Promise.reject(new Error('No kernel is running for this notebook.'))
  );
  await made.check('step');
  expect(made.state('step')).toEqual({
    state: 'refused',
    message: 'Nothing was checked. No kernel is running for this notebook.'
  });
  expect(recorded).toEqual([]);
});

test('an answer edited while it was checked, or after, is no longer that of the report', async () => {
  const { made, cells } = desk(() => {
    cells[2] = { ...cells[2], source: 'const y = 2 * x;' };
    return Promise.resolve({ report });
  });
  await made.check('step');
  expect(made.state('step')).toMatchObject({ state: 'checked', edited: true });
  await made.check('step');
  expect(made.state('step')).toMatchObject({ edited: false });
  made.answerEdited('step');
  expect(made.state('step')).toMatchObject({ edited: true });
});

test('a second click while a check runs starts no second check', async () => {
  let started = 0;
  let finish: (value: unknown) => void = () => undefined;
  const { made } = desk(() => {
    started += 1;
    return new Promise(resolve => (finish = resolve));
  });
  const first = made.check('step');
  await Promise.resolve();
  await made.check('step');
  expect(made.state('step').state).toBe('checking');
  finish({ report });
  await first;
  expect(started).toBe(1);
});

test('Stop asks the kernel to end the check that runs, and nothing otherwise', async () => {
  const asked: unknown[] = [];
  let finish: (value: unknown) => void = () => undefined;
  const { made } = desk((params, method) => {
    asked.push([method, params.exercise]);
    return method === 'stopCheck'
      ? Promise.resolve({ stopped: true })
      : new Promise(resolve => (finish = resolve));
  });
  made.stop('step');
  expect(asked).toEqual([]);
  const checked = made.check('step');
  await Promise.resolve();
  made.stop('step');
  expect(asked).toEqual([
    ['check', 'step'],
    ['stopCheck', 'step']
  ]);
  finish({ report });
  await checked;
});

test('a kernel that is just starting is waited for', async () => {
  let asked = false;
  const { made, listeners } = desk(
    () => {
      asked = true;
      return Promise.resolve({ report });
    },
    { state: 'connecting' }
  );
  const checked = made.check('step');
  await Promise.resolve();
  expect(asked).toBe(false);
  listeners.forEach(listener => listener({ state: 'live' }));
  await checked;
  expect(asked).toBe(true);
});

test('hints come one by one and then no more', () => {
  const { made } = desk(() => Promise.resolve({ report }));
  const heard: string[] = [];
  made.changed.connect((_, id) => heard.push(id));
  expect(made.hints('step')).toEqual([]);
  made.showHint('step');
  expect(made.hints('step')).toEqual(['first']);
  made.showHint('step');
  made.showHint('step');
  expect(made.hints('step')).toEqual(['first', 'second']);
  expect(heard).toEqual(['step', 'step']);
  expect(made.hints('unknown')).toEqual([]);
});

test('an exercise that is checked in one view of a notebook stands so in the others, and is not checked twice', async () => {
  const checks = createCheckStates();
  let asked = 0;
  const [here, there] = [0, 1].map(() =>
    desk(
      () => {
        asked += 1;
        return Promise.resolve({ report });
      },
      { state: 'live' },
      checks
    )
  );
  await Promise.all([here.made.check('step'), there.made.check('step')]);
  expect(asked).toBe(1);
  expect(there.made.state('step')).toEqual(here.made.state('step'));
  expect([...here.recorded, ...there.recorded]).toHaveLength(1);
  there.made.showHint('step');
  expect(here.made.hints('step')).toEqual(['first']);
  // The view that is left goes on when another is closed.
  const told: string[] = [];
  here.made.changed.connect((_, id) => told.push(id));
  there.made.dispose();
  here.made.answerEdited('step');
  expect(told).toEqual(['step']);
});
