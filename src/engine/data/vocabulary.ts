import { integer, list, oneOf, options as reader } from '../base/options';
import type { TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';
import { described } from '../base/described';

/** The id that stands for padding. */
export const PADDING = 0;
/** The id of every token that the vocabulary does not know. */
export const UNKNOWN = 1;

/** Tokens and their ids: 0 is padding, 1 what is not known, then the tokens, the most frequent first. */
export interface Vocabulary {
  /** How many ids there are: `inputDim` of an embedding. */
  readonly size: number;
  /** Token by id; `` for padding and `?` for the unknown. */
  readonly tokens: readonly string[];
  /** A text's tokens as ids. @throws TypeError when it is given no text */
  encode(text: string): number[];
  /** The tokens of ids, padding left as an empty word. @throws RangeError on an id that there is not */
  decode(ids: TensorLike): string[];
  /** The id of one token; 1 when it is not known. */
  idOf(token: string): number;
}

export interface VocabularyOptions {
  /** Words (lower case, without punctuation) or characters. Default `word`. */
  level?: 'word' | 'character';
  /** At most so many ids, padding and unknown counted. */
  maxSize?: number;
  /** A token must occur so often. Default 1. */
  minCount?: number;
  /** Tokens that get the first ids after the unknown, such as a start and an end. */
  special?: readonly string[];
}

/**
 * The words of a text in lower case: letters, digits and apostrophes; everything else parts them.
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
      .match(/[\p{L}\p{N}]+(?:’[\p{L}]+)*/gu) ?? []
  );
}

/**
 * The characters of a text, one by one, as a reader counts them.
 *
 * @throws TypeError when it is given no text
 * @example
 * ```ts
 * characters('añ').length; // 2
 * ```
 */
export function characters(text: string): string[] {
  if (typeof text !== 'string') {
    throw new TypeError(`characters: expected a text, got ${described(text)}`);
  }
  return [...text];
}

const read = reader('fitVocabulary', {
  level: oneOf(['word', 'character']).or('word'),
  maxSize: integer(2).optional(),
  minCount: integer().or(1),
  special: list<string>().or([])
});

/**
 * A vocabulary of the tokens of some texts: fit it on training texts only.
 *
 * @throws TypeError when the texts are no list of texts
 * @example
 * ```ts
 * const vocabulary = fitVocabulary(['the cat', 'the dog']);
 * vocabulary.encode('the bird'); // [2, 1]
 * ```
 */
export function fitVocabulary(
  texts: readonly string[],
  options: VocabularyOptions = {}
): Vocabulary {
  const who = 'fitVocabulary';
  const { level, minCount, maxSize, special } = read(options);
  if (!Array.isArray(texts) || texts.some(text => typeof text !== 'string')) {
    throw new TypeError(
      `${who}: expected a list of texts, got ${described(texts)}`
    );
  }
  const split = level === 'word' ? words : characters;
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const token of split(text)) {
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  const frequent = [...counts]
    .filter(([token, count]) => count >= minCount && !special.includes(token))
    // Ties in the order of first appearance, so that the ids never depend on the machine.
    .sort((a, b) => b[1] - a[1])
    .map(([token]) => token);
  const tokens = ['', '?', ...special, ...frequent].slice(
    0,
    maxSize ?? Infinity
  );
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const idOf = (token: string) =>
    token === '' ? UNKNOWN : (ids.get(token) ?? UNKNOWN);
  return {
    size: tokens.length,
    tokens,
    idOf,
    encode: text => split(text).map(idOf),
    decode: given =>
      Array.from(asTensor(given, 'vocabulary.decode: ids').values, id => {
        if (!Number.isInteger(id) || id < 0 || id >= tokens.length) {
          throw new RangeError(
            `vocabulary.decode: ids must be whole numbers from 0 to ${tokens.length - 1}, got ${id}`
          );
        }
        return tokens[id];
      })
  };
}
