import type { LayerRecord } from '../recurrence/layerRecord';
import type { Named } from '../recurrence/definition';
import { stepThrough } from '../recurrence/sequence';
import { gradients } from '../tensor/tape';
import { concat } from '../tensor/joining';
import { variable } from '../tensor/making';
import { Tensor } from '../tensor/tensor';
import { gatedJacobian } from './gatedJacobian';
import type { Matrix } from './matrix';
import { identity } from './matrix';

/**
 * The step Jacobians ∂s_t/∂s_{t−1} of a recurrent layer over one sequence, with s all its states one
 * after the other: H×H for h alone, 2H×2H over (h, c) for an LSTM. Rows are what changes, columns by
 * what. In f64, with the clamps of the run; a masked step is the identity.
 *
 * @param sequence which of a batch
 * @returns of step t; the state before the first step counts too
 */
export function stepJacobians(
  layer: LayerRecord,
  sequence = 0
): (step: number) => Matrix {
  const { cell, mask } = layer;
  const parameters = inDouble(layer.parameters);
  const size = cell.stateNames.reduce(
    (total, name) => total + cell.definition.state[name],
    0
  );
  const gated = gatedJacobian(layer, parameters, sequence);
  return step => {
    if (mask && mask.at(sequence).at(step).item() === 0) {
      return identity(size);
    }
    return gated
      ? gated(step)
      : tapeJacobian(layer, parameters, step, sequence);
  };
}

/**
 * The Jacobian of any step function: one pass of the tape, with a row of the batch for each row of
 * the Jacobian, all from the same state.
 */
export function tapeJacobian(
  layer: LayerRecord,
  parameters: Named,
  step: number,
  sequence: number
): Matrix {
  const { cell, clampsAt } = layer;
  const names = cell.stateNames;
  const { input } = layer.steps[step];
  const size = names.reduce(
    (total, name) => total + cell.definition.state[name],
    0
  );
  const copies = (tensor: Tensor): Tensor => {
    const row = tensor.at(sequence).values;
    const values = new Float64Array(size * row.length);
    for (let at = 0; at < size; at++) {
      values.set(row, at * row.length);
    }
    return new Tensor(values, [size, row.length]);
  };
  const before = names.map(name => variable(copies(input[name])));
  const x = copies(input.x);
  const { state } = stepThrough(
    {
      cell,
      parameters,
      x: x.reshape([size, 1, x.shape[1]]),
      initial: Object.fromEntries(names.map((name, at) => [name, before[at]]))
    },
    clampsAt && (() => clampsAt(step))
  );
  const after = concat(
    names.map(name => state[name]),
    -1
  );
  const columns = gradients(after, before, identity(size).values);
  return {
    rows: size,
    columns: size,
    values: concat(columns, -1).values as Float64Array
  };
}

/** The letters of a step in f64, apart from the run's own tape. */
export function inDouble(parameters: Named): Named {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => [
      name,
      tensor.detach().cast('f64')
    ])
  );
}
