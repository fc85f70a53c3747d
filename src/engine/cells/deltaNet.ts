import { flag, options as reader } from '../base/options';
import { libraryStep } from '../recurrence/libraryStep';
import { sigmoid, softplus } from '../tensor/activationFunctions';
import {
  add,
  div,
  exp,
  matmul,
  minimum,
  mul,
  neg,
  sub,
  sum
} from '../tensor/functions';
import { Tensor } from '../tensor/tensor';
import type { Named } from '../recurrence/definition';
import type { Cell } from './cell';
import type { ParameterSpec } from './custom';
import { cell } from './custom';
import type { MatrixCellOptions } from './plainCell';
import { matrixFields } from './plainCell';
import { stepSources } from './stepSources';

/** What DeltaNet's step returns; `alpha` where it is gated. */
export type DeltaNetChannel = 'q' | 'k' | 'v' | 'beta' | 'recall' | 'S' | 'h';

export interface DeltaNetOptions extends MatrixCellOptions {
  /** Whether a gate `alpha` lets all of S fade at each step (Gated DeltaNet). Default false. */
  gated?: boolean;
  /** Whether `beta` reaches from 0 to 2 rather than to 1, so that what is erased may change its sign. Default false. */
  negativeEigenvalues?: boolean;
}

const read = reader('deltaNet', {
  ...matrixFields,
  gated: flag.or(false),
  negativeEigenvalues: flag.or(false)
});

interface Sizes {
  readonly units: number;
  readonly keyDim: number;
  readonly negativeEigenvalues: boolean;
}

/** One step, for `deltaNet`. */
export function deltaNetStep(
  { x, S: SBefore }: Named<'x' | 'S'>,
  { Wq, Wk, Wv, Wb, bb }: Named<'Wq' | 'Wk' | 'Wv' | 'Wb' | 'bb'>,
  { units, keyDim, negativeEigenvalues }: Sizes
): Named<DeltaNetChannel> {
  const batch = x.shape[0];
  const matrix = [batch, units, keyDim];
  const row = [batch, 1, keyDim];
  const unit = (a: Tensor) =>
    div(a, add(sum(mul(a, a), 1).reshape([batch, 1]), 1e-6).sqrt());
  const q = unit(matmul(x, Wq).swish());
  const k = unit(matmul(x, Wk).swish());
  const v = matmul(x, Wv);
  const open = sigmoid(add(matmul(x, Wb), bb));
  const beta = negativeEigenvalues ? mul(2, open) : open;
  const recall = sum(mul(SBefore.reshape(matrix), k.reshape(row)), 2);
  const change = mul(beta, sub(v, recall)).reshape([batch, units, 1]);
  const written = mul(change, k.reshape(row)).reshape([batch, units * keyDim]);
  const S = add(SBefore, written);
  const h = sum(mul(S.reshape(matrix), q.reshape(row)), 2);
  return { q, k, v, beta, recall, S, h };
}

/** One step, for a gated `deltaNet`. */
export function gatedDeltaNetStep(
  { x, S: SBefore }: Named<'x' | 'S'>,
  {
    Wq,
    Wk,
    Wv,
    Wb,
    bb,
    Wa,
    ba,
    A
  }: Named<'Wq' | 'Wk' | 'Wv' | 'Wb' | 'bb' | 'Wa' | 'ba' | 'A'>,
  { units, keyDim, negativeEigenvalues }: Sizes
): Named<DeltaNetChannel | 'alpha'> {
  const batch = x.shape[0];
  const matrix = [batch, units, keyDim];
  const row = [batch, 1, keyDim];
  const unit = (a: Tensor) =>
    div(a, add(sum(mul(a, a), 1).reshape([batch, 1]), 1e-6).sqrt());
  const q = unit(matmul(x, Wq).swish());
  const k = unit(matmul(x, Wk).swish());
  const v = matmul(x, Wv);
  const open = sigmoid(add(matmul(x, Wb), bb));
  const beta = negativeEigenvalues ? mul(2, open) : open;
  // At e⁴⁴ nothing is kept; a rate that is not finite, times a derivative of 0, would be no number.
  const rate = exp(minimum(A, 44));
  const alpha = exp(neg(mul(rate, softplus(add(matmul(x, Wa), ba)))));
  const kept = mul(alpha, SBefore);
  const recall = sum(mul(kept.reshape(matrix), k.reshape(row)), 2);
  const change = mul(beta, sub(v, recall)).reshape([batch, units, 1]);
  const written = mul(change, k.reshape(row)).reshape([batch, units * keyDim]);
  const S = add(kept, written);
  const h = sum(mul(S.reshape(matrix), q.reshape(row)), 2);
  return { q, k, v, beta, alpha, recall, S, h };
}

/** Where softplus is 0.01: a state that at first keeps 99 in a hundred at each step. */
const SLOW = Math.log(Math.expm1(0.01));

/**
 * DeltaNet (Schlag et al. 2021; Yang et al. 2024): a matrix S in which a new value takes the place of the
 * one that was stored under its key, rather than being added to it. What the key recalls is taken off
 * first, so a step is one of gradient descent with the rate β on ½‖S k − v‖². With `gated`, all of S
 * fades by α before (Gated DeltaNet, Yang et al. 2025, with Mamba-2's gate). q and k have length 1, so
 * the transition I − β k kᵀ has the eigenvalue 1 − β along k; with `negativeEigenvalues` (Grazzi et al.
 * 2025) β reaches to 2 and that eigenvalue to −1, which counting by two needs.
 *
 *     q_t, k_t = silu(W x_t) / √(‖silu(W x_t)‖² + 10⁻⁶)  [N]     recall_t = α_t S_{t−1} k_t                [H]
 *     v_t = W_v x_t                                      [H]     S_t = α_t S_{t−1} + β_t (v_t − recall_t) k_tᵀ
 *     β_t = σ(W_b x_t + b_b)                             [1]         = S_{t−1} α_t (I − β_t k_t k_tᵀ) + β_t v_t k_tᵀ
 *     α_t = exp(−exp(A) softplus(W_a x_t + b_a)), or 1   [1]     h_t = S_t q_t
 *
 * One head; the short convolutions and the normalization of a block are left out.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const cell = deltaNet({ inputSize: 1, units: 2, keyDim: 3, seed: 7 });
 * cell.run([1, 0, 0]).S.shape; // [3, 6]
 * ```
 */
export function deltaNet(
  options: DeltaNetOptions & { gated: true }
): Cell<DeltaNetChannel | 'alpha'>;
export function deltaNet(options: DeltaNetOptions): Cell<DeltaNetChannel>;
export function deltaNet(
  options: DeltaNetOptions
): Cell<DeltaNetChannel | 'alpha'> {
  const { keyDim, gated, negativeEigenvalues, ...plain } = read(options);
  const { units } = plain;
  const sizes = { units, keyDim, negativeEigenvalues };
  const state = { S: units * keyDim, h: 'units' } as const;
  const parameters = {
    Wq: ['inputSize', keyDim],
    Wk: ['inputSize', keyDim],
    Wv: ['inputSize', 'units'],
    Wb: ['inputSize', 1],
    bb: [1]
  } satisfies Record<string, ParameterSpec>;
  const labels = {
    q: 'query',
    k: 'key',
    v: 'value',
    beta: 'write gate',
    recall: 'what the key recalls',
    S: 'state'
  };
  return gated
    ? cell({
        ...plain,
        name: 'gated DeltaNet',
        state,
        parameters: {
          ...parameters,
          Wa: ['inputSize', 1],
          ba: new Tensor(Float64Array.of(SLOW), [1]),
          A: new Tensor(new Float64Array(1), [1])
        },
        labels: { ...labels, alpha: 'keep gate' },
        shared: ['q', 'k', 'beta', 'alpha'],
        step: libraryStep((input, weights) =>
          gatedDeltaNetStep(input, weights, sizes)
        ),
        source: stepSources.gatedDeltaNet
      })
    : (cell({
        ...plain,
        name: 'DeltaNet',
        state,
        parameters,
        labels,
        shared: ['q', 'k', 'beta'],
        step: libraryStep((input, weights) =>
          deltaNetStep(input, weights, sizes)
        ),
        source: stepSources.deltaNet
      }) as Cell<DeltaNetChannel | 'alpha'>);
}
