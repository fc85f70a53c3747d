import { libraryStep } from '../recurrence/libraryStep';
import type { Activation } from '../tensor/activations';
import { activation } from '../tensor/activations';
import { add, matmul, mul, oneMinus } from '../tensor/functions';
import type { Tensor } from '../tensor/tensor';
import { Cell } from './cell';
import type { Named } from '../recurrence/definition';
import type { RecurrentOptions } from '../recurrence/gatedWeights';
import { gatedWeights } from '../recurrence/gatedWeights';
import { countText } from '../recurrence/parameterCount';
import { cellSpecs } from '../spec/cells';
import { stepSources } from './stepSources';

type GateWeights = `${'W' | 'U' | 'b'}${'z' | 'r' | 'n'}`;
/** The biases beside U h. */
type GruRecurrentBias = `bh${'z' | 'r' | 'n'}`;
interface Squashing {
  sigmoid(a: Tensor): Tensor;
  tanh(a: Tensor): Tensor;
}

/**
 * One step of the GRU as cuDNN, PyTorch and Keras compute it: the reset gate acts after the
 * recurrent product, which therefore has a bias of its own. The gates have that second bias too,
 * where one would do: it is there, it is learned, and it is counted.
 *
 *     z_t = σ(W_z x_t + b_z + U_z h_{t−1} + b_hz)      h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_{t−1}
 *     r_t = σ(W_r x_t + b_r + U_r h_{t−1} + b_hr)
 *     n_t = tanh(W_n x_t + b_n + r_t ⊙ (U_n h_{t−1} + b_hn))
 */
export function gruStep(
  { x, h: hBefore }: Named<'x' | 'h'>,
  {
    Wz,
    Uz,
    bz,
    bhz,
    Wr,
    Ur,
    br,
    bhr,
    Wn,
    Un,
    bn,
    bhn
  }: Named<GateWeights | GruRecurrentBias>,
  { sigmoid, tanh }: Squashing
): Named<'z' | 'r' | 'n' | 'h'> {
  const z = sigmoid(add(matmul(x, Wz), bz, matmul(hBefore, Uz), bhz));
  const r = sigmoid(add(matmul(x, Wr), br, matmul(hBefore, Ur), bhr));
  const n = tanh(add(matmul(x, Wn), bn, mul(r, add(matmul(hBefore, Un), bhn))));
  const h = add(mul(oneMinus(z), n), mul(z, hBefore));
  return { z, r, n, h };
}

/**
 * One step of the GRU as it was first published (Cho et al. 2014, with the update gate's sense of
 * Keras): the reset gate acts on the state itself.
 *
 *     n_t = tanh(W_n x_t + U_n (r_t ⊙ h_{t−1}) + b_n)
 */
export function resetBeforeGruStep(
  { x, h: hBefore }: Named<'x' | 'h'>,
  { Wz, Uz, bz, Wr, Ur, br, Wn, Un, bn }: Named<GateWeights>,
  { sigmoid, tanh }: Squashing
): Named<'z' | 'r' | 'n' | 'h'> {
  const z = sigmoid(add(matmul(x, Wz), matmul(hBefore, Uz), bz));
  const r = sigmoid(add(matmul(x, Wr), matmul(hBefore, Ur), br));
  const n = tanh(add(matmul(x, Wn), matmul(mul(r, hBefore), Un), bn));
  const h = add(mul(oneMinus(z), n), mul(z, hBefore));
  return { z, r, n, h };
}

export interface GruOptions extends RecurrentOptions {
  /** Of the candidate. Default `tanh`. */
  activation?: Activation;
  /** Of the gates. Default `sigmoid`. */
  recurrentActivation?: Activation;
  /** Whether the reset gate acts after the product with U (default, and always in PyTorch). */
  resetAfter?: boolean;
}

/** What the GRU's step returns. */
export type GruChannel = 'z' | 'r' | 'n' | 'h';

/**
 * A gated recurrent unit. Defaults as Keras's `GRU` (`resetAfter: true`); with
 * `convention: 'pytorch'` as `nn.GRU`.
 *
 * @throws TypeError on a wrong or unknown option, and for `resetAfter: false` with PyTorch's
 *   convention, which has no such cell
 * @example
 * ```ts
 * const cell = gru({ inputSize: 2, units: 3, seed: 7 });
 * cell.count.arithmetic; // '3((2+3)·3+2·3)'
 * ```
 */
export function gru(options: GruOptions): Cell<GruChannel> {
  const spec = cellSpecs.gru(options);
  const { inputSize, units, resetAfter } = spec;
  if (!resetAfter && spec.convention === 'pytorch') {
    throw new TypeError(
      "gru: resetAfter: false exists only in the 'keras' convention (nn.GRU resets after the product)"
    );
  }
  const { activation: outer, recurrentActivation: gate } = spec;
  const squashing: Squashing = {
    sigmoid: activation(gate),
    tanh: activation(outer)
  };
  const weights = gatedWeights('gru', spec, {
    keras: ['z', 'r', 'n'],
    pytorch: ['r', 'z', 'n'],
    recurrentSize: units,
    separateRecurrentBias: resetAfter
  });
  const source = resetAfter ? stepSources.gru : stepSources.resetBeforeGru;
  return new Cell<GruChannel>(
    'gru',
    weights,
    spec.seed,
    {
      kind: 'gru',
      spec,
      name: 'GRU',
      inputSize,
      units,
      state: { h: units },
      step: libraryStep((input: Named<'x' | 'h'>, parameters: Named) =>
        resetAfter
          ? gruStep(
              input,
              parameters as Named<GateWeights | GruRecurrentBias>,
              squashing
            )
          : resetBeforeGruStep(
              input,
              parameters as Named<GateWeights>,
              squashing
            )
      ),
      source: source.replaceAll('sigmoid', gate).replaceAll('tanh', outer),
      count: () =>
        countText({ gates: 3, inputSize, units, biases: weights.biases }),
      labels: {
        z: 'update',
        r: 'reset',
        n: 'candidate',
        h: 'hidden state'
      },
      roles: { z: 'gate', r: 'gate', n: 'candidate' }
    },
    seed => gru({ ...options, seed })
  );
}
