/** Widths of the letters from space to ~ in thousandths of the size of a common sans-serif font. */
const WIDTHS =
  '278 278 355 556 556 889 667 191 333 333 389 584 278 584 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584'
    .split(' ')
    .map(Number);

/** Fonts of readers are up to so much wider than that one. */
const WIDER = 1.18;

/** About how wide words are in a file: which font its reader has nobody knows. */
export function lettersWidth(words: string, size: number): number {
  let sum = 0;
  for (const letter of words) {
    const code = letter.codePointAt(0) ?? 0;
    sum += WIDTHS[code - 32] ?? (code > 0x2e80 ? 1000 : 556);
  }
  return (sum * size * WIDER) / 1000;
}
