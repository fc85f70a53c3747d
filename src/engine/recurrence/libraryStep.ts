/** What happens when a step of the library is called; nothing, as a rule. */
let called: (() => void) | undefined;

/** Says that a step of the library is computed: what computes one in its place says so, too. */
export function saysLibraryStep(): void {
  called?.();
}

/** From now on no cell of the library may compute a step; with undefined, each may again. */
export function setLibraryStepRefusal(refuse: (() => never) | undefined): void {
  called = refuse;
}

/**
 * The step of one of the library's own cells. A student's step is to be told from it also where it is
 * called from inside another function: see `withoutLibrarySteps`.
 */
export function libraryStep<I, P, O>(
  step: (input: I, parameters: P) => O
): (input: I, parameters: P) => O {
  return (input, parameters) => {
    saysLibraryStep();
    return step(input, parameters);
  };
}

/**
 * Runs something in which no cell of the library may compute a step.
 *
 * @param refuse throws what is said of a step that is called
 * @throws what `refuse` throws, and what `run` throws
 */
export function withoutLibrarySteps<T>(refuse: () => never, run: () => T): T {
  const before = called;
  called = refuse;
  try {
    return run();
  } finally {
    called = before;
  }
}
