import type { Guard } from '../../core/run/run';
import { sharedNumbers } from '../sharedNumbers';

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
