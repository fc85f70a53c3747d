import { libraryStep } from '../recurrence/libraryStep';
import { sigmoid } from '../tensor/activationFunctions';
import { add, matmul, mul, oneMinus } from '../tensor/functions';
import type { Named } from '../recurrence/definition';
import type { Cell } from './cell';
import { cell } from './custom';
import type { PlainCellOptions } from './plainCell';
import { plainCell } from './plainCell';
import { stepSources } from './stepSources';

/** What minGRU's step returns. */
export type MinGruChannel = 'z' | 'n' | 'h';

const read = plainCell('minGru');

/** One step, for `minGru`. */
export function minGruStep(
  { x, h: hBefore }: Named<'x' | 'h'>,
  { Wz, bz, Wn, bn }: Named<'Wz' | 'bz' | 'Wn' | 'bn'>
): Named<MinGruChannel> {
  const z = sigmoid(add(matmul(x, Wz), bz));
  const n = add(matmul(x, Wn), bn);
  const h = add(mul(oneMinus(z), hBefore), mul(z, n));
  return { z, n, h };
}

/**
 * minGRU (Feng et al. 2024, _Were RNNs All We Needed?_): a GRU whose gate and candidate read the
 * input alone, so that all steps of a sequence can be computed at once (`scan`). As published, z is
 * the share that is _written_; in `gru` it is the share that is kept.
 *
 *     z_t = σ(W_z x_t + b_z)
 *     n_t = W_n x_t + b_n
 *     h_t = (1 − z_t) ⊙ h_{t−1} + z_t ⊙ n_t
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const cell = minGru({ inputSize: 1, units: 2, seed: 7 });
 * cell.run([1, 0, 0]).h.shape; // [3, 2]
 * ```
 */
export function minGru(options: PlainCellOptions): Cell<MinGruChannel> {
  return cell({
    ...read(options),
    name: 'minGRU',
    state: ['h'],
    parameters: ['Wz', 'bz', 'Wn', 'bn'],
    labels: { z: 'update gate', n: 'candidate' },
    step: libraryStep(minGruStep),
    source: stepSources.minGru
  });
}
