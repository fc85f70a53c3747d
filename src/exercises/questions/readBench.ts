import { requireKnown } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import type { Showable } from '../../engine/base/showable';
import type { BenchQuestion, Claim } from '../../trace';

/** A sentence to referee, over trainings that are stored or were just run. */
export interface BenchOptions {
  /**
   * The trainings that can be chosen: `await whereItHolds('02 delayed')`, or of studies of your own
   * `await whereItHolds({ sentence, higher, lower, tried })`.
   */
  sweep: Showable<Claim>;
  /** How many may be spent; default 20. */
  trainings?: number;
  /** The row beside which the control is compared. */
  rival: string;
  /** The trainings that show the sentence to be false: a row, perhaps at one size or budget alone. */
  breaks: readonly { row: string; size?: number; budget?: number }[];
  /** Where the sentence holds: the right range, and wrong ones with their replies. */
  ranges: readonly { text: string; right?: boolean; reply: string }[];
}

const MOST_TRAININGS = 100;

/** @throws TypeError or RangeError naming the part that is wrong */
export function readBench(
  bench: BenchOptions,
  place: string
): BenchQuestion['bench'] {
  const who = `questions: ${place}`;
  requireKnown(who, bench, ['sweep', 'trainings', 'rival', 'breaks', 'ranges']);
  const { sweep, trainings = 20, rival, breaks, ranges } = bench;
  const claim = claimOf(sweep, who);
  const { rows, budgets, rates, sizes, sizeName, budgetName, measure } = claim;
  if (
    !Number.isInteger(trainings) ||
    trainings < 1 ||
    trainings > MOST_TRAININGS
  ) {
    throw new RangeError(
      `${who}.trainings must be a whole number from 1 to ${MOST_TRAININGS}, got ${described(trainings)}`
    );
  }
  if (!Array.isArray(breaks) || breaks.length === 0) {
    throw new TypeError(
      `${who}.breaks must be a list of { row, size, budget }, got ${described(breaks)}`
    );
  }
  if (
    !Array.isArray(ranges) ||
    ranges.length < 2 ||
    !ranges.some(({ right }) => right === true)
  ) {
    throw new TypeError(
      `${who}.ranges must be at least two sentences, one of them right, got ${described(ranges)}`
    );
  }
  return {
    trainings,
    measure,
    rows,
    rival: indexOf(rows, rival, `${who}.rival`),
    seeds: claim.seeds.length,
    rates,
    budgetName,
    budgets,
    ...(sizes && sizeName !== undefined && { sizeName, sizes }),
    scores: scoresOf(claim),
    breaks: breaks.map((each: BenchOptions['breaks'][number], at) => {
      const here = `${who}.breaks[${at}]`;
      requireKnown(here, each, ['row', 'size', 'budget']);
      const { row, size, budget } = each;
      return {
        row: indexOf(rows, row, `${here}.row`),
        ...(size !== undefined && {
          size: indexOf(sizes ?? [], size, `${here}.size`)
        }),
        ...(budget !== undefined && {
          budget: indexOf(budgets, budget, `${here}.budget`)
        })
      };
    }),
    ranges: ranges.map(({ text, right, reply }) => ({
      text,
      right: right === true,
      reply
    }))
  };
}

function claimOf(sweep: unknown, who: string): Claim {
  const bundle =
    typeof sweep === 'object' && sweep !== null && 'toBundle' in sweep
      ? (sweep as Showable<Claim>).toBundle()
      : undefined;
  if (bundle?.kind !== 'claim') {
    throw new TypeError(
      `${who}.sweep must be what await whereItHolds('…') gives, got ${described(sweep)}`
    );
  }
  return bundle;
}

function indexOf<T>(list: readonly T[], wanted: T, name: string): number {
  const at = list.indexOf(wanted);
  if (at < 0) {
    throw new RangeError(
      `${name} must be one of ${list.join(', ') || 'nothing: the sweep has none'}, got ${described(wanted)}`
    );
  }
  return at;
}

/** Without the places at which each row stands at its own best rate: which is best, the referee finds out. */
function scoresOf({ places, rates, budgets, sizes = [NaN] }: Claim): number[] {
  const [all, used] = [rates.length + 1, Math.max(1, rates.length)];
  return sizes.flatMap((_, size) =>
    Array.from({ length: used }, (_, rate) =>
      budgets.flatMap((_, budget) => {
        const at = rates.length > 0 ? rate + 1 : 0;
        const place = places[(size * all + at) * budgets.length + budget];
        return Array.from(place.scores.values);
      })
    ).flat()
  );
}
