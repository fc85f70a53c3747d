import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 put every new object into the young generation. It would else learn from one notebook
 * cell, which a collection often falls into the midst of, that the compiler's objects live long, and
 * put those of all later cells into the old generation, with everything they refer to. Must run
 * before V8 reads its code cache, which fits one set of flags.
 */
export function keepGarbageYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
