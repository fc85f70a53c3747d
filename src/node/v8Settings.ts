import { setFlagsFromString } from 'node:v8';

/**
 * Lets the engine's kernels use the machine's fused multiply-add, which Node has behind a flag before
 * version 22. Must run before a network is computed; without it the kernels are those of
 * plain SIMD, a third slower.
 */
export function allowRelaxedSimd(): void {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 22) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
}

/** How much more than the last full collection has left may be there at the next one, in percent. */
const GROWTH = 100;

/**
 * Lets V8 wait with a full collection until there is twice as much as the last one has left. Left
 * alone it allows a kernel that mostly waits much less, and what a view asks for again at each move
 * (5 MB for 200 steps of 128 units) then had all of the compiler's objects marked at every seventh
 * move: 80 ms of a second core, which the page needs to draw. Must run before V8 reads its code cache,
 * which fits one set of flags.
 */
export function letHeapGrow(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}

/**
 * Lets V8 put every new object into the young generation. It would else learn from one notebook
 * cell, which a collection often falls into the midst of, that the compiler's objects live long, and
 * put those of all later cells into the old generation, with everything they refer to. Must run
 * before V8 reads its code cache, which fits one set of flags.
 */
export function keepGarbageYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}

/**
 * What a thread sets aside for code, in MB. From Node 24 on each would set 512 aside, which counts as
 * memory: where that is limited, two of them are a gigabyte, and Node ends.
 */
export const threadCode = 64;
