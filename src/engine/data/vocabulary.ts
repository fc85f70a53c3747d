import {
  requireList,
  requireObject,
  requireOneOf,
  requireText,
  requireOnce
} from '../base/check';
import { integer, list, oneOf, options as reader } from '../base/options';
import type { TensorLike } from '../tensor/tensor';
import { asTensor, Tensor } from '../tensor/tensor';
import { described } from '../base/described';
import { setEncodedBy } from './encodedBy';
import { splitters, type TokenLevel } from './tokens';

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
  /**
   * A text's tokens as ids. A network to which they are given shows its steps by these tokens.
   *
   * @throws TypeError when it is given no text
   */
  encode(text: string): number[];
  /** The tokens of ids, padding left as an empty word. @throws RangeError on an id that there is not */
  decode(ids: TensorLike): string[];
  /** The id of one token; 1 when it is not known. @throws TypeError on what is no text */
  idOf(token: string): number;
  /**
   * `[N, size]`: how often each token stands in each text, whatever its place. Padding and the
   * unknown are not counted. As scikit-learn's `CountVectorizer`. @throws TypeError without texts
   */
  count(texts: readonly string[]): Tensor;
  /** What `vocabularyOf` makes it from again; `JSON.stringify(vocabulary)` writes it. */
  toJSON(): VocabularyFile;
}

/** A vocabulary as it is kept in a file, so that a network that was trained with it can be used. */
export interface VocabularyFile {
  readonly level: TokenLevel;
  /** Token by id, from padding and unknown on. */
  readonly tokens: readonly string[];
}

export interface VocabularyOptions {
  /** Words (lower case, without punctuation) or characters. Default `word`. */
  level?: TokenLevel;
  /** At most so many ids, padding and unknown counted. */
  maxSize?: number;
  /** A token must occur so often. Default 1. */
  minCount?: number;
  /** Tokens that get the first ids after the unknown, such as a start and an end. */
  special?: readonly string[];
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
  requireTexts(who, texts);
  const split = splitters[level];
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
  requireDistinct(who, 'special', special);
  const own = ['', '?', ...special];
  if (maxSize !== undefined && maxSize < own.length) {
    throw new RangeError(
      `${who}: maxSize must leave room for padding, unknown and the ${special.length} of special, at least ${own.length}, got ${maxSize}`
    );
  }
  const tokens = [...own, ...frequent].slice(0, maxSize);
  return made(level, tokens);
}

/**
 * A vocabulary from what `toJSON` gave, or from the text that `JSON.stringify` made of it.
 *
 * @throws TypeError when it is no such text; RangeError when a token is there twice
 * @example
 * ```ts
 * const kept = JSON.stringify(fitVocabulary(['the cat', 'the dog']));
 * vocabularyOf(kept).encode('a dog'); // [1, 4]
 * ```
 */
export function vocabularyOf(kept: VocabularyFile | string): Vocabulary {
  const who = 'vocabularyOf';
  const file: unknown = typeof kept === 'string' ? parsed(who, kept) : kept;
  requireObject(who, 'kept', file);
  const { level, tokens } = file as Readonly<Record<string, unknown>>;
  const known = requireOneOf(who, 'level', level, ['word', 'character']);
  const given = requireList(who, 'tokens', tokens as readonly unknown[]);
  if (
    given.some(token => typeof token !== 'string') ||
    given[PADDING] !== '' ||
    given[UNKNOWN] !== '?'
  ) {
    throw new TypeError(
      `${who}: tokens must be texts that begin with '' (padding) and '?' (unknown), got ${described(tokens)}`
    );
  }
  const all = given as readonly string[];
  requireDistinct(who, 'tokens', all, UNKNOWN + 1);
  return made(known, all);
}

/**
 * Throws unless each token is there once and is a text. The two ids before `first` have names and no
 * tokens of texts: a text's own '?' may have an id of its own.
 */
function requireDistinct(
  who: string,
  name: string,
  tokens: readonly string[],
  first = 0
): void {
  for (const [at, token] of [...tokens.entries()].slice(first)) {
    if (typeof token !== 'string' || token === '') {
      throw new TypeError(
        `${who}: ${name}[${at}] must be a text with at least one character, got ${described(token)}`
      );
    }
  }
  requireOnce(who, name, tokens, first);
}

function made(level: TokenLevel, tokens: readonly string[]): Vocabulary {
  const split = splitters[level];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const idOf = (token: string) =>
    token === '' ? UNKNOWN : (ids.get(token) ?? UNKNOWN);
  return {
    size: tokens.length,
    tokens,
    idOf: token => idOf(requireText('vocabulary.idOf', 'token', token)),
    encode(text) {
      const encoded = split(text).map(idOf);
      setEncodedBy(encoded, { tokens });
      return encoded;
    },
    decode: given =>
      Array.from(asTensor(given, 'vocabulary.decode: ids').values, id => {
        if (!Number.isInteger(id) || id < 0 || id >= tokens.length) {
          throw new RangeError(
            `vocabulary.decode: ids must be whole numbers from 0 to ${tokens.length - 1}, got ${id}`
          );
        }
        return tokens[id];
      }),
    count(texts) {
      requireTexts('vocabulary.count', texts);
      const counts = new Float64Array(texts.length * tokens.length);
      texts.forEach((text, row) => {
        for (const id of split(text).map(idOf)) {
          if (id > UNKNOWN) {
            counts[row * tokens.length + id] += 1;
          }
        }
      });
      return new Tensor(counts, [texts.length, tokens.length]);
    },
    toJSON: () => ({ level, tokens })
  };
}

function requireTexts(
  who: string,
  texts: unknown
): asserts texts is readonly string[] {
  if (!Array.isArray(texts) || texts.some(text => typeof text !== 'string')) {
    throw new TypeError(
      `${who}: expected a list of texts, got ${described(texts)}`
    );
  }
}

function parsed(who: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError(
      `${who}: expected what vocabulary.toJSON gives, or its text, got ${described(text)}`
    );
  }
}
