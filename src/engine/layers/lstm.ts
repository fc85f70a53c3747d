import type { Activation } from '../tensor/activations';
import { lstm as lstmCell } from '../cells/lstm';
import { layerOptions } from '../spec/layers';
import type { RecurrentLayer, RecurrentLayerOptions } from './recurrent';
import { cellPart, recurrentLayer } from './recurrent';

export interface LstmLayerOptions extends RecurrentLayerOptions {
  /** Of the gates. Default `sigmoid`. */
  recurrentActivation?: Activation;
  /** Starts the forget gate's bias at 1. Default true. */
  unitForgetBias?: boolean;
  /** Size of h when it is projected (`proj_size` of `nn.LSTM`). */
  projection?: number;
}

/**
 * A long short-term memory layer, `[B, T, I] → [B, H]`, or `[B, T, H]` with `returnSequences`. As
 * Keras's `LSTM`; with `convention: 'pytorch'` as `nn.LSTM`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.lstm({ units: 3, returnSequences: true, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [5, 3]
 * ```
 */
export function lstm(options: LstmLayerOptions): RecurrentLayer {
  const spec = { type: 'LSTM', ...layerOptions.LSTM(options) } as const;
  const { recurrentActivation, unitForgetBias, projection } = spec;
  return recurrentLayer(
    spec,
    'layers.lstm',
    (inputSize, { seed, dtype }) =>
      lstmCell({
        ...cellPart(spec),
        inputSize,
        seed,
        dtype,
        recurrentActivation,
        unitForgetBias,
        projection
      }),
    changed => lstm({ ...options, ...changed })
  );
}
