import { options as reader } from '../base/options';
import { libraryStep } from '../recurrence/libraryStep';
import { sigmoid, softplus } from '../tensor/activationFunctions';
import {
  abs,
  add,
  div,
  exp,
  matmul,
  maximum,
  minimum,
  mul,
  neg,
  sub,
  sum
} from '../tensor/functions';
import type { Named } from '../recurrence/definition';
import type { Cell } from './cell';
import { cell } from './custom';
import type { MatrixCellOptions } from './plainCell';
import { matrixFields } from './plainCell';
import { stepSources } from './stepSources';

/** What mLSTM's step returns. */
export type MLstmChannel =
  'q' | 'k' | 'v' | 'logF' | 'logI' | 'o' | 'm' | 'f' | 'i' | 'C' | 'n' | 'h';

const read = reader('mLstm', matrixFields);

/** One step, for `mLstm`. */
export function mLstmStep(
  { x, C: CBefore, n: nBefore, m: mBefore }: Named<'x' | 'C' | 'n' | 'm'>,
  {
    Wq,
    bq,
    Wk,
    bk,
    Wv,
    bv,
    Wf,
    bf,
    Wi,
    bi,
    Wo,
    bo
  }: Named<`${'W' | 'b'}${'q' | 'k' | 'v' | 'f' | 'i' | 'o'}`>,
  { units, keyDim }: { readonly units: number; readonly keyDim: number }
): Named<MLstmChannel> {
  const batch = x.shape[0];
  const wide = units * keyDim;
  const q = add(matmul(x, Wq), bq);
  const k = add(div(matmul(x, Wk), Math.sqrt(keyDim)), bk);
  const v = add(matmul(x, Wv), bv);
  // log σ(a) = −softplus(−a), also where σ(a) is too small for a number.
  const logF = neg(softplus(neg(add(matmul(x, Wf), bf))));
  const logI = add(matmul(x, Wi), bi);
  const o = sigmoid(add(matmul(x, Wo), bo));
  const kept = add(logF, mBefore);
  // Never below 0, so that exp(−m) has an upper end.
  const m = maximum(maximum(kept, logI), 0);
  const f = exp(sub(kept, m));
  const i = exp(sub(logI, m));
  const written = mul(
    mul(i, v).reshape([batch, units, 1]),
    k.reshape([batch, 1, keyDim])
  );
  const C = add(mul(f, CBefore), written.reshape([batch, wide]));
  const n = add(mul(f, nBefore), mul(i, k));
  const read = sum(
    mul(C.reshape([batch, units, keyDim]), q.reshape([batch, 1, keyDim])),
    2
  );
  const likeness = abs(sum(mul(n, q), 1).reshape([batch, 1]));
  // From e⁻⁴³ on its square is no number of 32 bits, and nothing is divided by 0.
  const least = exp(neg(minimum(m, 43)));
  const h = mul(o, div(read, maximum(likeness, least)));
  return { q, k, v, logF, logI, o, m, f, i, C, n, h };
}

/**
 * xLSTM's mLSTM (Beck et al. 2024): the cell state is a matrix C in which values are stored under keys,
 * with one exponential input gate and one forget gate for all of it. No gate reads h, so all steps
 * could be computed at once. n sums the keys as C sums the values, and C q is divided by |n · q| where
 * that is more than 1. As in sLSTM, m keeps the numbers small and cancels: f, i, C and n are the
 * paper's divided by exp(m). The forget gate is a sigmoid, one of the two that the paper allows.
 *
 *     q_t = W_q x_t + b_q                   [N]      m_t = max(logF_t + m_{t−1}, logI_t, 0)   [1]
 *     k_t = W_k x_t / √N + b_k              [N]      f_t = exp(logF_t + m_{t−1} − m_t)        [1]
 *     v_t = W_v x_t + b_v                   [H]      i_t = exp(logI_t − m_t)                  [1]
 *     logF_t = log σ(W_f x_t + b_f)         [1]      C_t = f_t C_{t−1} + i_t v_t k_tᵀ         [H, N]
 *     logI_t = W_i x_t + b_i                [1]      n_t = f_t n_{t−1} + i_t k_t              [N]
 *     o_t = σ(W_o x_t + b_o)                [H]      h_t = o_t ⊙ C_t q_t / max(|n_t · q_t|, exp(−m_t))
 *
 * One head; what else an xLSTM block has (a convolution, projections, normalization) is left out.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const cell = mLstm({ inputSize: 1, units: 2, keyDim: 3, seed: 7 });
 * cell.run([1, 0, 0]).C.shape; // [3, 6]
 * ```
 */
export function mLstm(options: MatrixCellOptions): Cell<MLstmChannel> {
  const { keyDim, ...sizes } = read(options);
  const { units } = sizes;
  return cell({
    ...sizes,
    name: 'mLSTM',
    state: { C: units * keyDim, n: keyDim, m: 1, h: 'units' },
    parameters: {
      Wq: ['inputSize', keyDim],
      bq: [keyDim],
      Wk: ['inputSize', keyDim],
      bk: [keyDim],
      Wv: ['inputSize', 'units'],
      bv: ['units'],
      Wf: ['inputSize', 1],
      bf: [1],
      Wi: ['inputSize', 1],
      bi: [1],
      Wo: ['inputSize', 'units'],
      bo: ['units']
    },
    labels: {
      q: 'query',
      k: 'key',
      v: 'value',
      logF: 'log of the forget gate',
      logI: 'log of the input gate',
      o: 'output gate',
      m: 'largest logarithm',
      f: 'forget gate',
      i: 'input gate',
      C: 'cell state',
      n: 'sum of the keys'
    },
    shared: ['q', 'k', 'logF', 'logI', 'm', 'f', 'i', 'n'],
    step: libraryStep((input, parameters) =>
      mLstmStep(input, parameters, { units, keyDim })
    ),
    source: stepSources.mLstm
  });
}
