import type { CellPlace } from '../cellPlace';

const colors = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  cyan: 36,
  grey: 90
};

/** Text in a color, as terminals and notebooks read it. */
export function inColor(color: keyof typeof colors, text: string): string {
  return `\u001b[${colors[color]}m${text}\u001b[39m`;
}

/** Longest line that is shown whole. */
const WIDTH = 160;

/** The line of `place` with its number, `around` lines on both sides, and a caret below the column. */
export function excerpt(
  source: string,
  { line, column }: CellPlace,
  around: number,
  length = 1
): string {
  const lines = source.split(/\r?\n/);
  const first = Math.max(0, line - around);
  const last = Math.min(lines.length - 1, line + around);
  const width = String(last + 1).length;
  const shown: string[] = [];
  for (let at = first; at <= last; at++) {
    const cut = Math.max(0, at === line ? column - WIDTH / 2 : 0);
    const text = lines[at].slice(cut, cut + WIDTH);
    const number = String(at + 1).padStart(width);
    if (at === line) {
      shown.push(`${inColor('green', '--> ')}${number} ${text}`);
      const lead = text.slice(0, column - cut).replace(/[^\t]/g, ' ');
      const carets = '^'.repeat(
        Math.max(1, Math.min(length, text.length - (column - cut)))
      );
      shown.push(`    ${' '.repeat(width)} ${lead}${inColor('red', carets)}`);
    } else {
      shown.push(`    ${inColor('grey', number)} ${text}`);
    }
  }
  return shown.join('\n');
}
