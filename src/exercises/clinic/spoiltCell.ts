import type { Cell } from '../../engine/cells/cell';
import { concat } from '../../engine/tensor/joining';
import { noGradient } from '../../engine/tensor/recording';
import type { Tensor } from '../../engine/tensor/tensor';
import type { FaultName } from './faults';

/** Far enough below 0 that no input of a trained network opens the gate. */
const SHUT = -100;

/** A copy of an LSTM's cell; with a fault of the weights, those are planted in it. */
export function spoiltCell(cell: Cell, fault: FaultName): Cell {
  return noGradient(() => {
    const copy = cell.anew(0);
    const { kernel, recurrentKernel, bias } = cell.getWeights({
      convention: 'keras'
    });
    const given = { kernel, recurrentKernel, bias };
    copy.setWeights(
      fault === 'gatesSwapped'
        ? {
            kernel: swapped(kernel),
            recurrentKernel: swapped(recurrentKernel),
            bias: swapped(bias)
          }
        : fault === 'forgetGateShut'
          ? { ...given, bias: shut(bias) }
          : given,
      { convention: 'keras' }
    );
    return copy;
  });
}

/** Keras stacks i, f, g, o along the last axis. */
function blocks(stacked: Tensor): Tensor[] {
  const axis = stacked.rank - 1;
  const units = stacked.shape[axis] / 4;
  return [0, 1, 2, 3].map(gate =>
    stacked.slice(gate * units, (gate + 1) * units, { axis })
  );
}

function swapped(stacked: Tensor): Tensor {
  const [i, f, g, o] = blocks(stacked);
  return concat([f, i, g, o], stacked.rank - 1);
}

function shut(bias: Tensor): Tensor {
  const [i, f, g, o] = blocks(bias);
  return concat([i, f.add(SHUT), g, o], 0);
}
