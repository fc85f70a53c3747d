import { layerTime } from '../../trace';
import { keptShares } from '../analysis/keptShares';
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
 * `(1 − z_t) ⊙ n_t` and `z_s`, and h for c; so for every cell with a state of which a step keeps a share and
 * adds to it, unit by unit. A clamp on the state itself is a write that leaves
 * nothing of what was before; a masked step leaves all.
 *
 * @param run of one sequence
 * @param options `step`: the step whose state is split (the last by default); `layer`: by name
 * @throws RangeError when no state of the layer is carried so, or the run is a batch
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
  if (run.record.batched) {
    throw new RangeError(
      'cellShares: the run is a batch; run one sequence alone'
    );
  }
  const step = options.step ?? run.steps - 1;
  if (!Number.isInteger(step) || step < 0 || step >= run.steps) {
    throw new RangeError(
      `cellShares: step must be a whole number from 0 to ${run.steps - 1}, got ${step}`
    );
  }
  const kept = keptShares(layer.record);
  if (!kept) {
    throw new RangeError(
      `cellShares: '${layer.name}', a ${layer.record.cell.name}, has no state that is carried unit by unit, keep ⊙ s[t−1] + write; ask it of a layer that has one, as an LSTM or a GRU`
    );
  }
  const { state, shares, rows } = kept;
  const [, units] = shares.shape;
  const now = rows.channels[state].values;
  const before = rows.before[state].values;
  const { first, order } = layerTime(layer, run.steps);
  const written = new Float64Array(run.steps * units);
  const left = new Float64Array(units).fill(1);
  for (let t = step; t !== first - order; t -= order) {
    for (let unit = 0; unit < units; unit++) {
      const at = t * units + unit;
      const share = shares.values[at];
      // Adding 0 makes −0 plain 0.
      written[at] = left[unit] * (now[at] - share * before[at]) + 0;
      left[unit] *= share;
    }
  }
  return {
    written: new Tensor(written, [run.steps, units]),
    initial: new Tensor(
      left.map((value, unit) => value * before[first * units + unit] + 0),
      [units]
    )
  };
}
