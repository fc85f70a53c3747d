import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import { select } from '../tensor/joining';
import { tensor as makeTensor } from '../tensor/making';
import type { Floats } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import type { Tensor } from '../tensor/tensor';
import type { CompiledPass } from './compiledPass';

/** A pass as a layer gives it out: what stands at padding is the step before, or zeros. */
export function shownPass(
  { channels, state }: CompiledPass,
  request: SequenceRequest
): SequenceResult {
  const { cell, mask } = request;
  const shown = mask && shownSteps(request, mask);
  let answer: Tensor | null = null;
  const whole = () => channels[cell.output];
  return {
    get output() {
      return (answer ??= shown ? select(shown.steps, whole(), 0) : whole());
    },
    last: shown
      ? select(shown.last, state[cell.output], 0)
      : state[cell.output],
    state
  };
}

/**
 * Where there is something to show, `[B, T, 1]`: at a masked step zeros, or what the last real step
 * before it gave; and the same of the step that is computed last, `[B, 1]`.
 */
function shownSteps(
  { reverse, paddedOutput, x }: SequenceRequest,
  mask: Tensor
): { readonly steps: Tensor; readonly last: Tensor } {
  const [batch, steps] = x.shape;
  const values = allocate(x.dtype, batch * steps);
  const last = allocate(x.dtype, batch);
  for (let b = 0; b < batch; b++) {
    let seen = 0;
    for (let count = 0; count < steps; count++) {
      const at = b * steps + (reverse ? steps - 1 - count : count);
      const live = mask.values[at] !== 0 ? 1 : 0;
      seen = paddedOutput === 'zero' ? live : Math.max(seen, live);
      values[at] = seen;
    }
    last[b] = seen;
  }
  const shaped = (flat: Floats, shape: readonly number[]) =>
    makeTensor(flat, { dtype: x.dtype }).reshape(shape);
  return {
    steps: shaped(values, [batch, steps, 1]),
    last: shaped(last, [batch, 1])
  };
}
