import type { Vocabulary } from './vocabulary';

/** Ids, and networks that have learned from ids, with the vocabulary that made these. */
const vocabularies = new WeakMap<object, Pick<Vocabulary, 'tokens'>>();

/** Keeps which vocabulary ids are of, as long as somebody has them; undefined forgets it. */
export function setEncodedBy(
  ids: object,
  vocabulary: Pick<Vocabulary, 'tokens'> | undefined
): void {
  if (vocabulary) {
    vocabularies.set(ids, vocabulary);
  } else {
    vocabularies.delete(ids);
  }
}

/** The vocabulary that ids are of, or what learned from them; undefined where it is not known. */
export function encodedBy(
  ids: unknown
): Pick<Vocabulary, 'tokens'> | undefined {
  return typeof ids === 'object' && ids !== null
    ? vocabularies.get(ids)
    : undefined;
}
