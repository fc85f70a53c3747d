/** Longest text that stands in one place of what is shown. */
const LONGEST = 160;

/** Anything as words of a line: a student may have put anything into a data set. */
export function valueWords(value: unknown): string {
  const words = typeof value === 'number' ? figure(value) : String(value ?? '');
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}

/** A number with a true minus and so many digits behind the point; at most two unless given. */
export function figure(value: number, digits?: number): string {
  return (
    digits === undefined || !Number.isFinite(value)
      ? String(Number.isInteger(value) ? value : +value.toFixed(2))
      : value.toFixed(digits)
  )
    .replace('Infinity', '∞')
    .replaceAll('-', '−');
}

/** How many there are: 1,461. */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** `28.1 to 30.2 °C`: the least and the greatest of some numbers. */
export function rangeWords(values: ArrayLike<number>, unit = ''): string {
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < values.length; at++) {
    low = Math.min(low, Number.isNaN(values[at]) ? low : values[at]);
    high = Math.max(high, Number.isNaN(values[at]) ? high : values[at]);
  }
  return low > high
    ? 'no numbers'
    : `${figure(low)} to ${figure(high)}${unit && ` ${unit}`}`;
}
