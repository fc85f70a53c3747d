import type { INotebookModel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { createAuthoringDesk } from '../../../../src/lab/authoring/authoringDesk';
import type { CodeParser } from '../../../../src/lab/authoring/codeTree';
import { createNotebookLesson } from '../../../../src/lab/exercises/notebookLesson';
import type { CheckReport } from '../../../../src/trace';
import { cell, open, parser } from './notebook';

// Its own making of a notebook cell warns of itself.
beforeAll(() => void jest.spyOn(console, 'warn').mockImplementation());

const said = 'Nine is a sum.';

/** A desk over a notebook, whose parser comes when `load` is called. */
function deskOf() {
  const { shared, read, make } = open([cell('mine', '')]);
  make({ kind: 'number', title: 'Left', selected: 'mine' });
  const contentChanged = new Signal<object, void>({});
  const changing: typeof shared = Object.assign(Object.create(shared), {
    transact: (run: () => void) => {
      shared.transact(run);
      contentChanged.emit();
    }
  });
  const model = {
    contentChanged,
    getMetadata: () => undefined,
    get cells() {
      return read().map(({ id, type, source, metadata }) => ({
        id,
        type,
        sharedModel: { getSource: () => source },
        getMetadata: (key: keyof typeof metadata) => metadata[key]
      }));
    }
  };
  const lesson = createNotebookLesson(model as unknown as INotebookModel);
  let load = (): void => undefined;
  const loading = new Promise<CodeParser>(resolve => {
    load = () => resolve(parser);
  });
  const tried: string[] = [];
  const desk = createAuthoringDesk({
    notebook: changing,
    desk: {
      lesson,
      tryAnswer: (_, source) => {
        tried.push(source);
        return Promise.resolve({
          status: 'notYet',
          message: said,
          details: []
        } as unknown as CheckReport);
      }
    },
    parser: () => loading,
    goTo: () => undefined
  });
  return {
    desk,
    lesson,
    load,
    tried,
    exercise: () => lesson.parts.exercises[0],
    end: () => {
      desk.dispose();
      lesson.dispose();
    }
  };
}

test('a wrong answer is tried as it was written last, though its field was left by the press of the button', async () => {
  const { desk, load, tried, exercise, end } = deskOf();
  const drawn = exercise();
  const written = desk.setMistakes(drawn, [
    { answer: 'return 9;', message: said }
  ]);
  // The button that is pressed was drawn before the change, and hands on the exercise of then.
  const trying = desk.try(drawn, 'mistakes');
  load();
  await Promise.all([written, trying]);
  expect(tried).toHaveLength(1);
  expect(tried[0]).toContain('return 9;');
  expect(desk.results(drawn.id)).toMatchObject([{ asMeant: true }]);
  end();
});

test('what is read of a notebook is as it was written, before typing has paused', () => {
  const { desk, exercise, end } = deskOf();
  desk.set(exercise(), { title: 'Right' });
  expect(exercise().title).toBe('Right');
  desk.set(exercise(), { title: 'At once' });
  expect(exercise().title).toBe('At once');
  end();
});
