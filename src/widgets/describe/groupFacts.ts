import { correlation } from './correlation';
import type { Fact, Likeness, Parting } from './fact';
import { drawnValue, type Line } from './line';

/** From here on two lines are alike; with so many numbers in common at least. */
const ALIKE = 0.95;
const FEWEST = 5;
/** More lines are not compared pair by pair: it would take longer than anybody waits. */
const MOST_LINES = 128;
/** Up to this share of the scale two lines are still together. */
const TOGETHER_SHARE = 0.1;
/** Below this share of the scale a line hardly moves, and is like all others that do not. */
const MOVING_SHARE = 0.1;

/**
 * What can be said of two lines of a group.
 *
 * @param scale by how much they differ at most; see `groupSpread`
 * @param parts whether they answer the same question and may part
 */
export function groupFacts(
  lines: readonly Line[],
  scale: number,
  parts: boolean
): Fact[] {
  if (lines.length > MOST_LINES || scale === 0) {
    return [];
  }
  const facts: Fact[] = [];
  const drawn = lines.map(line =>
    Float64Array.from(line.values, value => drawnValue(line, value))
  );
  for (let a = 0; a < lines.length; a += 1) {
    for (let b = a + 1; b < lines.length; b += 1) {
      const pair = [lines[a], lines[b], drawn[a], drawn[b]] as const;
      const likeness = likenessOf(pair, scale);
      const parting = parts ? partingOf(pair, scale) : null;
      facts.push(...[likeness, parting].filter(fact => fact !== null));
    }
  }
  return facts;
}

type Pair = readonly [Line, Line, Float64Array, Float64Array];

function likenessOf([line, other, a, b]: Pair, scale: number): Likeness | null {
  const common: number[] = [];
  for (let step = 0; step < Math.min(a.length, b.length); step += 1) {
    if (Number.isFinite(a[step]) && Number.isFinite(b[step])) {
      common.push(step);
    }
  }
  if (common.length < FEWEST) {
    return null;
  }
  const [left, right] = [a, b].map(values => common.map(step => values[step]));
  const moves = Math.min(spread(left), spread(right)) / scale;
  const r = moves < MOVING_SHARE ? NaN : correlation(left, right);
  return Math.abs(r) >= ALIKE
    ? {
        kind: 'likeness',
        line,
        other,
        correlation: r,
        telling: 0.45 * Math.abs(r) * Math.min(1, 2 * moves)
      }
    : null;
}

const spread = (values: readonly number[]): number =>
  values.reduce((a, b) => Math.max(a, b), -Infinity) -
  values.reduce((a, b) => Math.min(a, b), Infinity);

/** The first step at which two lines differ, where they were together before. */
function partingOf([line, other, a, b]: Pair, scale: number): Parting | null {
  let together = 0;
  for (let step = 0; step < Math.min(a.length, b.length); step += 1) {
    const apart = Math.abs(a[step] - b[step]);
    if (apart > TOGETHER_SHARE * scale) {
      return together === 0
        ? null
        : { kind: 'parting', line, other, step, telling: 0.75 };
    }
    together += Number(Number.isFinite(apart));
  }
  return null;
}
