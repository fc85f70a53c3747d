import { product } from '../analysis/matrix';
import { stepJacobians } from '../analysis/stepJacobian';
import { integer, options as reader, text } from '../base/options';
import { Tensor } from '../tensor/tensor';
import { requireRun } from './requireRun';
import type { RunOfNetwork } from './run';

const read = reader('jacobian', {
  step: integer(0).optional(),
  from: integer(-1).optional(),
  layer: text.optional(),
  sequence: integer(0).optional()
});

/**
 * The Jacobian of a recurrent layer's state: of one step, ∂s_t/∂s_{t−1}, or of several, the product
 * ∂s_t/∂s_from. The state s is h, or h and c one after the other (2H×2H) for an LSTM. In f64.
 *
 * @param run of one sequence, or of a batch, of which `sequence` says which (the first by default)
 * @param options `step` t (the last by default); `from` the earlier step (t − 1 by default, −1 for
 *   the state before the first step); `layer` by name
 * @returns `[S, S]`: rows are what changes, columns by what
 * @throws RangeError when a step, layer or sequence does not exist, `from` is not before `step`, or the
 *   layer goes backward in time
 * @example
 * ```ts
 * const run = lstm({ inputSize: 1, units: 3, seed: 7 }).run([1, 0, 0.5]);
 * jacobian(run, { step: 2, from: 0 }).shape; // [6, 6]
 * ```
 */
export function jacobian(
  run: RunOfNetwork,
  options: {
    step?: number;
    from?: number;
    layer?: string;
    sequence?: number;
  } = {}
): Tensor {
  const who = 'jacobian';
  requireRun(who, run);
  const settled = read(options);
  const layer =
    settled.layer === undefined ? run.layers[0] : run.layer(settled.layer);
  const { step = run.steps - 1, sequence } = settled;
  const { from = step - 1 } = settled;
  if (step >= run.steps || from >= step) {
    throw new RangeError(
      `${who}: expected -1 ≤ from < step ≤ ${run.steps - 1}, got from ${from} and step ${step}`
    );
  }
  if (layer.direction === 'backward') {
    throw new RangeError(
      `${who}: layer '${layer.name}' goes backward in time; look at a forward one`
    );
  }
  const [batch] = layer.record.steps[0].input.x.shape;
  if (sequence !== undefined && sequence >= batch) {
    throw new RangeError(
      `${who}: sequence must be below ${batch}, how many were run, got ${sequence}`
    );
  }
  const at = stepJacobians(layer.record, sequence);
  let chain = at(step);
  for (let t = step - 1; t > from; t--) {
    chain = product(chain, at(t));
  }
  const { rows, columns, values } = chain;
  return new Tensor(values as Float64Array<ArrayBuffer>, [rows, columns]);
}
