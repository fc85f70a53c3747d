import { callable } from '../base/options';
import { encodedBy, setEncodedBy, type KnownTokens } from '../data/encodedBy';
import { UNKNOWN } from '../data/vocabulary';
import type { TensorLike } from '../tensor/tensor';
import type { TwoNetworks } from './twoNetworks';

type Word = (id: number) => string;

/** How ids are written, where that is asked for. */
export interface WrittenIds {
  /**
   * The word of a source token. Known without it of ids that `vocabulary.encode` gave, and of a model
   * that was trained on such.
   */
  sourceWord?: (id: number) => string;
  /** The word of a target token; known without it as that of a source token. */
  targetWord?: (id: number) => string;
}

export const writtenIds = {
  sourceWord: callable<Word>().optional(),
  targetWord: callable<Word>().optional()
};

/** Keeps the vocabularies of what is learned from: a network shows its steps by these. */
export function setLearnedFrom(
  { encoder, decoder }: TwoNetworks,
  source: TensorLike,
  target: TensorLike
): void {
  setEncodedBy(encoder, encodedBy(source));
  setEncodedBy(decoder, encodedBy(target));
}

/** As asked for, else by the vocabulary that made the ids, else by that of what was learned from. */
export function wordsOfIds(
  { encoder, decoder, startToken }: TwoNetworks,
  source: TensorLike,
  target: TensorLike | undefined,
  { sourceWord, targetWord }: WrittenIds
): Required<WrittenIds> {
  const written = tokenOf(encodedBy(target) ?? encodedBy(decoder));
  return {
    sourceWord: sourceWord ?? tokenOf(encodedBy(source) ?? encodedBy(encoder)),
    targetWord:
      targetWord ??
      // A start that has borrowed the id of the unknown is none.
      (id =>
        id === startToken && id === UNKNOWN && written(id) === '?'
          ? 'start'
          : written(id))
  };
}

const tokenOf =
  (known: KnownTokens | undefined): Word =>
  id =>
    known?.tokens[id] ?? String(id);
