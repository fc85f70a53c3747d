import { requireList, requireText } from '../base/check';
import { integer, number, options as reader } from '../base/options';
import { described } from '../base/described';
import type { Vocabulary } from '../data/vocabulary';
import { PADDING } from '../data/vocabulary';
import { Tensor } from '../tensor/tensor';

export interface NGramOptions {
  /** n: how many tokens are counted together, the answer among them. Default 5. */
  order?: number;
  /**
   * What is taken off each count and given to what was not seen. Default: three, for counts of 1, 2
   * and more, which each length estimates from its own counts (Chen & Goodman 1999).
   */
  discount?: number;
}

const read = reader('nGrams', {
  order: integer().or(5),
  discount: number({ least: 0, most: 1 }).optional()
});

/** What was seen behind one context. */
interface Behind {
  readonly counts: Map<number, number>;
  total: number;
}

/** By context, its ids with a comma behind each. */
type Level = Map<string, Behind>;

/** Taken off a count of 0, 1, 2, and of 3 and more. */
type Discounts = readonly [0, number, number, number];

/** Counts of what stands behind what. Made by `nGrams`. */
export class NGrams {
  /** @internal */
  constructor(
    readonly order: number,
    readonly vocabulary: Vocabulary,
    private readonly levels: readonly Level[],
    private readonly discounts: readonly Discounts[]
  ) {}

  /**
   * The probability of each token behind a text, `[V]`; none for padding.
   *
   * @throws TypeError when it is given no text
   */
  probabilities(text: string): Tensor {
    const known = requireText('nGrams.probabilities', 'text', text);
    return new Tensor(this.behind(this.vocabulary.encode(known)), [
      this.vocabulary.size
    ]);
  }

  /**
   * How hard the tokens of some texts are to guess, each text's first one given.
   *
   * @throws TypeError when it is given no list of texts; RangeError when none has two tokens
   */
  perplexity(texts: readonly string[]): number {
    let sum = 0;
    let count = 0;
    for (const ids of encoded('nGrams.perplexity', texts, this.vocabulary)) {
      for (let at = 1; at < ids.length; at++) {
        const from = Math.max(0, at + 1 - this.order);
        sum -= Math.log(this.behind(ids.slice(from, at))[ids[at]]);
        count++;
      }
    }
    if (count === 0) {
      throw new RangeError(
        'nGrams.perplexity: at least one text must hold two tokens'
      );
    }
    return Math.exp(sum / count);
  }

  /** @internal The probabilities behind these ids. */
  behind(ids: readonly number[]): Float64Array<ArrayBuffer> {
    const { size } = this.vocabulary;
    let shares: Float64Array<ArrayBuffer> = new Float64Array(size).fill(
      1 / (size - 1)
    );
    shares[PADDING] = 0;
    const longest = Math.min(this.order - 1, ids.length);
    for (let length = 0; length <= longest; length++) {
      const seen = this.levels[length].get(keyOf(ids, ids.length, length));
      if (!seen) {
        break;
      }
      shares = interpolated(seen, this.discounts[length], shares);
    }
    return shares;
  }

  toString(): string {
    return `${this.order}-grams of ${this.vocabulary.size} tokens`;
  }
}

/**
 * A model of texts that only counts: which token stood how often behind the last n − 1. What was not
 * seen there gets the share of a shorter context. This is interpolated Kneser–Ney with Chen &
 * Goodman's three discounts (1999), the strongest of the count models and hard to beat:
 *
 *     P(w | a…b) = (c(a…b w) − D) / c(a…b) + λ(a…b) · P(w | …b)
 *
 * λ is what the discounts took off. Below the longest context c counts *different* neighbors: how
 * many tokens stood before `…b w`; each beginning of a text is one more. The shortest of all knows
 * nothing: every token but padding is alike. The first token of each text is given, never an answer.
 *
 * @param texts training texts
 * @param vocabulary that parts them into tokens
 * @throws TypeError on a wrong or unknown option, or what is no list of texts; RangeError when no
 *   text has two tokens
 * @example
 * ```ts
 * const texts = ['.ann.', '.anna.', '.nan.'];
 * const vocabulary = fitVocabulary(texts, { level: 'character' });
 * const counts = nGrams(texts, vocabulary, { order: 3 });
 * const next = counts.probabilities('.an').values;
 * next[vocabulary.idOf('n')] > next[vocabulary.idOf('a')]; // true
 * ```
 */
export function nGrams(
  texts: readonly string[],
  vocabulary: Vocabulary,
  options: NGramOptions = {}
): NGrams {
  const who = 'nGrams';
  const { order, discount } = read(options);
  if (typeof vocabulary?.encode !== 'function') {
    throw new TypeError(
      `${who}: expected a vocabulary (fitVocabulary([…])), got ${described(vocabulary)}`
    );
  }
  const levels = counted(encoded(who, texts, vocabulary), order);
  if (levels[0].size === 0) {
    throw new RangeError(`${who}: at least one text must hold two tokens`);
  }
  return new NGrams(
    order,
    vocabulary,
    levels,
    levels.map(level =>
      discount === undefined
        ? estimated(level)
        : [0, discount, discount, discount]
    )
  );
}

function encoded(
  who: string,
  texts: readonly string[],
  vocabulary: Vocabulary
): number[][] {
  return requireList(who, 'texts', texts).map((text, at) => {
    if (typeof text !== 'string') {
      throw new TypeError(
        `${who}: texts must be a list of texts, got ${described(text)} at ${at}`
      );
    }
    return vocabulary.encode(text);
  });
}

/** The `length` ids before place `end`. */
function keyOf(ids: readonly number[], end: number, length: number): string {
  let key = '';
  for (let at = end - length; at < end; at++) {
    key += `${ids[at]},`;
  }
  return key;
}

/** Counts of each length of context: of the longest as seen, of the others different neighbors. */
function counted(texts: readonly number[][], order: number): Level[] {
  const levels: Level[] = Array.from({ length: order }, () => new Map());
  const neighbors = new Set<string>();
  for (const ids of texts) {
    for (let at = 1; at < ids.length; at++) {
      let key = '';
      for (let length = 0; length < order && length <= at; length++) {
        // As keyOf has it, with one token more: none stands before a text's first.
        const longer = length < at ? `${ids[at - length - 1]},${key}` : null;
        if (
          longer === null ||
          length === order - 1 ||
          isNew(neighbors, `${longer}:${ids[at]}`)
        ) {
          count(levels[length], key, ids[at]);
        }
        key = longer ?? key;
      }
    }
  }
  return levels;
}

function isNew(seen: Set<string>, name: string): boolean {
  const before = seen.size;
  return seen.add(name).size > before;
}

function count(level: Level, key: string, id: number): void {
  let seen = level.get(key);
  if (!seen) {
    seen = { counts: new Map(), total: 0 };
    level.set(key, seen);
  }
  seen.counts.set(id, (seen.counts.get(id) ?? 0) + 1);
  seen.total++;
}

/** Where too few counts are of one size to tell, this is taken off. */
const USUAL = 0.75;

/** Chen & Goodman 1999, eq. 26: from how many counts are 1, 2, 3 and 4. */
function estimated(level: Level): Discounts {
  const sizes = [0, 0, 0, 0, 0];
  for (const { counts } of level.values()) {
    for (const value of counts.values()) {
      if (value < sizes.length) {
        sizes[value]++;
      }
    }
  }
  const [, n1, n2] = sizes;
  const y = n1 / (n1 + 2 * n2);
  const taken = (size: number) => {
    const off = size - ((size + 1) * y * sizes[size + 1]) / sizes[size];
    // Nothing taken off would leave nothing for what was not seen.
    return off > 0 ? Math.min(off, size) : USUAL;
  };
  return [0, taken(1), taken(2), taken(3)];
}

/** The counted shares, what was taken off them given to the shares of the shorter context. */
function interpolated(
  { counts, total }: Behind,
  discounts: Discounts,
  shorter: Float64Array<ArrayBuffer>
): Float64Array<ArrayBuffer> {
  let free = 0;
  const own = new Float64Array(shorter.length);
  for (const [id, value] of counts) {
    const off = Math.min(discounts[Math.min(value, 3)], value);
    own[id] = (value - off) / total;
    free += off;
  }
  const left = free / total;
  for (let id = 0; id < own.length; id++) {
    own[id] += left * shorter[id];
  }
  return own;
}
