// One row of a benchmark: what was measured, and what the same thing costs a peer in the same run.
// A bench module imports `report` and calls it once a figure; nothing else is asked of it.

import { appendFileSync } from 'node:fs';

/** Units in which less is better; in every other unit more is. */
const lessIsBetter = new Set([
  'ns',
  'µs',
  'ms',
  's',
  'B',
  'kB',
  'MB',
  'kB gzip',
  '%',
  'times slower'
]);

/**
 * Makes one row `{name, value, unit, peer, peerValue, ratio}`.
 * `ratio` says how many times better `value` is than `peerValue` (above 1: better than the peer),
 * whichever way the unit counts. Rows without a peer have nulls there.
 * Throws a TypeError that names the field when one is missing or not a finite number.
 */
export function toRow({ name, value, unit, peer = null, peerValue = null }) {
  if (typeof name !== 'string' || name === '') {
    throw new TypeError(`row: name must be a non-empty string, got ${name}`);
  }
  if (typeof unit !== 'string' || unit === '') {
    throw new TypeError(`row "${name}": unit must be a string, got ${unit}`);
  }
  if (!Number.isFinite(value)) {
    throw new TypeError(`row "${name}": value must be finite, got ${value}`);
  }
  if ((peer === null) !== (peerValue === null)) {
    throw new TypeError(`row "${name}": give peer and peerValue, or neither`);
  }
  if (peer === null) {
    return { name, value, unit, peer, peerValue, ratio: null };
  }
  if (!Number.isFinite(peerValue)) {
    throw new TypeError(`row "${name}": peerValue of ${peer}: ${peerValue}`);
  }
  const ratio = lessIsBetter.has(unit) ? peerValue / value : value / peerValue;
  return { name, value, unit, peer, peerValue, ratio };
}

/** Prints a row and, under `make bench`, hands it to the run's table. */
export function report(fields) {
  const row = toRow(fields);
  const file = process.env.GATESCOPE_BENCH_ROWS;
  if (file) {
    appendFileSync(file, JSON.stringify(row) + '\n');
  }
  console.log(formatRow(row));
  return row;
}

/** Four significant digits, without exponents where a person would not use one. */
export function formatNumber(value) {
  if (value === null) {
    return '';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    return value.toExponential(2);
  }
  return String(Number(value.toPrecision(4)));
}

function formatRow({ name, value, unit, peer, peerValue, ratio }) {
  const own = `${name}: ${formatNumber(value)} ${unit}`;
  return peer === null
    ? own
    : `${own}  (${peer}: ${formatNumber(peerValue)}, ratio ${formatNumber(ratio)})`;
}

/** The rows as an aligned table; numbers to the right. */
export function formatTable(rows) {
  const head = ['name', 'value', 'unit', 'peer', 'peer value', 'ratio'];
  const cells = rows.map(row => [
    row.name,
    formatNumber(row.value),
    row.unit,
    row.peer ?? '',
    formatNumber(row.peerValue),
    formatNumber(row.ratio)
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map(line => line[column].length))
  );
  const numeric = new Set([1, 4, 5]);
  const draw = line =>
    line
      .map((text, column) =>
        numeric.has(column)
          ? text.padStart(widths[column])
          : text.padEnd(widths[column])
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map(width => '─'.repeat(width)).join('  ');
  return [draw(head), rule, ...cells.map(draw)].join('\n');
}
