import type { Cell } from '../cells/cell';
import { deltaNet as deltaNetCell } from '../cells/deltaNet';
import { linearAttention as linearAttentionCell } from '../cells/linearAttention';
import { minGru as minGruCell } from '../cells/minGru';
import { minLstm as minLstmCell } from '../cells/minLstm';
import { mLstm as mLstmCell } from '../cells/mLstm';
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

export interface MatrixLayerOptions extends PlainRecurrentOptions {
  /** N, the numbers of a key; the state has H × N. Default 4. */
  keyDim?: number;
}

export interface DeltaNetLayerOptions extends MatrixLayerOptions {
  /** Whether a gate lets all of the state fade at each step. Default false. */
  gated?: boolean;
  /** Whether what is erased may change its sign. Default false. */
  negativeEigenvalues?: boolean;
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

/**
 * A layer of `linearAttention`, whose state adds up values under keys: `[B, T, I] → [B, H]`, or
 * `[B, T, H]` with `returnSequences`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.linearAttention({ units: 3, keyDim: 2, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [3]
 * ```
 */
export function linearAttention(options: MatrixLayerOptions): RecurrentLayer {
  const spec = {
    type: 'LinearAttention',
    ...layerOptions.LinearAttention(options)
  } as const;
  const { keyDim } = spec;
  return layerOf(
    spec,
    'layers.linearAttention',
    sizes => linearAttentionCell({ ...sizes, keyDim }),
    changed => linearAttention({ ...options, ...changed })
  );
}

/**
 * A layer of `mLstm`, xLSTM's cell whose state is a matrix: `[B, T, I] → [B, H]`, or `[B, T, H]` with
 * `returnSequences`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.mLstm({ units: 3, keyDim: 2, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [3]
 * ```
 */
export function mLstm(options: MatrixLayerOptions): RecurrentLayer {
  const spec = { type: 'MLSTM', ...layerOptions.MLSTM(options) } as const;
  const { keyDim } = spec;
  return layerOf(
    spec,
    'layers.mLstm',
    sizes => mLstmCell({ ...sizes, keyDim }),
    changed => mLstm({ ...options, ...changed })
  );
}

/**
 * A layer of `deltaNet`, whose state takes a new value in the place of the one under its key:
 * `[B, T, I] → [B, H]`, or `[B, T, H]` with `returnSequences`.
 *
 * @throws TypeError on a wrong or unknown option
 * @example
 * ```ts
 * const model = sequential([layers.deltaNet({ units: 3, gated: true, inputShape: [5, 2] })]);
 * model.summary().layers[0].outputShape; // [3]
 * ```
 */
export function deltaNet(options: DeltaNetLayerOptions): RecurrentLayer {
  const spec = { type: 'DeltaNet', ...layerOptions.DeltaNet(options) } as const;
  const { keyDim, gated, negativeEigenvalues } = spec;
  return layerOf(
    spec,
    'layers.deltaNet',
    sizes => deltaNetCell({ ...sizes, keyDim, gated, negativeEigenvalues }),
    changed => deltaNet({ ...options, ...changed })
  );
}
