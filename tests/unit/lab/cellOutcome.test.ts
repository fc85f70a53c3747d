import { mimeTypes } from '../../../src/trace';
import { untranslated } from '../../../src/scene/words/translate';
import { cellOutcome } from '../../../src/lab/reading/cellOutcome';

const of = (...outputs: Parameters<typeof cellOutcome>[0]): string =>
  cellOutcome(outputs, untranslated);

describe('what is said when a notebook cell has run', () => {
  it('is its error before all else', () =>
    expect(
      of(
        { data: { [mimeTypes.trace]: {} } },
        { data: {}, error: 'TypeError: x is not a function' }
      )
    ).toBe(
      'The notebook cell ended with an error: TypeError: x is not a function'
    ));

  it('is of an answer that nobody has written yet what to do, and no error', () =>
    expect(
      of({ data: {}, error: 'Error: This part is not written yet.' })
    ).toBe('Not written yet: write the answer of this exercise first.'));

  it('is the question that waits', () =>
    expect(
      of({
        data: { [mimeTypes.prediction]: { question: 'How much is left?' } }
      })
    ).toBe('A guess is asked for: How much is left?'));

  it('is the one question that is asked, or how many there are', () => {
    const items = (...texts: string[]) => ({
      data: {
        [mimeTypes.questions]: { items: texts.map(question => ({ question })) }
      }
    });
    expect(of(items('How much of c is left?'))).toBe(
      'A question is asked: How much of c is left?'
    );
    expect(of(items('How much?', 'Why?'))).toBe(
      'The notebook cell asks questions: 2.'
    );
    // Notebook content is untrusted.
    expect(of({ data: { [mimeTypes.questions]: { items: [7] } } })).toBe(
      'The notebook cell asks questions: 1.'
    );
  });

  it.each([
    ['history', 'Training has ended. Its curves are shown.'],
    ['questions', 'The notebook cell asks questions.'],
    ['trace', 'The notebook cell has run and shows a picture.'],
    // Notebook content is untrusted.
    ['prediction', 'The notebook cell has run and shows a picture.']
  ] as const)('names a %s', (kind, words) =>
    expect(of({ data: { 'text/plain': '', [mimeTypes[kind]]: null } })).toBe(
      words
    )
  );

  it('is what a test of an exercise says, and that it does not count', () => {
    const passed = {
      data: { [mimeTypes.check]: { status: 'passed', message: 'As asked.' } }
    };
    expect(cellOutcome([passed], untranslated, true)).toBe(
      'The test has run: As asked. Only Check, below the answer, counts it.'
    );
    // A check of one's own is no exercise's.
    expect(of(passed)).toBe('The notebook cell has run and shows a picture.');
    const failed = { data: {}, error: 'CheckFailure: entry 0' };
    expect(cellOutcome([failed], untranslated, true)).toBe(
      'The notebook cell ended with an error: CheckFailure: entry 0'
    );
  });

  it('says that it has run where there is nothing to see, and cuts what is long', () => {
    expect(of()).toBe('The notebook cell has run.');
    expect(of({ data: { 'text/plain': '3' } })).toBe(
      'The notebook cell has run.'
    );
    expect(of({ data: {}, error: 'x'.repeat(999) }).length).toBeLessThan(200);
  });
});
