import { extent, nice as roundEnds } from 'd3-array';
import {
  formatFixed,
  formatPercent,
  superscript,
  tickWriter
} from '../words/format';
import { linear } from './linear';
import type { Box } from './plane';

/** The least and the greatest of all numbers, never empty; from 0 to 1 where there is none. */
export function extentOf(
  lists: readonly ArrayLike<number>[]
): [number, number] {
  const [low, high] = extent(
    lists.flatMap(list =>
      extent(Array.from(list).filter(Number.isFinite)).filter(
        end => end !== undefined
      )
    )
  );
  if (low === undefined || high === undefined) {
    return [0, 1];
  }
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** A value of an axis that has a line and words. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** Values up the side of a box. */
export interface ValueScale {
  /** The height of a value, in CSS pixels; NaN where it is not on the axis. */
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  /** The height of a value, or of the end of the axis beyond which it is. */
  readonly within: (value: number) => number;
  /** The value at a height, within the domain. */
  readonly invert: (height: number) => number;
}

export interface LinearOptions {
  /** About how many ticks there are. */
  readonly count?: number;
  /** Whether the ends move out to round values; else they stand as given. */
  readonly nice?: boolean;
  /** The ticks, where they are known. */
  readonly ticks?: readonly number[];
  readonly write?: (value: number) => string;
}

/** An axis on which equal differences are equal lengths. */
export function linearScale(
  [low, high]: readonly [number, number],
  { y, height }: Pick<Box, 'y' | 'height'>,
  { count = 4, nice = true, ticks, write }: LinearOptions = {}
): ValueScale {
  const given: [number, number] = low < high ? [low, high] : [low, low + 1];
  const scale = linear(nice ? roundEnds(...given, count) : given, [
    y + height,
    y
  ]);
  const values = ticks ?? scale.ticks(count);
  const words = write ?? tickWriter(values);
  return Object.assign((value: number) => scale(value), {
    domain: scale.domain,
    ticks: values.map(value => ({ value, text: words(value) })),
    within: scale.within,
    invert: scale.invertWithin
  });
}

/** The same along a box, from its left end to its right one. */
export function acrossScale(
  domain: readonly [number, number],
  { x, width }: Pick<Box, 'x' | 'width'>,
  options: LinearOptions = {}
): ValueScale {
  return linearScale(domain, { y: x + width, height: -width }, options);
}

/** A share from 0 to 1, written in percent. */
export function shareScale(
  lowest: number,
  box: Pick<Box, 'y' | 'height'>
): ValueScale {
  return linearScale([Math.floor(Math.min(lowest, 0.95) * 4) / 4, 1], box, {
    count: 3,
    nice: false,
    write: formatPercent
  });
}

/** The powers of ten that a log axis runs over. */
export interface Decades {
  readonly low: number;
  readonly high: number;
}

export interface DecadesOptions {
  /** Ends stand at multiples of this many powers. */
  readonly whole?: number;
  /** The axis is at least this many powers long. */
  readonly least?: number;
  /** Values more powers than this below the largest are below the axis. */
  readonly most?: number;
}

/** One axis for all lists: from the largest value down to the smallest above zero; null without any. */
export function decadesOf(
  lists: readonly ArrayLike<number>[],
  { whole = 1, least = 1, most = Infinity }: DecadesOptions = {}
): Decades | null {
  const ends = lists.flatMap(list => {
    const [low, high] = extent(
      Array.from(list).filter(value => value > 0 && Number.isFinite(value))
    );
    return low === undefined ? [] : [low, high];
  });
  const [smallest, largest] = extent(ends);
  if (smallest === undefined || largest === undefined) {
    return null;
  }
  // The small numbers forgive that a power of ten has a logarithm just beside a whole number.
  const high = whole * Math.ceil(Math.log10(largest) / whole - 1e-9) + 0;
  const low = whole * Math.floor(Math.log10(smallest) / whole + 1e-9);
  return { high, low: Math.min(high - least, Math.max(low, high - most)) };
}

export interface LogOptions {
  /** Powers between two ticks; without it, so that there are at most five. */
  readonly every?: number;
  readonly write?: (power: number) => string;
}

/**
 * An axis on which equal factors are equal lengths. Zero, and what is below the lowest power, is not
 * on it.
 */
export function logScale(
  { low, high }: Decades,
  { y, height }: Pick<Box, 'y' | 'height'>,
  { every = Math.ceil((high - low) / 4), write = powerWords }: LogOptions = {}
): ValueScale {
  const domain = [10 ** low, 10 ** high] as const;
  const scale = linear([low, high], [y + height, y]);
  const place = (value: number): number => scale.within(Math.log10(value));
  const powers = Array.from(
    { length: Math.floor((high - low) / every) + 1 },
    (_, index) => high - index * every
  );
  return Object.assign(
    (value: number) =>
      value > 0 && Math.log10(value) >= low ? place(value) : NaN,
    {
      domain,
      ticks: powers.map(power => ({ value: 10 ** power, text: write(power) })),
      within: (value: number) => place(Math.max(value, domain[0])),
      invert: (at: number) => 10 ** scale.invertWithin(at)
    }
  );
}

/** `1`, `10⁻⁴`. */
export function powerWords(power: number): string {
  return power === 0 ? '1' : `10${superscript(power)}`;
}

/** `0.01`, `100`, `10⁻⁴`: near one as it is spoken. */
export function nearPowerWords(power: number): string {
  return power >= -2 && power <= 2
    ? formatFixed(10 ** power, Math.max(0, -power))
    : powerWords(power);
}
