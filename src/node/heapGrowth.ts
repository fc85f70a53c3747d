import { setFlagsFromString } from 'node:v8';

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
