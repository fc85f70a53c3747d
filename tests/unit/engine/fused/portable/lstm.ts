import type { KernelFunctions } from '../../../../../src/engine/fused/kernels';
import type { Heap } from './heap';
import { addProduct } from './products';
import {
  addRecurrentGradient,
  enterStep,
  finishStates,
  gateOf,
  kept,
  leaveStep,
  recordAt,
  rowsInOrder,
  stateAt
} from './walk';

/** The LSTM of `wasm/lstm.ts`; a row of gates holds i, f, o, g. */
export function lstmPasses(
  heap: Heap
): Pick<KernelFunctions, 'lstmForward' | 'lstmBackward'> {
  return {
    lstmForward(address) {
      const s = recordAt(heap, address);
      const { f32 } = heap;
      const { units } = s;
      const { value: sigmoid } = gateOf(s);
      const rows = rowsInOrder(heap, s);
      for (const row of rows) {
        enterStep(heap, s, row);
        const { gates } = row;
        addProduct(
          f32,
          gates,
          4 * units,
          units,
          row.before,
          4,
          s.recurrent >> 2
        );
        for (let unit = 0; unit < units; unit++) {
          const at = gates + unit;
          const i = sigmoid(f32[at]);
          const f = sigmoid(f32[at + units]);
          const o = sigmoid(f32[at + 2 * units]);
          const g = Math.tanh(f32[at + 3 * units]);
          const c = f * f32[row.memoryBefore + unit] + i * g;
          f32[at] = i;
          f32[at + units] = f;
          f32[at + 2 * units] = o;
          f32[at + 3 * units] = g;
          f32[row.memory + unit] = c;
          f32[row.squashed + unit] = Math.tanh(c);
          f32[row.output + unit] = o * Math.tanh(c);
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
      finishStates(
        heap,
        s,
        rows,
        row => row.memory,
        s.initialMemory,
        s.finalMemory
      );
    },

    lstmBackward(address) {
      const s = recordAt(heap, address);
      const { f32 } = heap;
      const { units } = s;
      const { slope } = gateOf(s);
      const rows = rowsInOrder(heap, s);
      for (const row of rows.toReversed()) {
        const hidden = stateAt(s, s.hiddenGradient, row);
        const memory = stateAt(s, s.memoryGradient, row);
        for (let unit = 0; unit < units; unit++) {
          const at = row.gates + unit;
          const to = row.gateGradients + unit;
          const i = f32[at];
          const f = f32[at + units];
          const o = f32[at + 2 * units];
          const g = f32[at + 3 * units];
          const tanhC = f32[row.squashed + unit];
          let dh =
            f32[hidden + unit] +
            (s.outputGradient ? f32[row.outputGradient + unit] : 0);
          if (s.hiddenTrace) {
            f32[row.hiddenTrace + unit] = dh;
          }
          dh *= kept(heap, s.keptHidden, unit);
          let dc = f32[memory + unit] + dh * o * (1 - tanhC * tanhC);
          if (s.hiddenTrace) {
            f32[row.memoryTrace + unit] = dc;
          }
          dc *= kept(heap, s.keptMemory, unit);
          f32[memory + unit] = dc * f;
          f32[to] = dc * g * slope(i);
          f32[to + units] = dc * f32[row.memoryBefore + unit] * slope(f);
          f32[to + 2 * units] = dh * tanhC * slope(o);
          f32[to + 3 * units] = dc * i * (1 - g * g);
          for (let gate = 0; gate < 4; gate++) {
            const place = gate * units + unit;
            f32[row.gateGradients + place] *= kept(heap, s.keptGates, place);
          }
        }
        if (!row.first) {
          f32.fill(0, hidden, hidden + units);
          addProduct(
            f32,
            hidden,
            units,
            4 * units,
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
        4 * units,
        row => row.before,
        row => row.gateGradients,
        s.recurrentGradient
      );
    }
  };
}
