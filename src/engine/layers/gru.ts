import type { Activation } from '../tensor/activations';
import { gru as gruCell } from '../cells/gru';
import { layerOptions } from '../spec/layers';
import type { RecurrentLayer, RecurrentLayerOptions } from './recurrent';
import { cellPart, recurrentLayer } from './recurrent';

export interface GruLayerOptions extends RecurrentLayerOptions {
  /** Of the gates. Default `sigmoid`. */
  recurrentActivation?: Activation;
  /** Whether the reset gate acts after the product with U. Default true. */
  resetAfter?: boolean;
}

/**
 * A layer of gated recurrent units, `[B, T, I] → [B, H]`, or `[B, T, H]` with `returnSequences`. As
 * Keras's `GRU`; with `convention: 'pytorch'` as `nn.GRU`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.gru({ units: 3, returnSequences: true, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [5, 3]
 * ```
 */
export function gru(options: GruLayerOptions): RecurrentLayer {
  const spec = { type: 'GRU', ...layerOptions.GRU(options) } as const;
  const { recurrentActivation, resetAfter } = spec;
  return recurrentLayer(
    spec,
    'layers.gru',
    (inputSize, { seed, dtype }) =>
      gruCell({
        ...cellPart(spec),
        inputSize,
        seed,
        dtype,
        recurrentActivation,
        resetAfter
      }),
    changed => gru({ ...options, ...changed })
  );
}
