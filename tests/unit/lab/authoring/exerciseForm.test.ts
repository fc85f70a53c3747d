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

/** What the form of an exercise with this answer and this test says. */
function formOf(
  answer: string,
  test: string,
  mistakes?: Exercise['mistakes']
): string {
  const cells: NotebookCell[] = [cell('answer', answer), cell('test', test)];
  const exercise = {
    id: 'mine',
    title: 'Mine',
    answer: 'answer',
    tests: ['test'],
    needs: [],
    hints: [],
    mistakes
  } as unknown as Exercise;
  const desk = {
    cells: () => cells,
    picking: null
  } as unknown as AuthoringDesk;
  return exerciseForm({
    desk,
    exercise,
    translate: (words: string) => words,
    goTo: () => undefined
  })
    .map(({ textContent }) => textContent)
    .join('\n');
}

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
});
