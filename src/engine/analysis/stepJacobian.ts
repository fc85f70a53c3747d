import type { Named } from '../recurrence/definition';
import type { LayerRecord } from '../recurrence/layerRecord';
import { stepThrough } from '../recurrence/sequence';
import type { SequenceRows } from '../recurrence/sequenceRows';
import { sequenceRows } from '../recurrence/sequenceRows';
import { concat } from '../tensor/joining';
import { variable } from '../tensor/making';
import { gradients } from '../tensor/tape';
import { Tensor } from '../tensor/tensor';
import type { RealMatrix } from './matrix';
import { identity } from './matrix';

/** The Jacobian of a step. */
export type JacobianAt = (step: number) => RealMatrix;

type ReadJacobians = (
  layer: LayerRecord,
  sequence: number
) => JacobianAt | null;

let byGraph: ReadJacobians | null = null;

/** Gives what reads them off a step that can be followed, which is no part of what a page loads for a cell alone. */
export function readJacobiansBy(given: ReadJacobians): void {
  byGraph = given;
}

/**
 * The step Jacobians ∂s_t/∂s_{t−1} of a recurrent layer over one sequence, with s all its states one
 * after the other: H×H for h alone, 2H×2H over (h, c) for an LSTM. Rows are what changes, columns by
 * what. In f64, with the clamps of the run; a masked step is the identity.
 *
 * @param sequence which of a batch
 * @returns of step t; the state before the first step counts too
 */
export function stepJacobians(layer: LayerRecord, sequence = 0): JacobianAt {
  const { mask } = layer;
  const at = byGraph?.(layer, sequence) ?? tapeJacobians(layer, sequence);
  return step =>
    mask && mask.at(sequence).at(step).item() === 0
      ? identity(sizeOf(layer))
      : at(step);
}

const sizeOf = ({ cell: { stateNames, definition } }: LayerRecord): number =>
  stateNames.reduce((total, name) => total + definition.state[name], 0);

/**
 * The Jacobians of any step function: one pass of the tape for each, with a row of the batch for each row of
 * the Jacobian, all from the same state.
 */
export function tapeJacobians(
  layer: LayerRecord,
  sequence: number
): JacobianAt {
  const { cell, clampsAt } = layer;
  const names = cell.stateNames;
  const parameters = inDouble(layer.parameters);
  const size = sizeOf(layer);
  const { x, before }: SequenceRows = sequenceRows(layer, sequence);
  const copies = (tensor: Tensor, step: number): Tensor => {
    const row = tensor.at(step).values;
    const values = new Float64Array(size * row.length);
    for (let at = 0; at < size; at++) {
      values.set(row, at * row.length);
    }
    return new Tensor(values, [size, row.length]);
  };
  return step => {
    const from = names.map(name => variable(copies(before[name], step)));
    const { state } = stepThrough(
      {
        cell,
        parameters,
        x: copies(x, step).reshape([size, 1, cell.inputSize]),
        initial: Object.fromEntries(names.map((name, at) => [name, from[at]]))
      },
      clampsAt && (() => clampsAt(step))
    );
    const after = concat(
      names.map(name => state[name]),
      -1
    );
    const columns = gradients(after, from, identity(size).values);
    return {
      rows: size,
      columns: size,
      values: concat(columns, -1).values as Float64Array
    };
  };
}

/** The parameters of a step in f64, apart from the run's own tape. */
export function inDouble(parameters: Named): Named {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => [
      name,
      tensor.detach().cast('f64')
    ])
  );
}
