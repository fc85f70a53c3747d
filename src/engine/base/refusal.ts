/** What the library may be asked to leave to its caller: a step of one of its cells, attention. */
export type Computed = 'step' | 'attend';

/** Throws where something is not to be computed by the library. */
export type Refusal = (what: Computed) => void;

/** Nothing is refused, as a rule. */
let refusal: Refusal | undefined;

/** Says what is computed next: what computes one in its place says so, too. */
export function saysComputed(what: Computed): void {
  refusal?.(what);
}

/** From now on this is asked before each; with undefined nothing is refused. */
export function setRefusal(next: Refusal | undefined): void {
  refusal = next;
}

/**
 * Runs something with another refusal, and puts back the one before.
 *
 * @throws what the refusal throws, and what `run` throws
 */
export function withRefusal<T>(next: Refusal | undefined, run: () => T): T {
  const before = refusal;
  refusal = next;
  try {
    return run();
  } finally {
    refusal = before;
  }
}
