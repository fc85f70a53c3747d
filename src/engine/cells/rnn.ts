import { libraryStep } from '../recurrence/libraryStep';
import type { Activation } from '../tensor/activations';
import { activation } from '../tensor/activations';
import { add, matmul } from '../tensor/functions';
import type { Tensor } from '../tensor/tensor';
import { Cell } from './cell';
import type { Named } from '../recurrence/definition';
import type { RecurrentOptions } from '../recurrence/gatedWeights';
import { gatedWeights } from '../recurrence/gatedWeights';
import { countText } from '../recurrence/parameterCount';
import { cellSpecs } from '../spec/cells';
import { stepSources } from './stepSources';

/**
 * One step of the vanilla recurrent network (Elman 1990).
 *
 *     h_t = tanh(W x_t + U h_{t−1} + b)
 */
export function rnnStep(
  { x, h }: Named<'x' | 'h'>,
  { W, U, b }: Named<'W' | 'U' | 'b'>,
  { tanh }: { tanh(a: Tensor): Tensor }
): Named<'h'> {
  return { h: tanh(add(matmul(x, W), matmul(h, U), b)) };
}

/**
 * The same step with the two biases of `nn.RNN`, where one would do: both are there, learned, and counted.
 *
 *     h_t = tanh(W x_t + b + U h_{t−1} + b_h)
 */
export function twoBiasRnnStep(
  { x, h }: Named<'x' | 'h'>,
  { W, b, U, bh }: Named<'W' | 'U' | 'b' | 'bh'>,
  { tanh }: { tanh(a: Tensor): Tensor }
): Named<'h'> {
  return { h: tanh(add(matmul(x, W), b, matmul(h, U), bh)) };
}

export interface RnnOptions extends RecurrentOptions {
  /** Default `tanh`. */
  activation?: Activation;
}

/**
 * A vanilla recurrent cell, h_t = tanh(W x_t + U h_{t−1} + b). Defaults as Keras's `SimpleRNN`;
 * with `convention: 'pytorch'` as `nn.RNN`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const cell = rnn({ inputSize: 1, units: 3, seed: 7 });
 * cell.run([0.5, -1, 2]).h.shape; // [3, 3]: steps, units
 * ```
 */
export function rnn(options: RnnOptions): Cell<'h'> {
  const spec = cellSpecs.rnn(options);
  const { inputSize, units, activation: name } = spec;
  const tanh = activation(name);
  const weights = gatedWeights('rnn', spec, {
    keras: [''],
    pytorch: [''],
    recurrentSize: units
  });
  return new Cell(
    'rnn',
    weights,
    spec.seed,
    {
      kind: 'rnn',
      spec,
      name: 'RNN',
      inputSize,
      units,
      state: { h: units },
      step: libraryStep<Named<'x' | 'h'>, Named, Named<'h'>>((input, p) =>
        'bh' in p
          ? twoBiasRnnStep(input, p as Named<'W' | 'U' | 'b' | 'bh'>, { tanh })
          : rnnStep(input, p as Named<'W' | 'U' | 'b'>, { tanh })
      ),
      get source() {
        const { rnn: one, twoBiasRnn: two } = stepSources;
        return (weights.biases === 2 ? two : one).replaceAll('tanh', name);
      },
      count: () =>
        countText({
          gates: 1,
          inputSize,
          units,
          biases: weights.biases
        }),
      labels: { h: 'hidden state' }
    },
    seed => rnn({ ...options, seed })
  );
}
