import { percentDecimals, spreadDecimals } from '../../trace';
const MINUS = '\u2212';
const TIMES = '\u00d7';

/** From here on a number is written as `m × 10ⁿ`: more figures than anybody reads, or has room for. */
export const LARGE = 1e6;

/** From here on one is written so even where fewer figures do not tell it from its neighbors. */
const LONG = 1e12;

/** A large number that is written as a power has no more decimals before it. */
const POWER_DECIMALS = 2;

/**
 * A number with a fixed count of decimals and a true minus; a negative that rounds to zero has no
 * sign. From a million on it is `m × 10ⁿ`.
 */
export function formatFixed(value: number, decimals = 2): string {
  if (Number.isNaN(value)) {
    return '–';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '∞' : `${MINUS}∞`;
  }
  if (Math.abs(value) >= LARGE) {
    return formatPower(value, Math.min(decimals, POWER_DECIMALS));
  }
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? MINUS + digits : digits;
}

/** Like `formatFixed`, with a plus before what is above zero: for changes. */
export function formatSigned(value: number, decimals = 2): string {
  const text = formatFixed(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/** By how much something changed; of a change that two decimals call 0.00, its power of ten. */
export function formatChange(value: number): string {
  return Math.abs(value) < 0.005 ? formatPower(value) : formatFixed(value);
}

/** Below this, digits behind a point are mostly zeros. */
const SMALL = 1e-3;
/** 32 bits tell no two numbers apart that agree in so many digits. */
const MOST_DIGITS = 9;

/** Two numbers with as many digits as it takes to tell them apart; small ones as powers of ten. */
export function distinct(
  was: number,
  is: number,
  decimals: number
): [string, string] {
  const size = Math.max(Math.abs(was), Math.abs(is));
  const write = size < SMALL ? formatPower : formatFixed;
  let digits = size < SMALL ? 1 : decimals;
  while (digits < MOST_DIGITS && write(was, digits) === write(is, digits)) {
    digits += 1;
  }
  return [write(was, digits), write(is, digits)];
}

/**
 * A number of unknown size: two decimals where these say enough, more for small ones, thousands
 * apart for large ones, and `m × 10ⁿ` outside.
 */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value)) {
    return formatFixed(value, size === 0 ? 0 : 2);
  }
  if (size < 1e-3 || size >= 1e6) {
    return formatPower(value);
  }
  if (size < 0.1) {
    return formatFixed(value, size < 0.01 ? 4 : 3);
  }
  if (Number.isInteger(value)) {
    return formatInteger(value);
  }
  return size >= 1000
    ? formatInteger(Math.round(value))
    : formatFixed(value, size >= 100 ? 1 : 2);
}

/** `1.6 × 10⁻⁷`: for gradients. A plain number between 0.01 and 100, as in the field's papers. */
export function formatPower(value: number, decimals = 1): string {
  if (value === 0 || !Number.isFinite(value)) {
    return formatFixed(value, value === 0 ? 0 : decimals);
  }
  const [mantissa, exponent] = value.toExponential(decimals).split('e');
  return `${formatFixed(Number(mantissa), decimals)} ${TIMES} 10${superscript(Number(exponent))}`;
}

/** An integer in raised figures. */
export function superscript(value: number): string {
  const figures = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  return [...String(value)]
    .map(letter => (letter === '-' ? '⁻' : figures[Number(letter)]))
    .join('');
}

/** A whole number with thousands apart: `2,688`. */
export function formatInteger(value: number): string {
  const digits = Math.abs(Math.round(value)).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 && digits !== '0' ? MINUS + grouped : grouped;
}

/** A number without decimals that keeps its figures: thousands apart, and from a billion thousands on `m × 10ⁿ`. */
export function formatLarge(value: number): string {
  return Math.abs(value) < LONG
    ? formatInteger(value)
    : formatPower(value, POWER_DECIMALS);
}

/** What needs more decimals is written in powers of ten. */
export const MOST_DECIMALS = 6;

/** Writes the ticks of an axis alike: with the figures that tell one from the next; zero without. */
export function tickWriter(ticks: readonly number[]): (tick: number) => string {
  const gap = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : 1;
  const needed = Math.max(0, Math.ceil(-Math.log10(gap) - 1e-9));
  const size = Math.max(...ticks.map(Math.abs));
  if (needed > MOST_DECIMALS || size >= LARGE) {
    const digits =
      ticks.length > 1
        ? Math.floor(Math.log10(size)) - Math.floor(Math.log10(gap) + 1e-9)
        : POWER_DECIMALS;
    // So many figures are read more easily, and are shorter, without a power.
    return digits > POWER_DECIMALS && needed === 0 && size < LONG
      ? formatInteger
      : tick => formatPower(tick, Math.max(0, digits));
  }
  return tick =>
    needed === 0
      ? formatInteger(tick)
      : formatFixed(tick, tick === 0 ? 0 : needed);
}

/** Writes measured numbers of one kind alike: with the decimals that their spread between seeds calls for. */
export function spreadWriter(
  samples: readonly (readonly number[])[]
): (value: number) => string {
  const decimals = spreadDecimals(samples);
  return decimals === null || decimals > MOST_DECIMALS
    ? formatNumber
    : decimals === 0
      ? formatInteger
      : value => formatFixed(value, decimals);
}

/** A share of one: `17 %`, with a narrow space that does not break. Only nothing is `0 %`, and only all `100 %`. */
export function formatPercent(share: number): string {
  if (Number.isNaN(share)) {
    return formatFixed(share);
  }
  const percent = share * 100;
  const words =
    Math.abs(percent) < 0.5
      ? formatNumber(percent)
      : formatFixed(percent, percentDecimals(share));
  return `${words}\u202f%`;
}

/** A factor in a product: a negative one in brackets, so that `× (−1.48)` can be read. */
export function formatFactor(value: number, decimals = 2): string {
  const text = formatFixed(value, decimals);
  return text.startsWith(MINUS) ? `(${text})` : text;
}

/** `4 ms`, `0.40 s`, `1.5 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) {
    return '–';
  }
  // Below a tenth of a second two decimals would hide the difference between epochs.
  if (seconds > 0 && seconds < 0.0995) {
    return `${Number((seconds * 1000).toPrecision(2))} ms`;
  }
  if (seconds < 9.95) {
    return `${seconds.toFixed(seconds < 0.995 ? 2 : 1)} s`;
  }
  // Rounded before it is divided: 119.6 s are no minute and 60 s.
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A number as a field holds it, to be typed over: without the rounding noise of f32, and with no digit lost. */
export function fieldNumber(value: number): number {
  return shortest(value, 1e-7);
}

/** The same in words, with a true minus: a bound of what is typed, exact whatever its size. */
export function typedNumber(value: number): string {
  return String(fieldNumber(value)).replace(/^-/, MINUS);
}

/** A number as code writes it: the same run comes of it, in the precision in which it is. */
export function codeNumber(value: number): number {
  return Math.fround(value) === value ? shortest(value, 2 ** -25) : value;
}

/** With at least six digits, and as many as bring it within a share of itself. */
function shortest(value: number, share: number): number {
  let digits = 6;
  let short = Number(value.toPrecision(digits));
  while (digits < 17 && Math.abs(short - value) > share * Math.abs(value)) {
    digits += 1;
    short = Number(value.toPrecision(digits));
  }
  return short;
}

/** Indices as ranges: `0–3, 7`. */
export function formatRanges(indices: readonly number[]): string {
  const sorted = [...indices].sort((a, b) => a - b);
  const pieces: string[] = [];
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end + 1 < sorted.length && sorted[end + 1] === sorted[end] + 1) {
      end += 1;
    }
    const gap = end - start;
    pieces.push(
      gap === 0
        ? `${sorted[start]}`
        : `${sorted[start]}${gap === 1 ? ', ' : '–'}${sorted[end]}`
    );
    start = end + 1;
  }
  return pieces.join(', ');
}
