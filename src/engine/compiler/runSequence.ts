import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import { stepThrough } from '../recurrence/sequence';
import { compiledSequence } from './compiledSequence';

/**
 * A pass by the machine code of a cell's step; step by step where there is none, or a single step.
 *
 * @param compiles false for step by step throughout
 */
export const runSequence = (
  request: SequenceRequest,
  compiles = true
): SequenceResult =>
  (compiles && request.x.shape[1] > 1 ? compiledSequence(request) : null) ??
  stepThrough(request);
