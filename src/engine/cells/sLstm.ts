import { libraryStep } from '../recurrence/libraryStep';
import { sigmoid, softplus, tanh } from '../tensor/activationFunctions';
import {
  add,
  div,
  exp,
  matmul,
  maximum,
  mul,
  neg,
  sub
} from '../tensor/functions';
import { select } from '../tensor/joining';
import type { Named } from '../recurrence/definition';
import type { Cell } from './cell';
import { cellDrawnAs } from './custom';
import type { PlainCellOptions } from './plainCell';
import { plainCell } from './plainCell';
import { stepSources } from './stepSources';

/** What sLSTM's step returns. */
export type SLstmChannel =
  'logF' | 'logI' | 'g' | 'o' | 'm' | 'f' | 'i' | 'c' | 'n' | 'h';

const read = plainCell('sLstm');

/** One step, for `sLstm`. */
export function sLstmStep(
  {
    x,
    h: hBefore,
    c: cBefore,
    n: nBefore,
    m: mBefore
  }: Named<'x' | 'h' | 'c' | 'n' | 'm'>,
  {
    Wf,
    Uf,
    bf,
    Wi,
    Ui,
    bi,
    Wg,
    Ug,
    bg,
    Wo,
    Uo,
    bo
  }: Named<`${'W' | 'U' | 'b'}${'f' | 'i' | 'g' | 'o'}`>
): Named<SLstmChannel> {
  // log σ(a) = −softplus(−a), also where σ(a) is too small for a number.
  const logF = neg(softplus(neg(add(matmul(x, Wf), matmul(hBefore, Uf), bf))));
  const logI = add(matmul(x, Wi), matmul(hBefore, Ui), bi);
  const g = tanh(add(matmul(x, Wg), matmul(hBefore, Ug), bg));
  const o = sigmoid(add(matmul(x, Wo), matmul(hBefore, Uo), bo));
  // Before anything is written (n = 0) there is no largest logarithm that m could hold.
  const kept = select(nBefore, add(logF, mBefore), logI);
  const m = maximum(kept, logI);
  const f = exp(sub(kept, m));
  const i = exp(sub(logI, m));
  const c = add(mul(f, cBefore), mul(i, g));
  const n = add(mul(f, nBefore), i);
  const h = mul(o, div(c, n));
  return { logF, logI, g, o, m, f, i, c, n, h };
}

/**
 * xLSTM's sLSTM (Beck et al. 2024): the input gate is an exponential, so it has no upper end, and a
 * later input can outweigh all before it. n sums what was written, and c is divided by it. m, the
 * largest logarithm so far, keeps the numbers small and cancels in c / n: f and i are the gates
 * divided by exp(m). The forget gate is a sigmoid, one of the two that the paper allows. The
 * candidate, z in the paper, is g here as in every LSTM.
 *
 *     logF_t = log σ(W_f x_t + U_f h_{t−1} + b_f)     m_t = max(logF_t + m_{t−1}, logI_t); m_1 = logI_1
 *     logI_t = W_i x_t + U_i h_{t−1} + b_i            f_t = exp(logF_t + m_{t−1} − m_t)
 *     g_t = tanh(W_g x_t + U_g h_{t−1} + b_g)         i_t = exp(logI_t − m_t)
 *     o_t = σ(W_o x_t + U_o h_{t−1} + b_o)            c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t
 *     h_t = o_t ⊙ c_t / n_t                           n_t = f_t ⊙ n_{t−1} + i_t
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * sLstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]).n.shape; // [3, 2]
 * ```
 */
export function sLstm(options: PlainCellOptions): Cell<SLstmChannel> {
  return cellDrawnAs(
    {
      ...read(options),
      name: 'sLSTM',
      state: ['h', 'c', 'n', 'm'],
      parameters: [
        ...(['Wf', 'Uf', 'bf', 'Wi', 'Ui', 'bi'] as const),
        ...(['Wg', 'Ug', 'bg', 'Wo', 'Uo', 'bo'] as const)
      ],
      labels: {
        logF: 'log of the forget gate',
        logI: 'log of the input gate',
        g: 'candidate',
        o: 'output gate',
        m: 'largest logarithm',
        f: 'forget gate',
        i: 'input gate',
        c: 'cell state',
        n: 'sum of what was written'
      },
      step: libraryStep(sLstmStep),
      source: stepSources.sLstm
    },
    // The names that these had when its first networks were made: a seed makes the same ones.
    { Wg: 'Wz', Ug: 'Uz', bg: 'bz' }
  );
}
