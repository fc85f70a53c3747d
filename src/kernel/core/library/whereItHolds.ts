import { requireKnown } from '../../../engine/base/check';
import { described, isRecord } from '../../../engine/base/described';
import type { Showable } from '../../../engine/base/showable';
import { shippedText } from '../../../engine/data/shippedRows';
import { ownClaim, type OwnClaim } from '../../../engine/study/ownClaim';
import { float64, TRACE_VERSION, type Claim } from '../../../trace';

/** A claim with the trainings over which it was tried. `show` draws it. */
export type ClaimShowable = Showable<Claim> & {
  /** What was trained is done: nothing of it can be changed. */
  readonly recomputable: false;
};

/** A claim as `gatescope/data/claims.json` keeps it: numbers in place of arrays. */
type StoredClaim = Omit<Claim, 'version' | 'kind' | 'id' | 'places'> & {
  readonly places: readonly (Omit<Claim['places'][number], 'scores'> & {
    /** `[R][N]`: a list a row, a number a seed. */
    readonly scores: readonly (readonly number[])[];
  })[];
};

/**
 * Where a sentence holds, by the trainings over which it was tried. Of a sentence of a lesson they are
 * stored: ten seeds, with several learning rates and budgets. Of a sentence of your own they are the
 * studies that you ran: it holds at a place where the means are apart by more than twice the standard
 * error of their difference. Nothing is trained here.
 *
 * @param claim the lesson's number and the name of the claim, as docs/claims.md lists them; or
 *   `{ sentence, higher, lower, tried }`: the network that scores higher, the one that scores lower, and
 *   the studies, each with its `budget` and, where several were tried, its `rate`
 * @param options `open` shows the picture at once instead of the mark that opens it; by default that of
 *   your own sentence alone
 * @throws TypeError when an argument has another type, RangeError when there is no such claim, or the
 *   studies cannot be compared
 * @example
 * ```ts
 * show(await whereItHolds('02 delayed'));
 * ```
 * @example
 * ```ts
 * const x = [[0, 1], [1, 0], [1, 1]];
 * const make = (layer: typeof layers.gru | typeof layers.lstm) => (seed: number) => {
 *   const model = sequential([layer({ units: 2 }), layers.dense({ units: 1 })], { seed });
 *   model.compile({ loss: 'meanSquaredError' });
 *   return model;
 * };
 * const tried = [];
 * for (const epochs of [2, 4]) {
 *   const found = await study({
 *     networks: { GRU: make(layers.gru), LSTM: make(layers.lstm) },
 *     x, y: [1, 1, 2], testData: [[[0, 0]], [0]], seeds: 3, epochs
 *   });
 *   tried.push({ study: found, budget: epochs });
 * }
 * show(await whereItHolds({
 *   sentence: 'The LSTM errs less.', higher: 'GRU', lower: 'LSTM', tried
 * }));
 * ```
 */
export async function whereItHolds(
  claim: string | OwnClaim,
  options: { open?: boolean } = {}
): Promise<ClaimShowable> {
  if (typeof claim !== 'string' && !isRecord(claim)) {
    throw new TypeError(
      `whereItHolds: claim must be a text such as '02 delayed', or { sentence, higher, lower, tried }, got ${described(claim)}`
    );
  }
  requireKnown('whereItHolds', options, ['open']);
  const { open = typeof claim !== 'string' } = options;
  if (typeof open !== 'boolean') {
    throw new TypeError(
      `whereItHolds: open must be true or false, got ${described(open)}`
    );
  }
  const found =
    typeof claim === 'string' ? await storedClaim(claim) : ownClaim(claim);
  const bundle: Claim = { ...found, ...(open && { opened: true }) };
  return {
    id: bundle.id,
    recomputable: false,
    toBundle: () => bundle,
    toString: () =>
      `“${bundle.sentence}”\nWhere it holds: ${bundle.range}\nTried from ${bundle.seeds.length} seeds: ${bundle.rows.join('; ')}.`
  };
}

/** A claim of a lesson. */
async function storedClaim(claim: string): Promise<Claim> {
  const all = JSON.parse(await shippedText('claims.json')) as Record<
    string,
    StoredClaim
  >;
  if (!Object.hasOwn(all, claim)) {
    throw new RangeError(
      `whereItHolds: claim must be one of ${Object.keys(all).join(', ')}, got ${described(claim)}`
    );
  }
  const { places, ...rest } = all[claim];
  return {
    version: TRACE_VERSION,
    kind: 'claim',
    // The same in every session: what a reader chose stays when the notebook cell is run again.
    id: `claim-${claim.replaceAll(' ', '-')}`,
    ...rest,
    places: places.map(({ scores, ...place }) => ({
      ...place,
      scores: float64(scores.flat(), [scores.length, scores[0].length])
    }))
  };
}
