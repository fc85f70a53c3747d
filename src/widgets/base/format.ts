const MINUS = '\u2212';
const TIMES = '\u00d7';

/** From here on a number is written as `m × 10ⁿ`: more figures than anybody reads, or has room for. */
const LARGE = 1e6;

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
    return formatPower(value, Math.min(decimals, 2));
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

/** An axis whose ticks need more decimals is written in powers of ten. */
const MOST_DECIMALS = 6;

/** Writes the ticks of an axis alike: with the decimals that tell one from the next; zero without. */
export function tickWriter(ticks: readonly number[]): (tick: number) => string {
  const gap = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : 1;
  const needed = Math.max(0, Math.ceil(-Math.log10(gap) - 1e-9));
  const decimals = Math.min(MOST_DECIMALS, needed);
  if (needed > MOST_DECIMALS) {
    const size = Math.max(...ticks.map(Math.abs));
    const digits =
      Math.floor(Math.log10(size)) - Math.floor(Math.log10(gap) + 1e-9);
    return tick => formatPower(tick, Math.max(0, digits));
  }
  return tick =>
    decimals === 0 && Math.abs(tick) < LARGE
      ? formatInteger(tick)
      : formatFixed(tick, tick === 0 ? 0 : decimals);
}

/** A share of one: `17 %`, with a narrow space that does not break. */
export function formatPercent(share: number): string {
  return `${formatFixed(share * 100, 0)}\u202f%`;
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
  if (seconds < 10) {
    return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  }
  if (seconds < 60) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A number as a field holds it, to be typed over: without the rounding noise of f32. */
export function fieldNumber(value: number): number {
  return Number(value.toPrecision(6));
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
