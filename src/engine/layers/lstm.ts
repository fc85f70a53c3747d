import type { Activation } from '../tensor/activations';
import { lstm as lstmCell } from '../cells/lstm';
import { requireInteger, requireKnown } from '../base/check';
import type { RecurrentLayer, RecurrentLayerOptions } from './recurrent';
import {
  cellOptionNames,
  given,
  recurrentLayer,
  recurrentLayerOptionNames
} from './recurrent';

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
  requireKnown('layers.lstm', options, [
    ...recurrentLayerOptionNames,
    'recurrentActivation',
    'unitForgetBias',
    'projection'
  ]);
  if (options.projection !== undefined) {
    requireInteger('layers.lstm', 'projection', options.projection);
  }
  return recurrentLayer(
    'LSTM',
    'layers.lstm',
    options,
    (inputSize, { seed, dtype }) =>
      lstmCell({
        inputSize,
        units: options.units,
        seed,
        dtype,
        ...given(options, [
          ...cellOptionNames,
          'recurrentActivation',
          'unitForgetBias',
          'projection'
        ])
      })
  );
}
