import type { BenchQuestion } from '../../trace';
import { fieldOf, type Given } from './answers';

type Bench = BenchQuestion['bench'];

/** Where a row was trained, as indices, and from how many seeds: the first ones. */
export interface TriedRow {
  readonly row: number;
  readonly size: number;
  readonly rate: number;
  readonly budget: number;
  readonly seeds: number;
}

/** What a referee did: the trainings in the order in which they were run, and the range that was said. */
export interface Design {
  readonly tried: readonly TriedRow[];
  readonly range: number | null;
}

/** How many places can be chosen along each axis. */
function benchExtents({
  rows,
  sizes = [NaN],
  rates,
  budgets
}: Bench): Record<'row' | 'size' | 'rate' | 'budget', number> {
  return {
    row: rows.length,
    size: sizes.length,
    rate: Math.max(1, rates.length),
    budget: budgets.length
  };
}

/** Reads a design that anybody may have written: what does not fit or costs too much is left out. */
export function readDesign({ bench }: BenchQuestion, given: Given): Design {
  const stored = fieldOf(given, 'tried');
  const range = fieldOf(given, 'range');
  const tried = (Array.isArray(stored) ? stored.slice(0, 100) : []).reduce(
    (kept: readonly TriedRow[], each: unknown) => {
      const read = readTried(bench, each);
      return read === null ? kept : (withTried(bench, kept, read) ?? kept);
    },
    []
  );
  return {
    tried,
    range:
      Number.isInteger(range) &&
      Number(range) >= 0 &&
      Number(range) < bench.ranges.length
        ? Number(range)
        : null
  };
}

function readTried(bench: Bench, stored: unknown): TriedRow | null {
  const extents = benchExtents(bench);
  const at = (key: keyof TriedRow): number => Number(fieldOf(stored, key));
  const fits = (['row', 'size', 'rate', 'budget'] as const).every(
    key => Number.isInteger(at(key)) && at(key) >= 0 && at(key) < extents[key]
  );
  const seeds = at('seeds');
  return fits && Number.isInteger(seeds) && seeds > 0
    ? {
        row: at('row'),
        size: at('size'),
        rate: at('rate'),
        budget: at('budget'),
        seeds
      }
    : null;
}

/** How many trainings were spent. */
export function spent(tried: readonly TriedRow[]): number {
  return tried.reduce((sum, { seeds }) => sum + seeds, 0);
}

/**
 * With these trainings run too: from further seeds where the same was run before. Null where there are
 * not as many trainings or seeds left.
 */
export function withTried(
  bench: Bench,
  tried: readonly TriedRow[],
  more: TriedRow
): readonly TriedRow[] | null {
  const same = tried.findIndex(each => isSamePlace(each, more));
  const seeds = more.seeds + (tried[same]?.seeds ?? 0);
  return spent(tried) + more.seeds > bench.trainings || seeds > bench.seeds
    ? null
    : same < 0
      ? [...tried, more]
      : tried.map((each, at) => (at === same ? { ...each, seeds } : each));
}

function isSamePlace(one: TriedRow, other: TriedRow): boolean {
  return (['row', 'size', 'rate', 'budget'] as const).every(
    key => one[key] === other[key]
  );
}

/** What trainings reached, seed by seed. */
export function scoresAt(
  bench: Bench,
  { row, size, rate, budget, seeds }: TriedRow
): readonly number[] {
  const extents = benchExtents(bench);
  const place = (size * extents.rate + rate) * extents.budget + budget;
  const from = (place * extents.row + row) * bench.seeds;
  return bench.scores.slice(from, from + seeds);
}

/** Fewer seeds than these say little of how far luck carries. */
const SEEDS = 3;

/** What keeps a comparison from telling what it should. */
export type Confound =
  | { readonly kind: 'noControl' }
  | { readonly kind: 'missingRival' }
  | { readonly kind: 'unequalBudgets'; readonly budget: number }
  | { readonly kind: 'oneRate'; readonly row: number }
  | { readonly kind: 'fewSeeds'; readonly row: number; readonly seeds: number }
  | { readonly kind: 'noRange' }
  | { readonly kind: 'onePlace' }
  | { readonly kind: 'wrongRange'; readonly reply: string };

/** What a design earns, and what was confounded. */
export interface BenchJudgment {
  /** The control that breaks the sentence stands beside its rival, fairly. */
  readonly control: boolean;
  /** The range was said, and is the right one. */
  readonly range: boolean;
  readonly confounds: readonly Confound[];
}

/** Judges a design, not its results: what came out is the same for everybody. */
export function judgeDesign(
  { bench }: BenchQuestion,
  { tried, range }: Design
): BenchJudgment {
  const compared = tried
    .filter(each => isControl(bench, each))
    .map(each => comparedAt(bench, tried, each))
    .sort((a, b) => (weightOf(a) < weightOf(b) ? -1 : 1));
  const control: readonly Confound[] = compared[0] ?? [{ kind: 'noControl' }];
  const places = new Set(tried.map(({ size, budget }) => `${size} ${budget}`));
  const said = range === null ? null : bench.ranges[range];
  const ranged: readonly Confound[] =
    said === null
      ? [{ kind: 'noRange' }]
      : !said.right
        ? [{ kind: 'wrongRange', reply: said.reply }]
        : places.size < 2
          ? [{ kind: 'onePlace' }]
          : [];
  return {
    control: control.length === 0,
    range: ranged.length === 0,
    confounds: [...control, ...ranged]
  };
}

/** Where both sides meet, what is confounded says more than that one side is alone elsewhere. */
function weightOf(confounds: readonly Confound[]): number {
  const isAlone = confounds.some(
    ({ kind }) => kind === 'missingRival' || kind === 'unequalBudgets'
  );
  return isAlone ? Infinity : confounds.length;
}

function isControl({ breaks }: Bench, tried: TriedRow): boolean {
  return breaks.some(
    ({ row, size = tried.size, budget = tried.budget }) =>
      row === tried.row && size === tried.size && budget === tried.budget
  );
}

/** What is confounded where a control and its rival meet: nothing where the comparison is fair. */
function comparedAt(
  bench: Bench,
  tried: readonly TriedRow[],
  { row, size, budget }: TriedRow
): Confound[] {
  const rivals = tried.filter(each => each.row === bench.rival);
  const here = (each: TriedRow) => each.size === size && each.budget === budget;
  const sides =
    row === bench.rival
      ? [tried.filter(each => each.row === row && here(each))]
      : [
          tried.filter(each => each.row === row && here(each)),
          rivals.filter(here)
        ];
  if (sides.some(side => side.length === 0)) {
    return [
      rivals.length === 0
        ? { kind: 'missingRival' }
        : { kind: 'unequalBudgets', budget }
    ];
  }
  return sides.flatMap((side): Confound[] => {
    const [{ row: compared }] = side;
    const seeds = Math.max(...side.map(each => each.seeds));
    return [
      ...(side.length < 2 && bench.rates.length > 1
        ? [{ kind: 'oneRate' as const, row: compared }]
        : []),
      ...(seeds < SEEDS
        ? [{ kind: 'fewSeeds' as const, row: compared, seeds }]
        : [])
    ];
  });
}
