/**
 * How many steps back from the loss ‖dL/dh_t‖ falls below a fraction of its value at the loss; null
 * when it never does.
 *
 * @param norms `[T]`
 * @param lossStep the step whose norm is the reference
 */
export function effectiveMemory(
  norms: ArrayLike<number>,
  lossStep: number,
  threshold: number
): number | null {
  const bound = threshold * norms[lossStep];
  for (let back = 1; back <= lossStep; back++) {
    if (norms[lossStep - back] < bound) {
      return back;
    }
  }
  return null;
}
