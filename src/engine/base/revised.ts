/** What counts its own changes: a network. */
export interface Changing {
  readonly revision: number;
  /** What became of it, for what was made before; retrained unless said. */
  readonly words?: string;
}

/** What was made from networks as they were: it is of the past as soon as one of them learns. */
export interface Revised {
  /** Changes of all networks behind it, counted when it was made. */
  readonly revision: number;
  /** Whether a network behind it has other weights now. */
  readonly stale: boolean;
  /** Why it is stale, in words, as things are now; null where it is not. */
  readonly staleReason: string | null;
}

/** What is made now from something that counts its own changes. */
export function madeNow(of: Changing): Revised {
  const { revision } = of;
  return {
    revision,
    get stale() {
      return of.revision !== revision;
    },
    get staleReason() {
      return this.stale ? (of.words ?? 'model retrained') : null;
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
    },
    get staleReason() {
      return revised.find(({ stale }) => stale)?.staleReason ?? null;
    }
  };
}

/** A result that says of which weights it is, as what it was made from counts them. */
export const revised = <T extends object>(result: T, made: Revised): T =>
  Object.defineProperties(result, Object.getOwnPropertyDescriptors(made));

/** Whether a result says of which weights it is. */
export function isRevised(result: object): result is Revised {
  return 'staleReason' in result && 'revision' in result;
}
