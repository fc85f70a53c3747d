import type { Cell } from '../cells/cell';
import { minGru as minGruCell } from '../cells/minGru';
import { minLstm as minLstmCell } from '../cells/minLstm';
import type { PlainCellOptions } from '../cells/plainCell';
import { sLstm as sLstmCell } from '../cells/sLstm';
import { selectiveStateSpace as selectiveStateSpaceCell } from '../cells/selectiveStateSpace';
import type { PlainRecurrentSpec } from '../spec/layers';
import { layerOptions } from '../spec/layers';
import type { RecurrentLayer, RecurrentLayerOptions } from './recurrent';
import { recurrentLayer } from './recurrent';

/** Options of a recurrent layer whose cell has no choices of its own. */
export type PlainRecurrentOptions = Pick<
  RecurrentLayerOptions,
  | 'units'
  | 'returnSequences'
  | 'goBackwards'
  | 'stateful'
  | 'dropout'
  | 'recurrentDropout'
  | 'activityRegularizer'
  | 'convention'
  | 'seed'
  | 'name'
  | 'trainable'
  | 'inputShape'
>;

export interface SelectiveStateSpaceLayerOptions extends PlainRecurrentOptions {
  /** N, the numbers that each unit remembers. Default 4. */
  states?: number;
}

function layerOf(
  spec: PlainRecurrentSpec,
  who: string,
  makeCell: (options: PlainCellOptions) => Cell,
  again: (changed: Partial<RecurrentLayerOptions>) => RecurrentLayer
): RecurrentLayer {
  const { units } = spec;
  return recurrentLayer(
    spec,
    who,
    (inputSize, { seed, dtype }) => makeCell({ inputSize, units, seed, dtype }),
    again
  );
}

/**
 * A layer of `minGru`, the GRU whose gate and candidate read the input alone: `[B, T, I] → [B, H]`, or
 * `[B, T, H]` with `returnSequences`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.minGru({ units: 3, returnSequences: true, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [5, 3]
 * ```
 */
export function minGru(options: PlainRecurrentOptions): RecurrentLayer {
  const spec = { type: 'MinGRU', ...layerOptions.MinGRU(options) } as const;
  return layerOf(spec, 'layers.minGru', minGruCell, changed =>
    minGru({ ...options, ...changed })
  );
}

/**
 * A layer of `minLstm`, the LSTM whose gates read the input alone and share one whole: `[B, T, I] →
 * [B, H]`, or `[B, T, H]` with `returnSequences`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.minLstm({ units: 3, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [3]
 * ```
 */
export function minLstm(options: PlainRecurrentOptions): RecurrentLayer {
  const spec = { type: 'MinLSTM', ...layerOptions.MinLSTM(options) } as const;
  return layerOf(spec, 'layers.minLstm', minLstmCell, changed =>
    minLstm({ ...options, ...changed })
  );
}

/**
 * A layer of `sLstm`, xLSTM's cell with an exponential input gate: `[B, T, I] → [B, H]`, or `[B, T, H]`
 * with `returnSequences`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.sLstm({ units: 3, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [3]
 * ```
 */
export function sLstm(options: PlainRecurrentOptions): RecurrentLayer {
  const spec = { type: 'SLSTM', ...layerOptions.SLSTM(options) } as const;
  return layerOf(spec, 'layers.sLstm', sLstmCell, changed =>
    sLstm({ ...options, ...changed })
  );
}

/**
 * A layer of `selectiveStateSpace`, Mamba's recurrence: `[B, T, I] → [B, H]`, or `[B, T, H]` with
 * `returnSequences`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.selectiveStateSpace({ units: 3, states: 2, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [3]
 * ```
 */
export function selectiveStateSpace(
  options: SelectiveStateSpaceLayerOptions
): RecurrentLayer {
  const spec = {
    type: 'SelectiveStateSpace',
    ...layerOptions.SelectiveStateSpace(options)
  } as const;
  const { states } = spec;
  return layerOf(
    spec,
    'layers.selectiveStateSpace',
    sizes => selectiveStateSpaceCell({ ...sizes, states }),
    changed => selectiveStateSpace({ ...options, ...changed })
  );
}
