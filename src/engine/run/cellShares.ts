import { requireKnown } from '../base/check';
import { requireRun } from './requireRun';
import type { RunOfNetwork } from './run';
import { Tensor } from '../tensor/tensor';

/** What a state is made of. */
export interface CellShares {
  /** `[T', H]`: what each step up to the one asked for wrote, and what is left of it. */
  readonly written: Tensor;
  /** `[H]`: what is left of the state before the first step. */
  readonly initial: Tensor;
}

/**
 * What the state at a step is made of: what each step wrote and what the later gates left of it.
 * The shares add up to the state exactly.
 *
 * For an LSTM `c_T = Σ_t (i_t ⊙ g_t) ⊙ Π_{s>t} f_s + c_0 ⊙ Π f_s`; for a GRU the same with
 * `(1 − z_t) ⊙ n_t` and `z_s`, and h for c. A clamp on the state itself is a write that leaves
 * nothing of what was before; a masked step leaves all.
 *
 * @param run of one sequence
 * @param options `step`: the step whose state is split (the last by default); `layer`: by name
 * @throws RangeError when the layer is neither an LSTM nor a GRU, or the run is a batch
 * @example
 * ```ts
 * const run = lstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0.5]);
 * const { written, initial } = cellShares(run);
 * written.sum(0).add(initial).sub(run.c.at(-1)).abs().max().item() < 1e-15; // true
 * ```
 */
export function cellShares(
  run: RunOfNetwork,
  options: { step?: number; layer?: string } = {}
): CellShares {
  requireRun('cellShares', run);
  requireKnown('cellShares', options, ['step', 'layer']);
  const layer =
    options.layer === undefined ? run.layers[0] : run.layer(options.layer);
  const { record, channels } = layer;
  const { cell } = record;
  if (cell.kind !== 'lstm' && cell.kind !== 'gru') {
    throw new RangeError(
      `cellShares: only an LSTM or a GRU carries its state through gates, and '${layer.name}' is a ${cell.name}`
    );
  }
  if (run.record.batched) {
    throw new RangeError(
      'cellShares: the run is a batch; run one sequence alone'
    );
  }
  const state = cell.kind === 'lstm' ? 'c' : 'h';
  const gate = cell.kind === 'lstm' ? 'f' : 'z';
  const step = options.step ?? run.steps - 1;
  if (!Number.isInteger(step) || step < 0 || step >= run.steps) {
    throw new RangeError(
      `cellShares: step must be a whole number from 0 to ${run.steps - 1}, got ${step}`
    );
  }
  const units = cell.channels[state];
  const isBack = record.direction === 'backward';
  // Steps in the order in which they were computed, up to the one asked for.
  const order = Array.from({ length: run.steps }, (_, at) =>
    isBack ? run.steps - 1 - at : at
  );
  const until = order.slice(0, order.indexOf(step) + 1);
  const written = new Float64Array(run.steps * units);
  const left = new Float64Array(units).fill(1);
  for (let count = until.length - 1; count >= 0; count--) {
    const t = until[count];
    const before =
      count === 0
        ? record.initial[state].at(0)
        : channels[state].at(until[count - 1]);
    const now = channels[state].at(t);
    const kept = channels[gate].at(t);
    const isMasked = record.mask?.at(0).at(t).item() === 0;
    const clamp = record.clampsAt?.(t)?.get(state);
    for (let unit = 0; unit < units; unit++) {
      const share = isMasked
        ? 1
        : clamp && clamp.held.values[unit] === 1
          ? 0
          : kept.values[unit];
      // Adding 0 makes −0 plain 0.
      written[t * units + unit] =
        left[unit] * (now.values[unit] - share * before.values[unit]) + 0;
      left[unit] *= share;
    }
  }
  return {
    written: new Tensor(written, [run.steps, units]),
    initial: new Tensor(
      left.map((value, unit) => value * record.initial[state].values[unit] + 0),
      [units]
    )
  };
}
