import { requireFunction } from '../base/check';

let recording = true;
let remembering = false;

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

/** Whether what is computed without a gradient still says from what. */
export function isRemembering(): boolean {
  return remembering;
}

/**
 * Follows a step: every reader of it (equations, machine code, Python) sees what it does wherever they are
 * called, and sees apart what it does by `noGradient`, which is not tracked but says how it was computed.
 */
export function remembered<T>(compute: () => T): T {
  const before = { recording, remembering };
  recording = true;
  remembering = true;
  try {
    return compute();
  } finally {
    ({ recording, remembering } = before);
  }
}
