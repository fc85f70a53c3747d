import type { KernelFunctions } from '../../../../../src/engine/fused/kernels';
import type { Heap } from './heap';
import { sigmoid } from './walk';

/** What `activate` computes: `wasm/activation.ts` numbers them the same. */
const functions = [
  (x: number) => x,
  Math.tanh,
  sigmoid,
  (x: number) => Math.max(x, 0)
];

/** Their derivatives, from the value. */
const slopes = [
  () => 1,
  (y: number) => 1 - y * y,
  (y: number) => y * (1 - y),
  (y: number) => (y > 0 ? 1 : 0)
];

/** Moving and weighting rows, activations and softmax. */
export function rowFunctions(
  heap: Heap
): Pick<
  KernelFunctions,
  | 'activate'
  | 'activateBackward'
  | 'exponentials'
  | 'addValues'
  | 'clearColumns'
  | 'gatherRows'
  | 'scatterRows'
  | 'maskByIndex'
  | 'softmaxRows'
> {
  return {
    activate(kind, count, x, y) {
      const { f32 } = heap;
      for (let at = 0; at < count; at++) {
        f32[(y >> 2) + at] = functions[kind](f32[(x >> 2) + at]);
      }
    },

    activateBackward(kind, count, y, dy, dx) {
      const { f32 } = heap;
      for (let at = 0; at < count; at++) {
        f32[(dx >> 2) + at] =
          f32[(dy >> 2) + at] * slopes[kind](f32[(y >> 2) + at]);
      }
    },

    exponentials(count, x, y) {
      const { f32 } = heap;
      for (let at = 0; at < count; at++) {
        f32[(y >> 2) + at] = Math.exp(f32[(x >> 2) + at]);
      }
    },

    addValues(count, a, b, target) {
      const { f32 } = heap;
      for (let at = 0; at < count; at++) {
        f32[(target >> 2) + at] = f32[(a >> 2) + at] + f32[(b >> 2) + at];
      }
    },

    clearColumns(rows, first, last, x, row) {
      for (let r = 0; r < rows; r++) {
        const start = (x + r * row) >> 2;
        heap.f32.fill(0, start + first, start + last);
      }
    },

    gatherRows(count, width, index, source, sourceRow, target, targetRow) {
      const { f32, i32 } = heap;
      for (let n = 0; n < count; n++) {
        const from = (source + i32[(index >> 2) + n] * sourceRow) >> 2;
        f32.copyWithin((target + n * targetRow) >> 2, from, from + width);
      }
    },

    scatterRows(count, width, index, source, sourceRow, target, targetRow) {
      const { f32, i32 } = heap;
      for (let n = 0; n < count; n++) {
        const from = (source + n * sourceRow) >> 2;
        const to = (target + i32[(index >> 2) + n] * targetRow) >> 2;
        for (let at = 0; at < width; at++) {
          f32[to + at] += f32[from + at];
        }
      }
    },

    maskByIndex(
      count,
      width,
      index,
      source,
      sourceRow,
      mask,
      maskRow,
      target,
      targetRow
    ) {
      const { f32, i32 } = heap;
      for (let n = 0; n < count; n++) {
        const from = (source + n * sourceRow) >> 2;
        const by = (mask + i32[(index >> 2) + n] * maskRow) >> 2;
        const to = (target + n * targetRow) >> 2;
        for (let at = 0; at < width; at++) {
          f32[to + at] = f32[from + at] * f32[by + at];
        }
      }
    },

    softmaxRows(rows, classes, width, x, row, y, yRow, largest, sums) {
      const { f32 } = heap;
      for (let r = 0; r < rows; r++) {
        const from = (x + r * row) >> 2;
        const to = (y + r * yRow) >> 2;
        let most = -Infinity;
        for (let k = 0; k < classes; k++) {
          most = Math.max(most, f32[from + k]);
        }
        let sum = 0;
        for (let k = 0; k < width; k++) {
          const power = k < classes ? Math.exp(f32[from + k] - most) : 0;
          f32[to + k] = power;
          sum += power;
        }
        for (let k = 0; k < classes; k++) {
          f32[to + k] /= sum;
        }
        f32[(largest >> 2) + r] = most;
        f32[(sums >> 2) + r] = sum;
      }
    }
  };
}
