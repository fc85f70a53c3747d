/** What says which id is which token. */
export interface KnownTokens {
  readonly tokens: readonly string[];
}

/** Ids, and networks that have learned from ids, with the vocabulary that made these. */
const vocabularies = new WeakMap<object, KnownTokens>();

/** Keeps which vocabulary ids are of, as long as somebody has them; undefined forgets it. */
export function setEncodedBy(
  ids: object,
  vocabulary: KnownTokens | undefined
): void {
  if (vocabulary) {
    vocabularies.set(ids, vocabulary);
  } else {
    vocabularies.delete(ids);
  }
}

/** The vocabulary that ids are of, or what learned from them, or all of a list; undefined where it is not known. */
export function encodedBy(ids: unknown): KnownTokens | undefined {
  if (typeof ids !== 'object' || ids === null) {
    return undefined;
  }
  const own = vocabularies.get(ids);
  if (own || !Array.isArray(ids)) {
    return own;
  }
  const first = encodedBy(ids[0]);
  return first && ids.every(each => encodedBy(each)?.tokens === first.tokens)
    ? first
    : undefined;
}
