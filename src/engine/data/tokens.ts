import { described } from '../base/described';

/** Into what a text is parted. */
export type TokenLevel = 'word' | 'character';

/**
 * The words of a text in lower case: letters with their accents, digits and apostrophes; everything
 * else parts them.
 *
 * @throws TypeError when it is given no text
 * @example
 * ```ts
 * words("It isn't GOOD!").join(' '); // 'it isn’t good'
 * ```
 */
export function words(text: string): string[] {
  if (typeof text !== 'string') {
    throw new TypeError(`words: expected a text, got ${described(text)}`);
  }
  return (
    text
      .toLowerCase()
      .replaceAll("'", '’')
      .match(/[\p{L}\p{N}\p{M}]+(?:’[\p{L}\p{M}]+)*/gu) ?? []
  );
}

/**
 * The characters of a text, one by one, as a reader counts them.
 *
 * @throws TypeError when it is given no text
 * @example
 * ```ts
 * characters('añ👩‍🚀').length; // 3
 * ```
 */
export function characters(text: string): string[] {
  if (typeof text !== 'string') {
    throw new TypeError(`characters: expected a text, got ${described(text)}`);
  }
  if (PLAIN.test(text)) {
    return text.split('');
  }
  // The first segmenter of a process reads what every language does, which takes longer than the rest of
  // the library does to load.
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Letters of which none joins the next: parting them needs no segmenter, which takes ten times as long. */
const PLAIN = /^[ -~]*$/;

/** What a reader takes for one character, whatever it is made of: an accent, a family of emoji. */
let graphemes: Intl.Segmenter | undefined;

/** What parts a text at each level. */
export const splitters: Readonly<
  Record<TokenLevel, (text: string) => string[]>
> = { word: words, character: characters };
