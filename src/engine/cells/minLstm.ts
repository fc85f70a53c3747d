import { libraryStep } from '../recurrence/libraryStep';
import { sigmoid, softplus } from '../tensor/activationFunctions';
import { add, matmul, mul, neg, sub } from '../tensor/functions';
import type { Named } from '../recurrence/definition';
import type { Cell } from './cell';
import { cellDrawnAs } from './custom';
import type { PlainCellOptions } from './plainCell';
import { plainCell } from './plainCell';
import { stepSources } from './stepSources';

/** What minLSTM's step returns. */
export type MinLstmChannel = 'logF' | 'logI' | 'g' | 'keep' | 'write' | 'h';

const read = plainCell('minLstm');

/** One step, for `minLstm`. */
export function minLstmStep(
  { x, h: hBefore }: Named<'x' | 'h'>,
  { Wf, bf, Wi, bi, Wg, bg }: Named<`${'W' | 'b'}${'f' | 'i' | 'g'}`>
): Named<MinLstmChannel> {
  // log σ(a) = −softplus(−a), also where σ(a) is too small for a number.
  const logF = neg(softplus(neg(add(matmul(x, Wf), bf))));
  const logI = neg(softplus(neg(add(matmul(x, Wi), bi))));
  const g = add(matmul(x, Wg), bg);
  const keep = sigmoid(sub(logF, logI));
  const write = sigmoid(sub(logI, logF));
  const h = add(mul(keep, hBefore), mul(write, g));
  return { logF, logI, g, keep, write, h };
}

/**
 * minLSTM (Feng et al. 2024): forget and input gate read the input alone and are divided by their
 * sum, so that what is kept and what is written are shares of one whole. There is no output gate and
 * no cell state beside h. The gates are held as logarithms, as in the paper's log-space form:
 * f / (f + i) is σ(log f − log i), which is still right where both gates are shut and f + i is 0.
 *
 *     logF_t = log σ(W_f x_t + b_f)      keep_t  = σ(logF_t − logI_t) = f_t / (f_t + i_t)
 *     logI_t = log σ(W_i x_t + b_i)      write_t = σ(logI_t − logF_t) = i_t / (f_t + i_t)
 *     g_t = W_g x_t + b_g                h_t = keep_t ⊙ h_{t−1} + write_t ⊙ g_t
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * minLstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]).h.shape; // [3, 2]
 * ```
 */
export function minLstm(options: PlainCellOptions): Cell<MinLstmChannel> {
  return cellDrawnAs(
    {
      ...read(options),
      name: 'minLSTM',
      state: ['h'],
      parameters: ['Wf', 'bf', 'Wi', 'bi', 'Wg', 'bg'],
      labels: {
        logF: 'log of the forget gate',
        logI: 'log of the input gate',
        g: 'candidate',
        keep: 'keep gate',
        write: 'write gate'
      },
      step: libraryStep(minLstmStep),
      source: stepSources.minLstm
    },
    // The names that these had when its first networks were made: a seed makes the same ones.
    { Wg: 'Wn', bg: 'bn' }
  );
}
