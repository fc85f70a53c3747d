import type { River } from './streams';

/** One stream of the state at a step. */
export interface StreamShare {
  /** The place of the layer's own time that wrote it; -1 for the state before the first. */
  readonly place: number;
  readonly amount: number;
  /** Of all streams there, above and below the bed, each by its size. */
  readonly share: number;
}

/** What the state at a place is made of. */
export interface StateShares {
  readonly streams: readonly StreamShare[];
  /** The largest streams first. */
  readonly largest: readonly StreamShare[];
  /** So many of the last places wrote more than half, and how much; null where older ones did. */
  readonly recent: { readonly places: number; readonly share: number } | null;
}

/** The shares of all streams at a place; null where there is nothing to have a share of. */
export function sharesAt(river: River, place: number): StateShares | null {
  const amounts = river.amountsAt(place);
  const all = amounts.reduce((sum, amount) => sum + Math.abs(amount), 0);
  if (!(all > 0)) {
    return null;
  }
  const streams = Array.from(amounts, (amount, at): StreamShare => ({
    place: at - 1,
    amount,
    share: Math.abs(amount) / all
  }));
  let recent = 0;
  let at = streams.length - 1;
  while (at > 0 && recent <= 0.5) {
    recent += streams[at].share;
    at -= 1;
  }
  return {
    streams,
    largest: [...streams].sort((a, b) => b.share - a.share),
    recent:
      recent > 0.5 ? { places: streams.length - 1 - at, share: recent } : null
  };
}

/** After how many places half of what is written is gone, by the mean factor; null where it is not. */
export function halfLife({ keep, padding, anew }: River): number | null {
  if (anew) {
    return null;
  }
  let sum = 0;
  let count = 0;
  for (let place = 1; place < keep.length; place += 1) {
    if (!padding[place]) {
      if (!(keep[place] > 0)) {
        return null;
      }
      sum += Math.log(keep[place]);
      count += 1;
    }
  }
  return sum < 0 ? (Math.log(0.5) * count) / sum : null;
}
