import {
  float64,
  spreadDecimals,
  TRACE_VERSION,
  type Claim,
  type ClaimPlace
} from '../../trace';
import {
  requireKnown,
  requireName,
  requireNumber,
  requireObject
} from '../base/check';
import { described } from '../base/described';
import { anything, flag, options as reader, text } from '../base/options';
import { freshId } from '../base/showable';
import { greaterIsBetter } from './scoring';
import type { Study } from './studyResult';
import { above, type ClaimVerdict } from './verdict';

/** One study of a claim: with which budget and, where several were tried, at which learning rate. */
export interface TriedStudy {
  study: Study;
  /** How long was trained. */
  budget: number;
  rate?: number;
}

/** A sentence of one's own, which says that one network scores higher than another, and where it was tried. */
export interface OwnClaim {
  sentence: string;
  /** The networks, by their names in the studies. Of an error, the lower one is the better. */
  higher: string;
  lower: string;
  /** A study for each budget, or for each budget at each rate: of the same networks, score and seeds. */
  tried: readonly TriedStudy[];
  /** What a budget is counted in. Default `epochs`. */
  budgetName?: string;
  /** Whether more is better, of a score of your own. Default: by the score's name. */
  greaterIsBetter?: boolean;
  /** Where it holds, in your words. Default: at how many of the places that were tried. */
  range?: string;
}

const WHO = 'whereItHolds';
const MOST_ROWS = 6;
const MOST_TRIED = 12;

const read = reader(WHO, {
  sentence: text.or(''),
  higher: anything<string>(),
  lower: anything<string>(),
  tried: anything<OwnClaim['tried']>(),
  budgetName: text.or('epochs'),
  greaterIsBetter: flag.optional(),
  range: text.optional()
});

/** The scores of all networks at one place, and at which rate each was trained. */
interface Scored {
  readonly scores: readonly (readonly number[])[];
  readonly rates?: readonly number[];
}

/**
 * A claim of one's own as a claim of the ledger stands: each network at its own best rate, then all at each
 * rate, and at each place whether the sentence is true. Two means are apart where more than twice the
 * standard error of their difference lies between them.
 *
 * @throws TypeError or RangeError naming the part that is wrong
 */
export function ownClaim(given: OwnClaim): Claim {
  const asked = read(given);
  const { sentence, higher, lower, budgetName } = asked;
  if (sentence.trim() === '') {
    throw new TypeError(`${WHO}: sentence must say what is claimed`);
  }
  const tried = requireTried(asked.tried);
  const [{ study }] = tried;
  const { metric, networks, seeds, baseline } = study;
  const rows = networks.map(({ name }) => name);
  const [high, low] = (['higher', 'lower'] as const).map(key => {
    requireName(`${WHO}: ${key}`, 'network', asked[key], rows);
    return rows.indexOf(asked[key]);
  });
  if (high === low) {
    throw new RangeError(`${WHO}: higher and lower are both '${higher}'`);
  }
  const rates = different(tried.flatMap(({ rate }) => rate ?? []));
  const budgets = different(tried.map(({ budget }) => budget));
  for (const [name, { length }] of Object.entries({ rates, budgets })) {
    if (length > MOST_TRIED) {
      throw new RangeError(
        `${WHO}: a claim is tried with up to ${MOST_TRIED} ${name}, got ${length}`
      );
    }
  }
  const scoresAt = (budget: number, rate?: number): Scored['scores'] => {
    const found = tried.filter(
      each => each.budget === budget && each.rate === rate
    );
    if (found.length !== 1) {
      const place = `${budgetName} ${budget}${rate === undefined ? '' : `, learning rate ${rate}`}`;
      throw new RangeError(
        `${WHO}: tried must have one study at ${place}, got ${found.length}`
      );
    }
    return found[0].study.networks.map(({ scores }) => scores);
  };
  const isBetter = asked.greaterIsBetter ?? greaterIsBetter(metric.name);
  const best = budgets.map(budget =>
    rates.length === 0
      ? { scores: scoresAt(budget) }
      : bestOf(
          rates.map(rate => ({ rate, scores: scoresAt(budget, rate) })),
          isBetter
        )
  );
  const each = rates.flatMap(rate =>
    budgets.map((budget): Scored => ({ scores: scoresAt(budget, rate) }))
  );
  const write = writer(best.flatMap(({ scores }) => scores));
  const words = (more: number, less: number): string =>
    `${higher} ${write(more)}, ${lower} ${write(less)}`;
  const placeOf = ({ scores, rates: own }: Scored): ClaimPlace => ({
    scores: float64(scores.flat(), [rows.length, seeds.length]),
    ...(own && { rates: own }),
    ...above(scores[high], scores[low], words)
  });
  const places = [...best, ...each].map(placeOf);
  return {
    version: TRACE_VERSION,
    kind: 'claim',
    id: freshId('claim'),
    sentence,
    range:
      asked.range ??
      countedRange(
        rates.length > 0 ? places.slice(best.length) : places,
        seeds.length
      ),
    measure: metric.unit ? `${metric.name}, ${metric.unit}` : metric.name,
    rows,
    ...{ seeds, rates, budgetName, budgets, places },
    opens: { size: 0, rate: 0, budget: 0 },
    ...(baseline && { reference: baseline })
  };
}

function requireTried(tried: unknown): readonly TriedStudy[] {
  if (!Array.isArray(tried) || tried.length === 0) {
    throw new TypeError(
      `${WHO}: tried must be a list of { study, budget, rate }, got ${described(tried)}`
    );
  }
  const read = tried.map((each: unknown, at): TriedStudy => {
    const who = `${WHO}: tried[${at}]`;
    requireKnown(who, each, ['study', 'budget', 'rate']);
    const { study, budget, rate } = each as Partial<TriedStudy>;
    requireObject(who, 'study', study);
    if (!Array.isArray(study?.networks) || !Array.isArray(study.seeds)) {
      throw new TypeError(
        `${who}: study must be what await study({ … }) gives, got ${described(study)}`
      );
    }
    return {
      study,
      budget: requireNumber(who, 'budget', budget, { least: 0 }),
      ...(rate !== undefined && {
        rate: requireNumber(who, 'rate', rate, { least: 0 })
      })
    };
  });
  const [first] = read;
  if (first.study.networks.length > MOST_ROWS) {
    throw new RangeError(
      `${WHO}: a claim compares up to ${MOST_ROWS} networks, got ${first.study.networks.length}`
    );
  }
  if (first.study.seeds.length < 2) {
    throw new RangeError(
      `${WHO}: tried[0] was trained from one seed: without a second, nothing says what is chance`
    );
  }
  read.forEach((each, at) => requireLike(`${WHO}: tried[${at}]`, first, each));
  return read;
}

/** What is compared must differ in nothing but the budget and the rate. */
function requireLike(
  who: string,
  first: TriedStudy,
  { study, rate }: TriedStudy
): void {
  const told = ({
    metric,
    networks,
    seeds
  }: Study): Record<string, string> => ({
    score: metric.name,
    networks: networks.map(({ name }) => name).join(', '),
    seeds: seeds.join(', ')
  });
  const wanted = told(first.study);
  for (const [part, got] of Object.entries(told(study))) {
    if (got !== wanted[part]) {
      throw new RangeError(
        `${who}: the ${part} must be those of tried[0], ${wanted[part]}, got ${got}`
      );
    }
  }
  if ((rate === undefined) !== (first.rate === undefined)) {
    throw new TypeError(`${who}: either all studies have a rate, or none`);
  }
}

/** Each network as it is at its own best rate. */
function bestOf(
  found: readonly { rate: number; scores: Scored['scores'] }[],
  isGreaterBetter: boolean
): Scored {
  const sign = isGreaterBetter ? -1 : 1;
  const chosen = found[0].scores.map(
    (_, row) =>
      [...found].sort(
        (one, other) =>
          sign * (meanOf(one.scores[row]) - meanOf(other.scores[row]))
      )[0]
  );
  return {
    scores: chosen.map(({ scores }, row) => scores[row]),
    rates: chosen.map(({ rate }) => rate)
  };
}

function countedRange(places: readonly ClaimVerdict[], seeds: number): string {
  const count = (wanted: ClaimVerdict['verdict']): string =>
    `${places.filter(({ verdict }) => verdict === wanted).length || 'none'}`;
  return `tried from ${seeds} seeds at ${places.length} places: true at ${count('holds')}, within chance at ${count('partly')}, the other way around at ${count('fails')}.`;
}

function writer(samples: Scored['scores']): (value: number) => string {
  const decimals = spreadDecimals(samples);
  return value =>
    decimals === null
      ? String(Number(value.toPrecision(3)))
      : value.toFixed(decimals);
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** Each once, in rising order. */
const different = (values: readonly number[]): number[] =>
  [...new Set(values)].sort((one, other) => one - other);
