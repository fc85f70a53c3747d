import { described } from '../base/described';
import { flag, integer, list, options as reader } from '../base/options';
import type { TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';
import { byteLetters, lettersOf, textOf } from './byteLetters';
import { learnPairs } from './bytePairTraining';
import { setEncodedBy } from './encodedBy';
import type { BytePairParts, TokenizerFile } from './tokenizerFile';
import { readTokenizerFile, tokenizerFile } from './tokenizerFile';

/** Texts as pieces of words, and back: no text is unknown to it. */
export interface BytePairEncoding {
  /** How many ids there are: `inputDim` of an embedding. */
  readonly size: number;
  /** What each id stands for, as text; � where it is a part of a character. */
  readonly tokens: readonly string[];
  /** The pairs of pieces that became one, the first ones first, in the letters of Hugging Face's files. */
  readonly merges: readonly (readonly [string, string])[];
  /**
   * A text's pieces as ids. A network to which they are given shows its steps by these pieces.
   *
   * @throws TypeError when it is given no text
   */
  encode(text: string): number[];
  /**
   * The text of some ids; special tokens are left out, unless `skipSpecialTokens` is false.
   *
   * @throws RangeError on an id that there is not
   */
  decode(ids: TensorLike, options?: { skipSpecialTokens?: boolean }): string;
  /** The id of a special token or of a piece that is one token by itself; −1 where it is none. */
  idOf(token: string): number;
  /** A `tokenizer.json` of Hugging Face; `bytePairEncodingOf` reads it again. */
  toJSON(): TokenizerFile;
}

export interface BytePairOptions {
  /** So many ids at most: the special tokens, the 256 bytes and what is learned. */
  vocabSize: number;
  /** A pair must occur so often. Default 2. */
  minFrequency?: number;
  /** Tokens that get the first ids and stand for themselves. Default `['<pad>']`, so that 0 is padding. */
  special?: readonly string[];
}

const read = reader('fitBytePairEncoding', {
  vocabSize: integer(),
  minFrequency: integer(0).or(2),
  special: list<string>().or(['<pad>'])
});

const readDecoding = reader('bytePairEncoding.decode', {
  skipSpecialTokens: flag.or(true)
});

/**
 * What GPT-2 takes for a word: its space stands before it, and what is no letter stands apart. Spaces are
 * Unicode's: JavaScript's `\s` has U+FEFF too, and U+0085 not.
 */
const WORDS =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/**
 * Subwords, learned from texts: byte-pair encoding over bytes (Sennrich et al. 2016; Radford et al. 2019).
 * Frequent words become one token, rare ones several, and every text can be written, since each byte is a
 * token. Learns, encodes and decodes as the `tokenizers` of Hugging Face with a `ByteLevel` BPE. Fit it on
 * training texts only.
 *
 * @throws TypeError when the texts are no list of texts or on a wrong option; RangeError when `vocabSize`
 *   leaves no room for the bytes
 * @example
 * ```ts
 * const pieces = fitBytePairEncoding(['low lower lowest'], { vocabSize: 260 });
 * pieces.encode('lower').map(id => pieces.tokens[id]); // ['low', 'e', 'r']
 * ```
 */
export function fitBytePairEncoding(
  texts: readonly string[],
  options: BytePairOptions
): BytePairEncoding {
  const who = 'fitBytePairEncoding';
  const { vocabSize, minFrequency, special } = read(options);
  if (!Array.isArray(texts) || texts.some(text => typeof text !== 'string')) {
    throw new TypeError(
      `${who}: expected a list of texts, got ${described(texts)}`
    );
  }
  special.forEach((token, at) => {
    if (typeof token !== 'string' || token === '') {
      throw new TypeError(
        `${who}: special[${at}] must be a text with at least one character, got ${described(token)}`
      );
    }
    if (special.indexOf(token) < at) {
      throw new RangeError(
        `${who}: each of special must be there once, got ${described(token)} twice`
      );
    }
  });
  const tokens = [...new Set([...special, ...[...byteLetters].sort()])];
  if (vocabSize < tokens.length) {
    throw new RangeError(
      `${who}: vocabSize must be at least ${tokens.length}, the 256 bytes and the ${special.length} of special, got ${vocabSize}`
    );
  }
  const counts = new Map<string, { letters: string[]; count: number }>();
  // As Hugging Face's trainer, which reads special tokens in the texts as any others.
  for (const text of texts) {
    for (const [word] of text.matchAll(WORDS)) {
      const known = counts.get(word);
      if (known) {
        known.count++;
      } else {
        counts.set(word, { letters: lettersOf(word), count: 1 });
      }
    }
  }
  const merges = learnPairs(counts, tokens, {
    size: vocabSize,
    least: minFrequency
  });
  return made({
    ids: new Map(tokens.map((token, id) => [token, id])),
    merges,
    special: special.map((token, id) => ({ token, id }))
  });
}

/**
 * A byte-pair encoding from Hugging Face's `tokenizer.json`, such as that of GPT-2: the file's text, or what
 * `JSON.parse` made of it.
 *
 * @throws TypeError when it is no such file, or has a part that is not here (another model than BPE, a
 *   normalizer, words that are parted otherwise)
 * @example
 * ```ts
 * const kept = JSON.stringify(fitBytePairEncoding(['ab ab ab'], { vocabSize: 258 }));
 * bytePairEncodingOf(kept).decode(bytePairEncodingOf(kept).encode('ab é')); // 'ab é'
 * ```
 */
export function bytePairEncodingOf(
  file: TokenizerFile | string
): BytePairEncoding {
  return made(readTokenizerFile('bytePairEncodingOf', file));
}

function made(parts: BytePairParts): BytePairEncoding {
  const { ids, merges, special } = parts;
  const specials = new Map(special.map(({ token, id }) => [token, id]));
  const written = new Map(
    [...ids, ...specials].map(([token, id]) => [id, token])
  );
  const ranks = new Map(
    merges.map(([left, right], rank) => [`${left} ${right}`, rank])
  );
  const size = [...written.keys()].reduce(
    (most, id) => Math.max(most, id + 1),
    0
  );
  const isSpecial = (id: number) => specials.get(written.get(id)!) === id;
  const tokens = Array.from({ length: size }, (_, id) => {
    const token = written.get(id) ?? '';
    return isSpecial(id) ? token : textOf([token]);
  });
  const known = new Map<string, readonly number[]>();
  const pieces = (word: string): readonly number[] => {
    let found = known.get(word);
    if (!found) {
      found = joined(lettersOf(word), ranks).flatMap(piece => {
        const id = ids.get(piece);
        return id === undefined ? [] : [id];
      });
      known.set(word, found);
    }
    return found;
  };
  return {
    size,
    tokens,
    merges,
    encode(text) {
      if (typeof text !== 'string') {
        throw new TypeError(
          `bytePairEncoding.encode: expected a text, got ${described(text)}`
        );
      }
      const encoded = apart(text, [...specials.keys()]).flatMap(part =>
        part.special
          ? [specials.get(part.text)!]
          : Array.from(part.text.matchAll(WORDS)).flatMap(([word]) => [
              ...pieces(word)
            ])
      );
      setEncodedBy(encoded, { tokens });
      return encoded;
    },
    decode(given, options = {}) {
      const { skipSpecialTokens } = readDecoding(options);
      const wanted = Array.from(
        asTensor(given, 'bytePairEncoding.decode: ids').values
      );
      wanted.forEach(id => {
        if (!written.has(id)) {
          throw new RangeError(
            `bytePairEncoding.decode: ids must be whole numbers from 0 to ${size - 1} that have a token, got ${id}`
          );
        }
      });
      return textOf(
        wanted
          .filter(id => !skipSpecialTokens || !isSpecial(id))
          .map(id => written.get(id)!)
      );
    },
    idOf(token) {
      if (typeof token !== 'string') {
        throw new TypeError(
          `bytePairEncoding.idOf: expected a text, got ${described(token)}`
        );
      }
      return specials.get(token) ?? ids.get(lettersOf(token).join('')) ?? -1;
    },
    toJSON: () => tokenizerFile(parts)
  };
}

/** A text parted at its special tokens, of several that begin together the longest. */
function apart(
  text: string,
  special: readonly string[]
): { readonly text: string; readonly special: boolean }[] {
  if (special.length === 0) {
    return [{ text, special: false }];
  }
  const any = [...special]
    .sort((a, b) => b.length - a.length)
    .map(token => token.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
    .join('|');
  return text
    .split(new RegExp(`(${any})`, 'g'))
    .map((part, at) => ({ text: part, special: at % 2 === 1 }))
    .filter(part => part.text !== '');
}

/** Pieces joined pair by pair, the pair that was learned first before the others, from the left. */
function joined(
  letters: readonly string[],
  ranks: ReadonlyMap<string, number>
): string[] {
  const pieces = [...letters];
  for (;;) {
    let at = -1;
    let least = Infinity;
    for (let place = 0; place + 1 < pieces.length; place++) {
      const rank = ranks.get(`${pieces[place]} ${pieces[place + 1]}`);
      if (rank !== undefined && rank < least) {
        least = rank;
        at = place;
      }
    }
    if (at < 0) {
      return pieces;
    }
    pieces.splice(at, 2, pieces[at] + pieces[at + 1]);
  }
}
