import { libraryStep } from '../recurrence/libraryStep';
import {
  add,
  div,
  exp,
  matmul,
  maximum,
  minimum,
  mul,
  sum
} from '../tensor/functions';
import type { Tensor } from '../tensor/tensor';
import type { Named } from '../recurrence/definition';
import type { Cell } from './cell';
import { cell } from './custom';
import type { MatrixCellOptions } from './plainCell';
import { matrixFields } from './plainCell';
import { options as reader } from '../base/options';
import { stepSources } from './stepSources';

/** What the step of linear attention returns. */
export type LinearAttentionChannel = 'q' | 'k' | 'v' | 'S' | 'z' | 'h';

const read = reader('linearAttention', matrixFields);

/** One step, for `linearAttention`. */
export function linearAttentionStep(
  { x, S: SBefore, z: zBefore }: Named<'x' | 'S' | 'z'>,
  { Wq, Wk, Wv }: Named<'Wq' | 'Wk' | 'Wv'>,
  { units, keyDim }: { readonly units: number; readonly keyDim: number }
): Named<LinearAttentionChannel> {
  const batch = x.shape[0];
  // elu(a) + 1, also where it is too small for a number beside 1.
  const above = (a: Tensor) => add(maximum(a, 0), exp(minimum(a, 0)));
  const q = above(matmul(x, Wq));
  const k = above(matmul(x, Wk));
  const v = matmul(x, Wv);
  const written = mul(
    v.reshape([batch, units, 1]),
    k.reshape([batch, 1, keyDim])
  );
  const S = add(SBefore, written.reshape([batch, units * keyDim]));
  const z = add(zBefore, k);
  const read = sum(
    mul(S.reshape([batch, units, keyDim]), q.reshape([batch, 1, keyDim])),
    2
  );
  // Where no key is like the query, nothing is divided by 0.
  const likeness = add(sum(mul(z, q), 1).reshape([batch, 1]), 1e-6);
  const h = div(read, likeness);
  return { q, k, v, S, z, h };
}

/**
 * Linear attention (Katharopoulos et al. 2020) as the recurrence that it is: a matrix S adds up, for
 * each key that was written, its value, and a query reads all values by how like their keys are to it.
 * Nothing is ever forgotten, and no gate decides. φ keeps every likeness above 0.
 *
 *     q_t = φ(W_q x_t),  k_t = φ(W_k x_t)    [N]     S_t = S_{t−1} + v_t k_tᵀ         [H, N]
 *     v_t = W_v x_t                          [H]     z_t = z_{t−1} + k_t             [N]
 *     φ(a) = elu(a) + 1                              h_t = S_t q_t / (z_t · q_t + 10⁻⁶)
 *
 * The 10⁻⁶ is that of the authors' own code. One head.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const cell = linearAttention({ inputSize: 1, units: 2, keyDim: 3, seed: 7 });
 * cell.run([1, 0, 0]).S.shape; // [3, 6]
 * ```
 */
export function linearAttention(
  options: MatrixCellOptions
): Cell<LinearAttentionChannel> {
  const { keyDim, ...sizes } = read(options);
  const { units } = sizes;
  return cell({
    ...sizes,
    name: 'linear attention',
    state: { S: units * keyDim, z: keyDim, h: 'units' },
    parameters: {
      Wq: ['inputSize', keyDim],
      Wk: ['inputSize', keyDim],
      Wv: ['inputSize', 'units']
    },
    labels: {
      q: 'query',
      k: 'key',
      v: 'value',
      S: 'state',
      z: 'sum of the keys'
    },
    shared: ['q', 'k', 'z'],
    step: libraryStep((input, parameters) =>
      linearAttentionStep(input, parameters, { units, keyDim })
    ),
    source: stepSources.linearAttention
  });
}
