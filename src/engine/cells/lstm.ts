import { libraryStep } from '../recurrence/libraryStep';
import type { Activation } from '../tensor/activations';
import { activation } from '../tensor/activations';
import { add, matmul, mul } from '../tensor/functions';
import type { Tensor } from '../tensor/tensor';
import { Cell } from './cell';
import type { Named } from '../recurrence/definition';
import type { RecurrentOptions } from '../recurrence/gatedWeights';
import { gatedWeights } from '../recurrence/gatedWeights';
import { countText } from '../recurrence/parameterCount';
import { cellSpecs } from '../spec/cells';
import { stepSources } from './stepSources';

type GateWeights = `${'W' | 'U' | 'b'}${'f' | 'i' | 'g' | 'o'}`;
/** The biases beside U h. */
type LstmRecurrentBias = `bh${'f' | 'i' | 'g' | 'o'}`;
interface Squashing {
  sigmoid(a: Tensor): Tensor;
  tanh(a: Tensor): Tensor;
}

/**
 * One step of the LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).
 *
 *     f_t = σ(W_f x_t + U_f h_{t−1} + b_f)      c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t
 *     i_t = σ(W_i x_t + U_i h_{t−1} + b_i)      h_t = o_t ⊙ tanh(c_t)
 *     g_t = tanh(W_g x_t + U_g h_{t−1} + b_g)
 *     o_t = σ(W_o x_t + U_o h_{t−1} + b_o)
 */
export function lstmStep(
  { x, h: hBefore, c: cBefore }: Named<'x' | 'h' | 'c'>,
  { Wf, Uf, bf, Wi, Ui, bi, Wg, Ug, bg, Wo, Uo, bo }: Named<GateWeights>,
  { sigmoid, tanh }: Squashing
): Named<'f' | 'i' | 'g' | 'o' | 'c' | 'h'> {
  const f = sigmoid(add(matmul(x, Wf), matmul(hBefore, Uf), bf));
  const i = sigmoid(add(matmul(x, Wi), matmul(hBefore, Ui), bi));
  const g = tanh(add(matmul(x, Wg), matmul(hBefore, Ug), bg));
  const o = sigmoid(add(matmul(x, Wo), matmul(hBefore, Uo), bo));
  const c = add(mul(f, cBefore), mul(i, g));
  const h = mul(o, tanh(c));
  return { f, i, g, o, c, h };
}

/**
 * The same step with the two biases of `nn.LSTM`, where one would do: both are there, learned, and
 * counted.
 *
 *     f_t = σ(W_f x_t + b_f + U_f h_{t−1} + b_hf), and so for i, g and o
 */
export function twoBiasLstmStep(
  { x, h: hBefore, c: cBefore }: Named<'x' | 'h' | 'c'>,
  {
    Wf,
    bf,
    Uf,
    bhf,
    Wi,
    bi,
    Ui,
    bhi,
    Wg,
    bg,
    Ug,
    bhg,
    Wo,
    bo,
    Uo,
    bho
  }: Named<GateWeights | LstmRecurrentBias>,
  { sigmoid, tanh }: Squashing
): Named<'f' | 'i' | 'g' | 'o' | 'c' | 'h'> {
  const f = sigmoid(add(matmul(x, Wf), bf, matmul(hBefore, Uf), bhf));
  const i = sigmoid(add(matmul(x, Wi), bi, matmul(hBefore, Ui), bhi));
  const g = tanh(add(matmul(x, Wg), bg, matmul(hBefore, Ug), bhg));
  const o = sigmoid(add(matmul(x, Wo), bo, matmul(hBefore, Uo), bho));
  const c = add(mul(f, cBefore), mul(i, g));
  const h = mul(o, tanh(c));
  return { f, i, g, o, c, h };
}

/** One step of the LSTM with as many biases as there are. */
function stepOf(
  input: Named<'x' | 'h' | 'c'>,
  parameters: Named,
  squashing: Squashing
): Named<'f' | 'i' | 'g' | 'o' | 'c' | 'h'> {
  return 'bhf' in parameters
    ? twoBiasLstmStep(
        input,
        parameters as Named<GateWeights | LstmRecurrentBias>,
        squashing
      )
    : lstmStep(input, parameters as Named<GateWeights>, squashing);
}

/**
 * The LSTM step whose hidden state is a projection of the filtered cell state (Sak et al. 2014):
 * h_t = P (o_t ⊙ tanh(c_t)), which is called m_t before the projection.
 */
export function projectedLstmStep(
  input: Named<'x' | 'h' | 'c'>,
  parameters: Named<'P'>,
  squashing: Squashing
): Named<'f' | 'i' | 'g' | 'o' | 'c' | 'm' | 'h'> {
  const { f, i, g, o, c, h: m } = stepOf(input, parameters, squashing);
  const h = matmul(m, parameters.P);
  return { f, i, g, o, c, m, h };
}

/** The text of the step with its projection written out. */
function projectedSource(source: string): string {
  return source
    .replace(/(bh?o) \}\)/, '$1, P })')
    .replace('const h = ', 'const m = ')
    .replace(
      '  return { f, i, g, o, c, h }',
      '  const h = matmul(m, P);\n  return { f, i, g, o, c, m, h }'
    );
}

export interface LstmOptions extends RecurrentOptions {
  /** Of the candidate and of the cell state as h sees it. Default `tanh`. */
  activation?: Activation;
  /** Of the gates. Default `sigmoid`. */
  recurrentActivation?: Activation;
  /** Starts the forget gate's bias at 1 (Jozefowicz et al. 2015). Keras's default: true. */
  unitForgetBias?: boolean;
  /**
   * Size of h when it is projected (`proj_size` of `nn.LSTM`). The regularizers and constraints of a
   * layer leave the projection's matrix alone.
   */
  projection?: number;
}

/** What the LSTM's step returns. */
export type LstmChannel = 'f' | 'i' | 'g' | 'o' | 'c' | 'h';

/**
 * A long short-term memory cell. Defaults as Keras's `LSTM`: Glorot-uniform W, orthogonal U, zero
 * b, forget bias 1; with `convention: 'pytorch'` as `nn.LSTM`: everything U(±1/√H), two biases.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const cell = lstm({ inputSize: 1, units: 4, seed: 7 });
 * const run = cell.run([0.1, 0.9, 0.4]);
 * run.f.shape; // [3, 4]: the forget gate of 4 units at 3 steps
 * ```
 */
export function lstm(options: LstmOptions): Cell<LstmChannel> {
  const spec = cellSpecs.lstm(options);
  const { inputSize, units, projection } = spec;
  if (projection !== undefined && projection >= units) {
    throw new TypeError(
      `lstm: projection must be smaller than units (${units}), got ${projection}`
    );
  }
  const { activation: outer, recurrentActivation: gate } = spec;
  const squashing: Squashing = {
    sigmoid: activation(gate),
    tanh: activation(outer)
  };
  const weights = gatedWeights('lstm', spec, {
    keras: ['i', 'f', 'g', 'o'],
    pytorch: ['i', 'f', 'g', 'o'],
    recurrentSize: projection ?? units,
    projection,
    unitBias: spec.unitForgetBias ? 'f' : undefined
  });
  const sourceNow = (): string => {
    const source =
      weights.biases === 2 ? stepSources.twoBiasLstm : stepSources.lstm;
    return projection ? projectedSource(source) : source;
  };
  return new Cell<LstmChannel>(
    'lstm',
    weights,
    spec.seed,
    {
      kind: 'lstm',
      spec,
      name: 'LSTM',
      inputSize,
      units,
      state: { h: projection ?? units, c: units },
      step: libraryStep((input: Named<'x' | 'h' | 'c'>, parameters: Named) =>
        projection
          ? projectedLstmStep(input, parameters as Named<'P'>, squashing)
          : stepOf(input, parameters, squashing)
      ),
      get source() {
        return sourceNow()
          .replaceAll('sigmoid', gate)
          .replaceAll('tanh', outer);
      },
      count: () =>
        countText({
          gates: 4,
          inputSize,
          units,
          biases: weights.biases,
          projection
        }),
      labels: {
        f: 'forget',
        i: 'input',
        g: 'candidate',
        o: 'output',
        c: 'cell state',
        m: 'before projection',
        h: 'hidden state'
      },
      roles: { f: 'gate', i: 'gate', g: 'candidate', o: 'gate', m: 'value' }
    },
    seed => lstm({ ...options, seed })
  );
}
