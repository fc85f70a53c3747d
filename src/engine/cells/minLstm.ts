import { sigmoid } from '../tensor/activationFunctions';
import { add, div, matmul, mul } from '../tensor/functions';
import type { Named } from '../recurrence/definition';
import type { Cell } from './cell';
import { cell } from './custom';
import type { PlainCellOptions } from './plainCell';
import { plainCell } from './plainCell';
import { stepSources } from './stepSources';

/** What minLSTM's step returns. */
export type MinLstmChannel = 'f' | 'i' | 'n' | 'keep' | 'write' | 'h';

const read = plainCell('minLstm');

/** One step, for `minLstm`. */
export function minLstmStep(
  { x, h: hBefore }: Named<'x' | 'h'>,
  { Wf, bf, Wi, bi, Wn, bn }: Named<`${'W' | 'b'}${'f' | 'i' | 'n'}`>
): Named<MinLstmChannel> {
  const f = sigmoid(add(matmul(x, Wf), bf));
  const i = sigmoid(add(matmul(x, Wi), bi));
  const n = add(matmul(x, Wn), bn);
  const keep = div(f, add(f, i));
  const write = div(i, add(f, i));
  const h = add(mul(keep, hBefore), mul(write, n));
  return { f, i, n, keep, write, h };
}

/**
 * minLSTM (Feng et al. 2024): forget and input gate read the input alone and are divided by their
 * sum, so that what is kept and what is written are shares of one whole. There is no output gate and
 * no cell state beside h.
 *
 *     f_t = σ(W_f x_t + b_f)      keep_t  = f_t / (f_t + i_t)
 *     i_t = σ(W_i x_t + b_i)      write_t = i_t / (f_t + i_t)
 *     n_t = W_n x_t + b_n         h_t = keep_t ⊙ h_{t−1} + write_t ⊙ n_t
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * minLstm({ inputSize: 1, units: 2, seed: 7 }).run([1, 0, 0]).h.shape; // [3, 2]
 * ```
 */
export function minLstm(options: PlainCellOptions): Cell<MinLstmChannel> {
  return cell({
    ...read(options),
    name: 'minLSTM',
    state: ['h'],
    parameters: ['Wf', 'bf', 'Wi', 'bi', 'Wn', 'bn'],
    labels: {
      f: 'forget gate',
      i: 'input gate',
      n: 'candidate',
      keep: 'keep gate',
      write: 'write gate'
    },
    step: minLstmStep,
    source: stepSources.minLstm
  });
}
