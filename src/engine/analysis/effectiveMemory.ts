import { requireInteger, requireNumber } from '../base/check';
import { described } from '../base/described';

/**
 * How many steps back from the loss ‖dL/dh_t‖ falls below a fraction of its value at the loss; null
 * when it never does. (After Pascanu et al. 2013.) A loss that sends back nothing at all has none: 0.
 *
 * The norms must be those of one answer's loss. In those of a loss that reads every step, each step has
 * its own share beside what comes back to it, and nothing can be read off about how far that reaches.
 *
 * @param norms `[T]`
 * @param lossStep the step whose norm is the reference, from 0
 * @param threshold the fraction, such as 0.01
 * @throws TypeError when norms up to the loss are no numbers or the threshold is none from 0 on;
 *   RangeError when there is no such step
 * @example
 * ```ts
 * effectiveMemory([0.001, 0.1, 1], 2, 0.01); // 2
 * ```
 */
export function effectiveMemory(
  norms: ArrayLike<number>,
  lossStep: number,
  threshold: number
): number | null {
  const who = 'effectiveMemory';
  const given: unknown = norms;
  if (!Array.isArray(given) && !ArrayBuffer.isView(given)) {
    throw new TypeError(
      `${who}: norms must be an array of numbers, got ${described(given)}`
    );
  }
  requireInteger(who, 'lossStep', lossStep, 0);
  requireNumber(who, 'threshold', threshold, { least: 0 });
  if (lossStep >= norms.length) {
    throw new RangeError(
      `${who}: lossStep must be one of ${norms.length} steps from 0, got ${lossStep}`
    );
  }
  for (let step = 0; step <= lossStep; step++) {
    const norm: unknown = norms[step];
    // Compared with one that is none, no step lies below: that would read as a memory without end.
    if (typeof norm !== 'number' || Number.isNaN(norm)) {
      throw new TypeError(
        `${who}: norms[${step}] must be a number, got ${described(norm)}`
      );
    }
  }
  return stepsBack(norms, lossStep, threshold);
}

/** The same of norms that a network sent back, which may be no numbers any more: those end no memory. */
export function stepsBack(
  norms: ArrayLike<number>,
  lossStep: number,
  threshold: number
): number | null {
  if (norms[lossStep] === 0) {
    return 0;
  }
  const bound = threshold * norms[lossStep];
  for (let back = 1; back <= lossStep; back++) {
    if (norms[lossStep - back] < bound) {
      return back;
    }
  }
  return null;
}
