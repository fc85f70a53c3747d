import { fitVocabulary } from '../../../../src/engine';

describe('the id of a token', () => {
  it('is asked for by a text, and is that of the unknown where it is not known', () => {
    const vocabulary = fitVocabulary(['a b']);
    expect(vocabulary.tokens[vocabulary.idOf('b')]).toBe('b');
    expect(vocabulary.idOf('c')).toBe(1);
  });

  it.each([NaN, 5, null, undefined, ['a'], {}])(
    'is refused to what is no text: %p',
    token => {
      expect(() => fitVocabulary(['a b']).idOf(token as never)).toThrow(
        /^vocabulary\.idOf: token must be a text, got /
      );
    }
  );
});
