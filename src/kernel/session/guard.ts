import { sharedNumbers } from '../link';

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

/** `shared` are the numbers that both threads see. */
export function createGuard(shared: Int32Array): Guard {
  const later = setImmediate;
  return {
    guarded(work) {
      Atomics.add(shared, sharedNumbers.guarded, 1);
      try {
        return work();
      } finally {
        Atomics.sub(shared, sharedNumbers.guarded, 1);
      }
    },
    exposed<T>(work: () => T) {
      return new Promise<Awaited<T>>((resolve, reject) => {
        later(() => {
          try {
            resolve(work() as Awaited<T>);
          } catch (error) {
            reject(error);
          }
        });
      });
    }
  };
}
