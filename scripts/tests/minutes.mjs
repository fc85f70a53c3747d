// The table of CONTRIBUTING.md that says how long each part of the tests takes.

import { readFileSync, writeFileSync } from 'node:fs';

const BEGIN =
  '<!-- minutes by part: node scripts/run-tests.mjs --write-minutes -->';
const END = '<!-- end of the minutes -->';

/**
 * A text with the table of minutes in it made anew from what was run whole; other rows stay.
 *
 * @throws Error where the text has no such table
 */
export function withMinutes(text, parts) {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) {
    throw new Error(`minutes: expected '${BEGIN}' and '${END}' in the text`);
  }
  const rows = new Map(
    [...text.slice(from, to).matchAll(/^\| (\S.*?) +\| +([\d.]+) \|$/gm)].map(
      ([, name, minutes]) => [name, minutes]
    )
  );
  for (const { name, seconds, failed, kept, isLeftOut } of parts) {
    if (!isLeftOut && kept === 0 && failed === 0) {
      rows.set(name, (seconds / 60).toFixed(1));
    }
  }
  const width = Math.max(4, ...[...rows.keys()].map(name => name.length));
  const row = (name, minutes) =>
    `| ${name.padEnd(width)} | ${minutes.padStart(7)} |`;
  const table = [
    row('part', 'minutes'),
    `| ${'-'.repeat(width)} | ${'-'.repeat(6)}: |`,
    ...[...rows].map(([name, minutes]) => row(name, minutes))
  ];
  return `${text.slice(0, from)}${BEGIN}\n\n${table.join('\n')}\n\n${text.slice(to)}`;
}

/** Writes the table into a file. */
export function writeMinutes(file, parts) {
  writeFileSync(file, withMinutes(readFileSync(file, 'utf8'), parts));
}
