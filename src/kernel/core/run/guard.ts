/** Runs the kernel's own code so that an interrupt does not cut it short, and a cell's so that it can. */
export interface Guard {
  /** Code of the kernel: an interrupt waits until it is over. */
  guarded<T>(work: () => T): T;
  /**
   * Code of the user, alone on the stack: when an interrupt cuts it short, nothing of the kernel
   * goes with it. The promise then never settles, so it is raced against the interrupt.
   */
  exposed<T>(work: () => T): Promise<Awaited<T>>;
}
