import { ticks } from 'd3-array';

/**
 * A straight scale from a domain to a range, either of which may run backwards. d3-scale has one that
 * brings formats, dates and colors along: a tenth of the widget of runs.
 */
export interface Linear {
  (value: number): number;
  readonly domain: readonly [number, number];
  /** The place of a value, or of the end of the domain beyond which it is. */
  within(value: number): number;
  /** The value at a place. */
  invert(place: number): number;
  /** The value at a place, or the end of the domain beyond which it is. */
  invertWithin(place: number): number;
  /** About so many round values of the domain. */
  ticks(count: number): number[];
}

/**
 * A domain without length has all its values in the middle.
 *
 * @example
 * ```ts
 * linear([0, 10], [100, 0])(4); // 60
 * ```
 */
export function linear(
  domain: readonly [number, number],
  range: readonly [number, number]
): Linear {
  const place = between(domain, range);
  const value = between(range, domain);
  return Object.assign((at: number) => place(at), {
    domain,
    within: (at: number) => place(clamp(at, domain)),
    invert: (at: number) => value(at),
    invertWithin: (at: number) => value(clamp(at, range)),
    ticks: (count: number) =>
      hasRoundValues(domain)
        ? ticks(domain[0], domain[1], count)
        : [...new Set(domain)]
  });
}

/** Between ends so near each other, or so far apart, that their distance is no ordinary number, none is round. */
function hasRoundValues([from, to]: readonly [number, number]): boolean {
  const length = Math.abs(to - from);
  return length > SMALLEST && Number.isFinite(length);
}

/** What lies below has fewer digits than others of 64 bits. */
const SMALLEST = 1e-300;

function between(
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number]
): (at: number) => number {
  return at => {
    const share = to === from ? 0.5 : (at - from) / (to - from);
    return low * (1 - share) + high * share;
  };
}

function clamp(value: number, ends: readonly [number, number]): number {
  return Math.max(Math.min(...ends), Math.min(Math.max(...ends), value));
}
