import type { KernelFunctions } from '../../../../../src/engine/fused/kernels';
import type { Heap } from './heap';
import { addProduct } from './products';
import {
  addRecurrentGradient,
  enterStep,
  finishStates,
  kept,
  leaveStep,
  recordAt,
  rowsInOrder,
  stateAt
} from './walk';

/** The plain recurrent layer of `wasm/rnn.ts`. */
export function rnnPasses(
  heap: Heap
): Pick<
  KernelFunctions,
  'rnnForward' | 'rnnBackward' | 'rnnReluForward' | 'rnnReluBackward'
> {
  function forward(address: number, squash: (x: number) => number): void {
    const s = recordAt(heap, address);
    const { f32 } = heap;
    const rows = rowsInOrder(heap, s);
    for (const row of rows) {
      enterStep(heap, s, row);
      addProduct(
        f32,
        row.gates,
        s.units,
        s.units,
        row.before,
        4,
        s.recurrent >> 2
      );
      for (let unit = 0; unit < s.units; unit++) {
        const h = squash(f32[row.gates + unit]);
        f32[row.gates + unit] = h;
        f32[row.output + unit] = h;
      }
    }
    finishStates(
      heap,
      s,
      rows,
      row => row.output,
      s.initialHidden,
      s.finalHidden
    );
  }

  function backward(address: number, slope: (h: number) => number): void {
    const s = recordAt(heap, address);
    const { f32 } = heap;
    const rows = rowsInOrder(heap, s);
    for (const row of rows.toReversed()) {
      const hidden = stateAt(s, s.hiddenGradient, row);
      for (let unit = 0; unit < s.units; unit++) {
        let dh =
          f32[hidden + unit] +
          (s.outputGradient ? f32[row.outputGradient + unit] : 0);
        if (s.hiddenTrace) {
          f32[row.hiddenTrace + unit] = dh;
        }
        dh *= kept(heap, s.keptHidden, unit);
        f32[row.gateGradients + unit] = dh * slope(f32[row.gates + unit]);
      }
      if (!row.first) {
        f32.fill(0, hidden, hidden + s.units);
        addProduct(
          f32,
          hidden,
          s.units,
          s.units,
          row.gateGradients,
          4,
          s.transposed >> 2
        );
        leaveStep(heap, s, row, hidden);
      }
    }
    addRecurrentGradient(
      heap,
      s,
      rows,
      s.units,
      row => row.before,
      row => row.gateGradients,
      s.recurrentGradient
    );
  }

  return {
    rnnForward: address => forward(address, Math.tanh),
    rnnBackward: address => backward(address, h => 1 - h * h),
    rnnReluForward: address => forward(address, x => Math.max(x, 0)),
    rnnReluBackward: address => backward(address, h => (h > 0 ? 1 : 0))
  };
}
