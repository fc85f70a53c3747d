/** What stands between two marks, which nbgrader and our own student's version take out. */
export type HiddenRegion = 'SOLUTION' | 'HIDDEN TESTS';

interface Lines {
  readonly from: number;
  /** The last line that belongs to it. */
  readonly to: number;
}

/**
 * Puts marks around lines, as far in as the first of them.
 *
 * @param lines from 0; both belong to the region
 * @throws RangeError when one of the lines is a mark itself or lies between two
 */
export function wrapLines(
  source: string,
  { from, to }: Lines,
  region: HiddenRegion
): string {
  const lines = source.split('\n');
  const overlaps = [
    ...regionsOf(source, 'SOLUTION'),
    ...regionsOf(source, 'HIDDEN TESTS')
  ].some(other => from <= other.to && to >= other.from);
  if (overlaps) {
    throw new RangeError('one of the lines is in a region already');
  }
  const inside = lines.slice(from, to + 1);
  const indent = /^\s*/.exec(inside.find(line => line.trim()) ?? '')?.[0] ?? '';
  return [
    ...lines.slice(0, from),
    `${indent}/// BEGIN ${region}`,
    ...inside,
    `${indent}/// END ${region}`,
    ...lines.slice(to + 1)
  ].join('\n');
}

/** The regions of a text with their marks, in order; one that does not end goes to the last line. */
export function regionsOf(source: string, region: HiddenRegion): Lines[] {
  const lines = source.split('\n');
  const found: Lines[] = [];
  let from: number | null = null;
  lines.forEach((line, at) => {
    if (from === null && line.includes(`BEGIN ${region}`)) {
      from = at;
    } else if (from !== null && line.includes(`END ${region}`)) {
      found.push({ from, to: at });
      from = null;
    }
  });
  return from === null ? found : [...found, { from, to: lines.length - 1 }];
}

/**
 * The text with other words in the place of its first solution; the text is the whole answer where
 * no region is marked. Lines are set as far in as the marks.
 */
export function withAnswer(source: string, answer: string): string {
  const [region, ...others] = regionsOf(source, 'SOLUTION');
  if (region === undefined) {
    return answer;
  }
  const lines = source.split('\n');
  const indent = /^\s*/.exec(lines[region.from])?.[0] ?? '';
  const cut = new Set(
    others.flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, at) => from + at)
    )
  );
  return [
    ...lines.slice(0, region.from),
    ...answer.split('\n').map(line => (line.trim() ? indent + line : line)),
    ...lines.filter((_, at) => at > region.to && !cut.has(at))
  ].join('\n');
}
