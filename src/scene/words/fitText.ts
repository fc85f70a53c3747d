/** Cuts text to a width, with an ellipsis. */
export function shorten(
  text: string,
  width: number,
  measure: (text: string) => number
): string {
  if (measure(text) <= width) {
    return text;
  }
  const count = most(
    text.length - 1,
    letters => measure(`${text.slice(0, letters)}…`) <= width
  );
  return `${text.slice(0, count).trimEnd()}…`;
}

/** Words in lines of a width; null where a word alone is wider, or more lines would be needed. */
export function intoLines(
  text: string,
  width: number,
  most: number,
  measure: (text: string) => number
): readonly string[] | null {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = [...lines.slice(-1), word].join(' ');
    if (lines.length > 0 && measure(longer) <= width) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  return lines.length <= most && lines.every(line => measure(line) <= width)
    ? lines
    : null;
}

/**
 * Cuts names that stand together to a width, so that those that differ still do: where two would be
 * cut to the same, they keep their ends and lose their middles (`highest…`, `hig…tomorrow`).
 */
export function shortenApart(
  names: readonly string[],
  width: number,
  measure: (text: string) => number
): string[] {
  const cut = names.map(name => shorten(name, width, measure));
  return names.map((name, index) => {
    const alike = names.some(
      (other, at) => other !== name && cut[at] === cut[index]
    );
    return alike && cut[index] !== name
      ? keepEnd(name, width, measure)
      : cut[index];
  });
}

/** Cuts the middle: of the end at least the last word, or what of it has room. */
function keepEnd(
  name: string,
  width: number,
  measure: (text: string) => number
): string {
  const lastWord = name.length - name.lastIndexOf(' ') - 1;
  const end = most(
    lastWord,
    letters => measure(`…${name.slice(name.length - letters)}`) <= width
  );
  const tail = name.slice(name.length - end);
  const start = most(
    name.length - end - 1,
    letters => measure(`${name.slice(0, letters).trimEnd()}…${tail}`) <= width
  );
  return `${name.slice(0, start).trimEnd()}…${tail}`;
}

/** The largest count up to `limit` that is allowed, where every smaller one is, too; at least 0. */
function most(limit: number, allowed: (count: number) => boolean): number {
  let low = 0;
  let high = Math.max(0, limit);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (allowed(middle)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
