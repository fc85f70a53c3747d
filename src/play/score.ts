import type { PlayStore } from './playStore';
import { playScoreWords } from './words';

/** What both networks hold after so many epochs; of the epoch that is seen with what is held. Null before any. */
export function rowsAfter(
  { state: { hold }, training: { rows, fresh }, epoch }: PlayStore,
  epochs: number
): [Float32Array, Float32Array] | null {
  const rowOf = (lane: 0 | 1): Float32Array =>
    (hold?.lane === lane && epochs === epoch
      ? fresh?.lanes[lane].held?.row.shares
      : null) ?? rows[lane][epochs - 1];
  return epochs > 0 ? [rowOf(0), rowOf(1)] : null;
}

/** The point of the page after so many epochs, in a line. */
export function scoreAfter(store: PlayStore, epochs: number): string {
  const rows = rowsAfter(store, epochs);
  const { cells, hold } = store.state;
  return rows
    ? playScoreWords(cells, rows, epochs === store.epoch ? hold : null)
    : 'Neither network has learned anything yet';
}
