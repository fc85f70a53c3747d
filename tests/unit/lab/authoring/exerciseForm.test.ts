/** @jest-environment jsdom */
import type {
  Exercise,
  NotebookCell
} from '../../../../src/exercises/metadata';
import type { AuthoringDesk } from '../../../../src/lab/authoring/authoringDesk';
import { exerciseForm } from '../../../../src/lab/authoring/exerciseForm';
import { writeMistakes } from '../../../../src/lab/authoring/mistakesInTest';
import { templates } from '../../../../src/lab/authoring/templates';
import { cell, parser } from './notebook';

/** A desk of an exercise with this answer and this test, and its form, drawn anew at each call. */
function drawer(
  answer: string,
  test: string,
  setMistakes: AuthoringDesk['setMistakes'] = () => Promise.resolve()
): (mistakes?: Exercise['mistakes'], title?: string) => HTMLElement {
  const cells: NotebookCell[] = [cell('answer', answer), cell('test', test)];
  const desk = {
    cells: () => cells,
    drafts: new Map(),
    picking: null,
    setMistakes
  } as unknown as AuthoringDesk;
  return (mistakes, title = 'Mine') => {
    const form = document.createElement('form');
    const exercise = exerciseWith(title, mistakes);
    form.append(
      ...exerciseForm({
        desk,
        exercise,
        translate: (words: string, ...values: readonly unknown[]) =>
          values.reduce<string>(
            (text, value, at) => text.replace(`%${at + 1}`, String(value)),
            words
          ),
        goTo: () => undefined
      })
    );
    return form;
  };
}

const exerciseWith = (
  title: string,
  mistakes?: Exercise['mistakes']
): Exercise =>
  ({
    id: 'mine',
    title,
    answer: 'answer',
    tests: ['test'],
    needs: [],
    hints: [],
    mistakes
  }) as unknown as Exercise;

/** What the form says. */
const formOf = (
  answer: string,
  test: string,
  mistakes?: Exercise['mistakes']
): string => drawer(answer, test)(mistakes).textContent!;

const mistake = { answer: 'return 9;', message: 'Nine is a sum.' };
const offered = 'Add a wrong answer';

describe('the form of an exercise', () => {
  it.each(Object.entries(templates))(
    'asks for wrong answers where a test can say the words for them: %s',
    (_, template) => {
      const answer =
        template.form === 'tested' ? template.answer : template.source;
      const test = template.test ?? '';
      const canSay = writeMistakes(test, answer, [mistake], parser) !== null;
      expect(formOf(answer, test).includes(offered)).toBe(canSay);
    }
  );

  it('shows wrong answers that are there, wherever their words are said', () => {
    const { answer, test } = templates['step-lstm'] as {
      answer: string;
      test: string;
    };
    expect(formOf(answer, test)).toContain('add a test with check.close');
    expect(formOf(answer, test, [mistake])).toContain(offered);
  });

  it('keeps a row that is not whole while the form is drawn anew, until it is', () => {
    const set: unknown[] = [];
    const draw = drawer(
      'const sum = () => 7;',
      "check.close('sum()', sum(), 7)",
      (_, mistakes) => {
        set.push(mistakes);
        return Promise.resolve();
      }
    );
    const field = (form: HTMLElement, label: string) =>
      form.querySelector<HTMLTextAreaElement>(`[aria-label="${label}"]`)!;
    const write = (form: HTMLElement, label: string, words: string): void => {
      field(form, label).value = words;
      field(form, label).dispatchEvent(new Event('change'));
    };
    const first = draw([mistake]);
    [...first.querySelectorAll('button')]
      .find(({ textContent }) => textContent === offered)!
      .click();
    write(first, 'Wrong answer 2', 'return 8;');
    expect(set).toEqual([]);

    const second = draw([mistake], 'Another title');
    expect(field(second, 'Wrong answer 2').value).toBe('return 8;');
    expect(field(second, 'Wrong answer 1').value).toBe(mistake.answer);

    // An undo took the first away meanwhile.
    const third = draw([], 'Another title');
    expect(field(third, 'Wrong answer 1').value).toBe('return 8;');
    write(third, 'What is said of wrong answer 1', 'Eight is a product.');
    const whole = { answer: 'return 8;', message: 'Eight is a product.' };
    expect(set).toEqual([[whole]]);
    expect(
      draw([whole]).querySelectorAll('.jp-gatescope-author-cells')
    ).toHaveLength(1);
  });
});
