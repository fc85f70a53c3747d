import { mimeTypes } from '../../../src/trace';
import { untranslated } from '../../../src/widgets/base/translate';
import { cellOutcome } from '../../../src/lab/session/cellOutcome';

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

  it('is the question that waits', () =>
    expect(
      of({
        data: { [mimeTypes.prediction]: { question: 'How much is left?' } }
      })
    ).toBe('A guess is asked for: How much is left?'));

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

  it('says that it has run where there is nothing to see, and cuts what is long', () => {
    expect(of()).toBe('The notebook cell has run.');
    expect(of({ data: { 'text/plain': '3' } })).toBe(
      'The notebook cell has run.'
    );
    expect(of({ data: {}, error: 'x'.repeat(999) }).length).toBeLessThan(200);
  });
});
