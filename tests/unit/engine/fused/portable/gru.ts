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

/** The GRU of `wasm/gru.ts`; a row of gates holds n, z, r, q. */
export function gruPasses(
  heap: Heap
): Pick<
  KernelFunctions,
  | 'gruForward'
  | 'gruBackward'
  | 'gruResetBeforeForward'
  | 'gruResetBeforeBackward'
> {
  function forward(address: number, resetAfter: boolean): void {
    const s = recordAt(heap, address);
    const { f32 } = heap;
    const { units } = s;
    const { value: sigmoid } = gateOf(s);
    const zr = s.recurrent >> 2;
    const candidate = zr + 2 * units * units;
    const rows = rowsInOrder(heap, s);
    for (const row of rows) {
      enterStep(heap, s, row);
      const { gates, before } = row;
      const q = gates + 3 * units;
      addProduct(f32, gates + units, 2 * units, units, before, 4, zr);
      if (resetAfter) {
        const bias = s.candidateBias >> 2;
        f32.copyWithin(q, bias, bias + units);
        addProduct(f32, q, units, units, before, 4, candidate);
      }
      for (let unit = 0; unit < units; unit++) {
        f32[gates + units + unit] = sigmoid(f32[gates + units + unit]);
        const r = sigmoid(f32[gates + 2 * units + unit]);
        f32[gates + 2 * units + unit] = r;
        if (resetAfter) {
          f32[gates + unit] += r * f32[q + unit];
        } else {
          f32[q + unit] = r * f32[before + unit];
        }
      }
      if (!resetAfter) {
        addProduct(f32, gates, units, units, q, 4, candidate);
      }
      for (let unit = 0; unit < units; unit++) {
        const n = Math.tanh(f32[gates + unit]);
        const z = f32[gates + units + unit];
        f32[gates + unit] = n;
        f32[row.output + unit] = (1 - z) * n + z * f32[row.carried + unit];
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

  function backward(address: number, resetAfter: boolean): void {
    const s = recordAt(heap, address);
    const { f32 } = heap;
    const { units } = s;
    const { slope } = gateOf(s);
    const rows = rowsInOrder(heap, s);
    for (const row of rows.toReversed()) {
      const hidden = stateAt(s, s.hiddenGradient, row);
      const reset = stateAt(s, s.resetGradient, row);
      const to = row.gateGradients;
      for (let unit = 0; unit < units; unit++) {
        const at = row.gates + unit;
        const n = f32[at];
        const z = f32[at + units];
        const r = f32[at + 2 * units];
        const q = f32[at + 3 * units];
        let dh =
          f32[hidden + unit] +
          (s.outputGradient ? f32[row.outputGradient + unit] : 0);
        if (s.hiddenTrace) {
          f32[row.hiddenTrace + unit] = dh;
        }
        dh *= kept(heap, s.keptHidden, unit);
        f32[hidden + unit] = dh * z;
        const dn = dh * (1 - z) * (1 - n * n) * kept(heap, s.keptGates, unit);
        f32[to + unit] = dn;
        f32[to + units + unit] =
          dh *
          (f32[row.carried + unit] - n) *
          slope(z) *
          kept(heap, s.keptGates, units + unit);
        if (resetAfter) {
          f32[to + 2 * units + unit] =
            dn * q * slope(r) * kept(heap, s.keptGates, 2 * units + unit);
          f32[to + 3 * units + unit] = dn * r;
        }
      }
      // What goes back through products, under the mask; z carries the rest.
      const through = new Float32Array(units);
      if (!resetAfter) {
        f32.fill(0, reset, reset + units);
        addProduct(f32, reset, units, units, to, 4, s.transposedCandidate >> 2);
        for (let unit = 0; unit < units; unit++) {
          const r = f32[row.gates + 2 * units + unit];
          const dq = f32[reset + unit];
          through[unit] = dq * r;
          f32[to + 2 * units + unit] = dq * f32[row.before + unit] * slope(r);
        }
      }
      if (!row.first) {
        f32.set(through, reset);
        addProduct(
          f32,
          reset,
          units,
          (resetAfter ? 3 : 2) * units,
          to + units,
          4,
          s.transposed >> 2
        );
        leaveStep(heap, s, row, reset);
        for (let unit = 0; unit < units; unit++) {
          f32[hidden + unit] += f32[reset + unit];
        }
      }
    }
    addRecurrentGradient(
      heap,
      s,
      rows,
      (resetAfter ? 3 : 2) * units,
      row => row.before,
      row => row.gateGradients + units,
      s.recurrentGradient
    );
    if (!resetAfter) {
      addRecurrentGradient(
        heap,
        s,
        rows,
        units,
        row => row.gates + 3 * units,
        row => row.gateGradients,
        s.recurrentGradient + 8 * units * units
      );
    }
  }

  return {
    gruForward: address => forward(address, true),
    gruBackward: address => backward(address, true),
    gruResetBeforeForward: address => forward(address, false),
    gruResetBeforeBackward: address => backward(address, false)
  };
}
