import { requireKnown } from '../../../engine/base/check';
import { described } from '../../../engine/base/described';
import type { Showable } from '../../../engine/base/showable';
import { shippedText } from '../../../engine/data/shippedRows';
import { float64, TRACE_VERSION, type Claim } from '../../../trace';

/** A claim of a lesson with the trainings over which it was tried. `show` draws it. */
export type ClaimShowable = Showable<Claim> & {
  /** What was trained is stored: nothing of it can be changed. */
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
 * Where a sentence of a lesson holds: the trainings over which it was tried, from ten seeds, with
 * several learning rates and budgets. They are stored; nothing is trained here.
 *
 * @param claim the lesson's number and the name of the claim, as docs/claims.md lists them
 * @param options `open` shows the picture at once instead of the mark that opens it (false)
 * @throws TypeError when an argument has another type, RangeError when there is no such claim
 * @example
 * ```ts
 * show(await whereItHolds('02 delayed'));
 * ```
 */
export async function whereItHolds(
  claim: string,
  options: { open?: boolean } = {}
): Promise<ClaimShowable> {
  if (typeof claim !== 'string') {
    throw new TypeError(
      `whereItHolds: claim must be a text such as '02 delayed', got ${described(claim)}`
    );
  }
  requireKnown('whereItHolds', options, ['open']);
  const { open = false } = options;
  if (typeof open !== 'boolean') {
    throw new TypeError(
      `whereItHolds: open must be true or false, got ${described(open)}`
    );
  }
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
  const bundle: Claim = {
    version: TRACE_VERSION,
    kind: 'claim',
    // The same in every session: what a reader chose stays when the notebook cell is run again.
    id: `claim-${claim.replaceAll(' ', '-')}`,
    ...rest,
    places: places.map(({ scores, ...place }) => ({
      ...place,
      scores: float64(scores.flat(), [scores.length, scores[0].length])
    })),
    ...(open && { opened: true })
  };
  return {
    id: bundle.id,
    recomputable: false,
    toBundle: () => bundle,
    toString: () =>
      `“${bundle.sentence}”\nWhere it holds: ${bundle.range}\nTried from ${bundle.seeds.length} seeds: ${bundle.rows.join('; ')}.`
  };
}
