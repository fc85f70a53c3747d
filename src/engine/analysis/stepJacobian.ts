import type { LayerRecord } from '../recurrence/layerRecord';
import { stepThrough } from '../recurrence/sequence';
import { gradients } from '../tensor/tape';
import { concat } from '../tensor/joining';
import { variable } from '../tensor/making';
import { Tensor } from '../tensor/tensor';
import type { Matrix } from './matrix';
import { identity } from './matrix';

/**
 * The step Jacobian ∂s_t/∂s_{t−1} of a recurrent layer, with s all its states one after the other:
 * H×H for h alone, 2H×2H over (h, c) for an LSTM. Rows are what changes, columns by what. In f64,
 * with the clamps of the run; a masked step is the identity.
 *
 * @param step t; the state before the first step counts too
 * @param sequence which of a batch
 */
export function stepJacobian(
  layer: LayerRecord,
  step: number,
  sequence = 0
): Matrix {
  const { cell, clampsAt, mask } = layer;
  const names = cell.stateNames;
  const size = names.reduce(
    (total, name) => total + cell.definition.state[name],
    0
  );
  if (mask && mask.at(sequence).at(step).item() === 0) {
    return identity(size);
  }
  const { input } = layer.steps[step];
  // One row of the batch for each row of the Jacobian, all from the same state.
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
      parameters: Object.fromEntries(
        Object.entries(layer.parameters).map(([name, tensor]) => [
          name,
          tensor.cast('f64')
        ])
      ),
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
