import { betweenTokens } from '../../../src/trace';

describe('what stands between tokens', () => {
  const one = ['a', 'b'];

  it('is said by the bundle', () => {
    expect(betweenTokens({ tokens: one, level: 'word' })).toBe(' ');
    expect(betweenTokens({ tokens: one, level: 'character' })).toBe('');
    // A character may be longer than one code point: an accent, a family of emoji.
    expect(betweenTokens({ tokens: ['e\u0301'], level: 'character' })).toBe('');
    expect(betweenTokens({ tokens: ['the', '\n'], level: 'word' })).toBe(' ');
  });

  it('is guessed of a bundle that does not say it', () => {
    expect(betweenTokens({ tokens: ['a', ' ', 'b'] })).toBe('');
    expect(betweenTokens({ tokens: ['the', 'cat'] })).toBe(' ');
    expect(betweenTokens({ tokens: ['the', ' cat'] })).toBe('');
  });
});
