/** What was made from networks as they were: it is of the past as soon as one of them learns. */
export interface Revised {
  /** Changes of all networks behind it, counted when it was made. */
  readonly revision: number;
  /** Whether a network behind it was trained or replaced since. */
  readonly stale: boolean;
}

/** What is made now from something that counts its own changes. */
export function madeNow(of: { readonly revision: number }): Revised {
  const { revision } = of;
  return {
    revision,
    get stale() {
      return of.revision !== revision;
    }
  };
}

/** What several results show together: it is stale as soon as one of them is. */
export function madeOf(results: readonly object[]): Revised {
  const revised = results.filter(isRevised);
  return {
    revision: revised.reduce((sum, { revision }) => sum + revision, 0),
    get stale() {
      return revised.some(({ stale }) => stale);
    }
  };
}

/** Whether a result says of which weights it is. */
export function isRevised(result: object): result is Revised {
  return 'stale' in result && 'revision' in result;
}
