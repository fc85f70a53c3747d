import type { Clamp } from '../../trace';
import { formatFixed } from '../../scene/words/format';

/** Beside the words of a clamp; the style sheet has the same. */
const PADDING = 8;
/** Between the words and the end of what they stand in. */
export const WORDS_GAP = 6;

/** `f := 1`. */
export function clampWords(clamp: Clamp): string {
  const value =
    clamp.value === 'mean'
      ? 'mean'
      : formatFixed(clamp.value, Number.isInteger(clamp.value) ? 0 : 2);
  return `${clamp.channel} := ${value}`;
}

/** Such words are bold, and so much wider than they are measured. */
const BOLD = 1.14;

/** How wide such words are with their ground. */
export function clampWordsWidth(
  words: string,
  measure: (words: string) => number
): number {
  return measure(words) * BOLD + 2 * PADDING;
}

/** Neighboring numbers as `[first, last]`. */
export function runs(numbers: readonly number[]): [number, number][] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const found: [number, number][] = [];
  for (const number of sorted) {
    const last = found.at(-1);
    if (last && last[1] + 1 === number) {
      last[1] = number;
    } else {
      found.push([number, number]);
    }
  }
  return found;
}

/** Whether the clamps of a channel have no room for their words, so that these stand above its row. */
export function wordsStandAbove(
  clamps: readonly Clamp[],
  stepWidth: number,
  measure: (words: string) => number
): boolean {
  return (
    clamps.filter(({ steps }) => steps).length > 1 ||
    clamps.some(clamp => {
      const longest = Math.max(
        ...runs(clamp.steps ?? []).map(([from, to]) => to - from + 1)
      );
      const room = longest * stepWidth - 2 * WORDS_GAP;
      return clamp.steps && room < clampWordsWidth(clampWords(clamp), measure);
    })
  );
}
