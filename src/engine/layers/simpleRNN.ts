import { rnn as rnnCell } from '../cells/rnn';
import { layerOptions } from '../spec/layers';
import type { RecurrentLayer, RecurrentLayerOptions } from './recurrent';
import { cellPart, recurrentLayer } from './recurrent';

/**
 * A vanilla recurrent layer, h_t = tanh(W x_t + U h_{t−1} + b): `[B, T, I] → [B, H]`, or
 * `[B, T, H]` with `returnSequences`. As Keras's `SimpleRNN`; with `convention: 'pytorch'` as
 * `nn.RNN`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.simpleRNN({ units: 3, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [3]
 * ```
 */
export function simpleRNN(options: RecurrentLayerOptions): RecurrentLayer {
  const spec = {
    type: 'SimpleRNN',
    ...layerOptions.SimpleRNN(options)
  } as const;
  return recurrentLayer(
    spec,
    'layers.simpleRNN',
    (inputSize, { seed, dtype }) =>
      rnnCell({
        ...cellPart(spec),
        inputSize,
        seed,
        dtype
      }),
    changed => simpleRNN({ ...options, ...changed })
  );
}
