import { libraryStep } from '../recurrence/libraryStep';
import { integer, options as reader } from '../base/options';
import { softplus } from '../tensor/activationFunctions';
import { add, exp, matmul, minimum, mul, neg, sum } from '../tensor/functions';
import { Tensor } from '../tensor/tensor';
import type { Named } from '../recurrence/definition';
import type { Cell } from './cell';
import { cell } from './custom';
import type { PlainCellOptions } from './plainCell';
import { plainFields } from './plainCell';
import { stepSources } from './stepSources';

/** What the step of a selective state space returns. */
export type SelectiveStateSpaceChannel =
  'u' | 'delta' | 'B' | 'C' | 'keep' | 's' | 'h';

export interface SelectiveStateSpaceOptions extends PlainCellOptions {
  /** N, the numbers that each unit remembers. Default 4. With 1, `keep` and `s` have a row in the gates view. */
  states?: number;
}

const read = reader('selectiveStateSpace', {
  ...plainFields,
  states: integer().or(4)
});

/** One step, for `selectiveStateSpace`. */
export function selectiveStep(
  { x, s: sBefore }: Named<'x' | 's'>,
  {
    Wu,
    Wd,
    bd,
    WB,
    WC,
    A,
    D
  }: Named<'Wu' | 'Wd' | 'bd' | 'WB' | 'WC' | 'A' | 'D'>,
  { units, states }: { readonly units: number; readonly states: number }
): Named<SelectiveStateSpaceChannel> {
  const batch = x.shape[0];
  const wide = units * states;
  const u = matmul(x, Wu);
  const delta = softplus(add(matmul(u, Wd), bd));
  const B = matmul(u, WB);
  const C = matmul(u, WC);
  const long = delta.reshape([batch, units, 1]);
  const written = mul(
    mul(delta, u).reshape([batch, units, 1]),
    B.reshape([batch, 1, states])
  );
  // At e⁴⁴ nothing is kept; a rate that is not finite, times a derivative of 0, would be no number.
  const rate = exp(minimum(A, 44));
  const keep = exp(neg(mul(long, rate))).reshape([batch, wide]);
  const s = add(mul(keep, sBefore), written.reshape([batch, wide]));
  const shown = mul(
    s.reshape([batch, units, states]),
    C.reshape([batch, 1, states])
  );
  const h = add(sum(shown, 2), mul(D, u));
  return { u, delta, B, C, keep, s, h };
}

/**
 * The selective state space of Mamba (Gu and Dao 2023), for H units that remember N numbers each: the
 * input decides how long the step is, what is written and what is read. `keep` is what the discrete
 * step leaves of each number, as the forget gate does; it never reads the state.
 *
 *     u_t = W_u x_t                                 keep_t = exp(−delta_t exp(A))       [H, N]
 *     delta_t = softplus(W_d u_t + b_d)             s_t = keep_t ⊙ s_{t−1} + (delta_t ⊙ u_t) B_t
 *     B_t = W_B u_t,  C_t = W_C u_t     [N]         h_t = s_t C_t + D ⊙ u_t
 *
 * exp(A) begins at 1, 2, …, N for every unit, and D at 1, as in Mamba. What else a Mamba block has (a
 * short convolution, a gate on the output, normalization) is left out. exp(A) is no larger than e⁴⁴, which
 * keeps nothing.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const cell = selectiveStateSpace({ inputSize: 1, units: 2, states: 3, seed: 7 });
 * cell.run([1, 0, 0]).s.shape; // [3, 6]
 * ```
 */
export function selectiveStateSpace(
  options: SelectiveStateSpaceOptions
): Cell<SelectiveStateSpaceChannel> {
  const { states, ...sizes } = read(options);
  const { units } = sizes;
  const wide = units * states;
  return cell({
    ...sizes,
    name: 'selective SSM',
    state: { s: wide, h: 'units' },
    parameters: {
      Wu: ['inputSize', 'units'],
      Wd: ['units', 'units'],
      bd: ['units'],
      WB: ['units', states],
      WC: ['units', states],
      A: decays(units, states),
      D: new Tensor(new Float64Array(units).fill(1), [units])
    },
    labels: {
      u: 'what is written',
      delta: 'step size',
      B: 'where it is written',
      C: 'what is read',
      keep: 'keep gate',
      s: 'state'
    },
    shared: ['B', 'C'],
    step: libraryStep((input, parameters) =>
      selectiveStep(input, parameters, { units, states })
    ),
    source: stepSources.selectiveStateSpace
  });
}

/** log 1, log 2, …, log N in each row. */
function decays(units: number, states: number): Tensor {
  return new Tensor(
    Float64Array.from({ length: units * states }, (_, at) =>
      Math.log(1 + (at % states))
    ),
    [units, states]
  );
}
