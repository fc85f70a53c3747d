import { requireFunction } from '../base/check';

let recording = true;

/** Whether operations are kept on the tape now. */
export function isRecording(): boolean {
  return recording;
}

/**
 * Runs `compute` without keeping a tape: faster, but nothing of it can be differentiated.
 *
 * @throws TypeError when it is given no function
 * @example
 * ```ts
 * const w = variable([3]);
 * noGradient(() => w.square()).tracked; // false
 * ```
 */
export function noGradient<T>(compute: () => T): T {
  requireFunction('noGradient', 'compute', compute);
  const before = recording;
  recording = false;
  try {
    return compute();
  } finally {
    recording = before;
  }
}
