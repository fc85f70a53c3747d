/** A word of the texts as ids, and how often it stands there. */
interface CountedWord {
  ids: number[];
  readonly count: number;
}

/** Two ids as one number; there are fewer than 2²⁶ of them. */
const keyOf = (left: number, right: number): number => left * 2 ** 26 + right;

/**
 * Byte-pair encoding (Gage 1994; Sennrich et al. 2016): the two tokens that stand beside each other most
 * often become one, again and again. Of several as frequent, the one with the smallest ids, as Hugging
 * Face's trainer.
 *
 * @param counts words as letters, and how often each stands in the texts
 * @param tokens those there are before, by id; what is joined is added
 * @returns the pairs, in the order in which they were joined
 */
export function learnPairs(
  counts: ReadonlyMap<string, { letters: readonly string[]; count: number }>,
  tokens: string[],
  { size, least }: { readonly size: number; readonly least: number }
): [string, string][] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const words: CountedWord[] = [...counts.values()].map(
    ({ letters, count }) => ({
      ids: letters.map(letter => ids.get(letter)!),
      count
    })
  );
  const pairs = new PairCounts();
  words.forEach(word => pairs.count(word, 1));
  const learned: [string, string][] = [];
  while (tokens.length < size) {
    const best = pairs.mostFrequent();
    if (best === null || best.count < Math.max(least, 1)) {
      break;
    }
    const [left, right] = best.pair;
    const joined = tokens[left] + tokens[right];
    let id = ids.get(joined);
    if (id === undefined) {
      id = tokens.push(joined) - 1;
      ids.set(joined, id);
    }
    learned.push([tokens[left], tokens[right]]);
    for (const word of [...best.words]) {
      pairs.count(word, -1);
      word.ids = withJoined(word.ids, left, right, id);
      pairs.count(word, 1);
    }
    pairs.forget(left, right);
  }
  return learned;
}

function withJoined(
  ids: readonly number[],
  left: number,
  right: number,
  joined: number
): number[] {
  const found: number[] = [];
  for (let at = 0; at < ids.length; at++) {
    const meets = ids[at] === left && ids[at + 1] === right;
    found.push(meets ? joined : ids[at]);
    at += Number(meets);
  }
  return found;
}

interface Pair {
  readonly pair: readonly [number, number];
  count: number;
  readonly words: Set<CountedWord>;
}

class PairCounts {
  readonly #pairs = new Map<number, Pair>();

  /** Adds the pairs of a word, or takes them off. */
  count(word: CountedWord, sign: 1 | -1): void {
    for (let at = 0; at + 1 < word.ids.length; at++) {
      const pair = [word.ids[at], word.ids[at + 1]] as const;
      const key = keyOf(...pair);
      let found = this.#pairs.get(key);
      if (!found) {
        found = { pair, count: 0, words: new Set() };
        this.#pairs.set(key, found);
      }
      found.count += sign * word.count;
      if (sign > 0) {
        found.words.add(word);
      } else {
        found.words.delete(word);
      }
    }
  }

  mostFrequent(): Pair | null {
    let best: Pair | null = null;
    for (const pair of this.#pairs.values()) {
      if (
        best === null ||
        pair.count > best.count ||
        (pair.count === best.count && keyOf(...pair.pair) < keyOf(...best.pair))
      ) {
        best = pair;
      }
    }
    return best;
  }

  forget(left: number, right: number): void {
    this.#pairs.delete(keyOf(left, right));
  }
}
