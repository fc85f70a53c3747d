import type { ShownLines } from '../../../../src/widgets/describe/line';

/**
 * Reads a description as a person would, and looks each of its claims up in the numbers: it knows the
 * words and none of the code that wrote them. Returns what is not so; nothing for a true sentence.
 */
export function faultsOf(
  sentence: string,
  { lines, time }: ShownLines
): string[] {
  const faults: string[] = [];
  const expectThat = (holds: boolean, what: string): void => {
    if (!holds) {
      faults.push(what);
    }
  };
  const plain = sentence
    .replaceAll(/ at step (\d+)(?: “([^”]*)”)?/g, (_, step, label) => {
      expectThat((time.labels?.[Number(step)] ?? undefined) === label, 'label');
      return ` @${step}`;
    })
    .replaceAll(/ on (\d+ [A-Z][a-z]+) \(step (\d+)\)/g, (_, day, step) => {
      const date = new Date(`${time.labels?.[Number(step)]}T00:00:00Z`);
      const [number, month] = day.split(' ');
      expectThat(date.getUTCDate() === Number(number), 'day');
      expectThat(
        date.toLocaleString('en', { month: 'long', timeZone: 'UTC' }) === month,
        'month'
      );
      return ` @${step}`;
    });

  const lineOf = (name: string) => {
    const found = lines.find(
      each => each.name.toLowerCase() === name.toLowerCase()
    );
    if (!found) {
      throw new Error(`No line is called ${name}: ${sentence}`);
    }
    const drawn = Array.from(found.values, value =>
      found.log ? (value > 0 ? Math.log(value) : NaN) : value
    );
    const known = drawn.flatMap((value, step) =>
      Number.isFinite(value) ? [step] : []
    );
    return { values: found.values, drawn, known };
  };
  const says = (text: string, value: number, what: string): void => {
    const { number, half } = numberIn(text);
    expectThat(
      Math.abs(number - value) <= half,
      `${what}: ${text} for ${value}`
    );
  };
  const found = (pattern: RegExp): string[] | null =>
    pattern.exec(plain)?.slice(1) ?? null;

  let groups: string[] | null;
  if (
    (groups = found(
      new RegExp(
        `^(.+) (falls|rises) from (${NUMBER})(?: @(\\d+))? to (${NUMBER}) @(\\d+)(?: and stays (low|high) (?:for (\\d+) steps?|(to the end))|(, the last number there is))\\.$`
      )
    ))
  ) {
    const [name, verb, from, before, to, at, side, lasts, toEnd, isLast] =
      groups;
    const { values, drawn, known } = lineOf(name);
    const step = Number(at);
    const previous = known[known.indexOf(step) - 1];
    expectThat(previous === Number(before ?? step - 1), 'step before');
    says(from, values[previous], 'from');
    says(to, values[step], 'to');
    expectThat(values[step] < values[previous] === (verb === 'falls'), verb);
    expectThat(
      side === undefined || (side === 'low') === (verb === 'falls'),
      'side'
    );
    const size = Math.abs(drawn[step] - drawn[previous]);
    known
      .slice(1)
      .forEach((each, index) =>
        expectThat(
          Math.abs(drawn[each] - drawn[known[index]]) <= size + 1e-12,
          `a larger change at ${each}`
        )
      );
    const middle = (drawn[step] + drawn[previous]) / 2;
    const isThere = (each: number): boolean =>
      verb === 'falls' ? drawn[each] < middle : drawn[each] > middle;
    const after = known.filter(each => each >= step);
    if (isLast !== undefined) {
      expectThat(after.length === 1, 'the last number');
    } else if (toEnd !== undefined) {
      expectThat(after.every(isThere), 'to the end');
    } else {
      const end = step + Number(lasts) - 1;
      expectThat(after.filter(each => each <= end).every(isThere), 'stays');
      const [next] = after.filter(each => each > end);
      expectThat(next !== undefined && !isThere(next), 'no longer');
    }
  } else if (
    (groups = found(
      new RegExp(
        `^(.+) (falls|rises) (steadily|with ups and downs), from (${NUMBER}) @(\\d+) to (${NUMBER}) @(\\d+)\\.$`
      )
    ))
  ) {
    const [name, verb, how, from, first, to, last] = groups;
    const { values, drawn, known } = lineOf(name);
    expectThat(known[0] === Number(first), 'first');
    expectThat(known.at(-1) === Number(last), 'last');
    says(from, values[Number(first)], 'from');
    says(to, values[Number(last)], 'to');
    const sign = verb === 'rises' ? 1 : -1;
    expectThat(
      known
        .slice(1)
        .every((each, at) => sign * (drawn[each] - drawn[known[at]]) >= 0) ===
        (how === 'steadily'),
      how
    );
    const half = known.length >> 1;
    const mean = (steps: number[]): number =>
      steps.reduce((sum, each) => sum + drawn[each], 0) / steps.length;
    expectThat(
      sign * (mean(known.slice(half)) - mean(known.slice(0, half))) > 0,
      verb
    );
  } else if (
    (groups = found(
      new RegExp(`^(.+) is (highest|lowest), (${NUMBER}), @(\\d+)\\.$`)
    ))
  ) {
    const [name, side, value, step] = groups;
    const { values, drawn, known } = lineOf(name);
    says(value, values[Number(step)], side);
    const most = Math[side === 'highest' ? 'max' : 'min'](
      ...known.map(each => drawn[each])
    );
    expectThat(drawn[Number(step)] === most, side);
  } else if (
    (groups = found(
      /^(.+) repeats itself every (\d+) steps \(correlation ([\d.]+)\)\.$/
    ))
  ) {
    const [name, lag, r] = groups;
    const { drawn, known } = lineOf(name);
    const row = known.map(each => drawn[each]);
    const period = Number(lag);
    expectThat(known.length >= 3 * period, 'three times');
    expectThat(known.at(-1)! - known[0] === known.length - 1, 'no holes');
    says(r, likeness(row.slice(0, -period), row.slice(period)), 'correlation');
    const between = Array.from({ length: period - 1 }, (_, at) =>
      likeness(row.slice(0, -(at + 1)), row.slice(at + 1))
    );
    expectThat(
      Math.min(...between) < Number(r) - 0.2,
      'has been elsewhere meanwhile'
    );
  } else if (
    (groups = found(
      /^(.+) is ([\d.]+) or (more|less) on (\d+) of (\d+) steps?\.$/
    ))
  ) {
    const [name, bound, side, count, of] = groups;
    const { values, known } = lineOf(name);
    expectThat(known.length === Number(of), 'of');
    const reached = known.filter(each =>
      side === 'more'
        ? values[each] >= Number(bound) - 1e-9
        : values[each] <= Number(bound) + 1e-9
    );
    expectThat(reached.length === Number(count), 'count');
    expectThat(2 * Number(count) >= Number(of), 'most of the time');
  } else if (
    (groups = found(
      new RegExp(
        `^(.+) stays (?:at (${NUMBER})|between (${NUMBER}) and (${NUMBER})) all the time\\.$`
      )
    ))
  ) {
    const [name, level, least, greatest] = groups;
    const { values, known } = lineOf(name);
    const all = known.map(each => values[each]);
    says(level ?? least, Math.min(...all), 'least');
    says(level ?? greatest, Math.max(...all), 'greatest');
  } else if (
    (groups = found(
      /^(.+) and (.+) (rise and fall together|move against each other) \(correlation ([−\d.]+)\)\.$/
    ))
  ) {
    const [name, other, way, r] = groups;
    const [a, b] = [lineOf(name), lineOf(other)];
    const common = a.known.filter(each => b.known.includes(each));
    const real = likeness(
      common.map(each => a.drawn[each]),
      common.map(each => b.drawn[each])
    );
    says(r, real, 'correlation');
    expectThat(real > 0 === (way === 'rise and fall together'), way);
    expectThat(Math.abs(real) > 0.94, 'alike');
  } else if (
    (groups = found(
      new RegExp(`^(.+) and (.+) part @(\\d+): (${NUMBER}) and (${NUMBER})\\.$`)
    ))
  ) {
    const [name, other, at, left, right] = groups;
    const [a, b] = [lineOf(name), lineOf(other)];
    const step = Number(at);
    says(left, a.values[step], 'left');
    says(right, b.values[step], 'right');
    const apart = (each: number): number =>
      Math.abs(a.drawn[each] - b.drawn[each]);
    const before = a.known.filter(
      each => each < step && b.known.includes(each)
    );
    expectThat(before.length > 0, 'together before');
    expectThat(
      before.every(each => apart(each) < apart(step)),
      'apart before'
    );
  } else {
    faults.push('nobody can read it');
  }
  return faults;
}

const NUMBER = '−?[\\d.]+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?';

/** A number as it is written, and half of its last figure. */
function numberIn(text: string): { number: number; half: number } {
  const [mantissa, power = ''] = text.replace('−', '-').split(' × 10');
  const exponent = Number(
    [...power]
      .map(letter => (letter === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(letter)))
      .join('') || '0'
  );
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  const unit = 10 ** (exponent - decimals);
  return {
    number: Number(mantissa) * 10 ** exponent,
    half: 0.5 * unit * (1 + 1e-6) + 1e-15
  };
}

/** Pearson's correlation, by ranks of nothing: sums of products alone. */
function likeness(a: number[], b: number[]): number {
  const n = a.length;
  const sum = (row: number[]): number => row.reduce((x, y) => x + y, 0);
  const product = (x: number[], y: number[]): number =>
    n * sum(x.map((value, at) => value * y[at])) - sum(x) * sum(y);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
