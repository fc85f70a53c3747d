import type { KernelFunctions } from '../../../../../src/engine/fused/kernels';
import type { Heap } from './heap';

type Updates = Pick<
  KernelFunctions,
  | 'squaredNorm'
  | 'clipValues'
  | 'scaleValues'
  | 'adam'
  | 'adamRows'
  | 'sgd'
  | 'rmsprop'
  | 'adagrad'
>;

/** The optimisers' steps of `wasm/optimizer.ts`, one number at a time. */
export function updates(heap: Heap): Updates {
  const adam: Updates['adam'] = (
    count,
    weight,
    gradient,
    moment,
    square,
    scale,
    keep1,
    keep2,
    rate,
    root,
    epsilon,
    decay
  ) => {
    const { f32 } = heap;
    for (let at = 0; at < count; at++) {
      const w = (weight >> 2) + at;
      const m = (moment >> 2) + at;
      const v = (square >> 2) + at;
      const g = f32[(gradient >> 2) + at] * scale;
      f32[m] += keep1 * (g - f32[m]);
      f32[v] += keep2 * (g * g - f32[v]);
      f32[w] =
        f32[w] * (1 - decay) -
        (rate * f32[m]) / (Math.sqrt(f32[v]) * root + epsilon);
    }
  };
  return {
    squaredNorm(count, gradient) {
      let total = 0;
      for (let at = 0; at < count; at++) {
        total += heap.f32[(gradient >> 2) + at] ** 2;
      }
      return total;
    },

    clipValues(count, gradient, bound) {
      const { f32 } = heap;
      for (let at = gradient >> 2; at < (gradient >> 2) + count; at++) {
        f32[at] = Math.min(Math.max(f32[at], -bound), bound);
      }
    },

    scaleValues(count, x, factor) {
      for (let at = x >> 2; at < (x >> 2) + count; at++) {
        heap.f32[at] *= factor;
      }
    },

    adam,

    adamRows(
      rows,
      width,
      index,
      seen,
      weight,
      gradient,
      moment,
      square,
      zeros,
      ...constants
    ) {
      const decay = constants[6];
      for (let row = 0; row < rows; row++) {
        const at = heap.i32[(index >> 2) + row];
        if (at >= 0) {
          heap.u8[seen + row] = 1;
        } else if (decay === 0 && heap.u8[seen + row] === 0) {
          continue;
        }
        const skip = row * width * 4;
        adam(
          width,
          weight + skip,
          at >= 0 ? gradient + at * width * 4 : zeros,
          moment + skip,
          square + skip,
          ...constants
        );
      }
    },

    sgd(count, weight, gradient, velocity, mode, scale, rate, momentum) {
      const { f32 } = heap;
      for (let at = 0; at < count; at++) {
        const w = (weight >> 2) + at;
        const u = (velocity >> 2) + at;
        const g = f32[(gradient >> 2) + at] * scale;
        if (mode === 0) {
          f32[w] -= rate * g;
        } else if (mode < 3) {
          f32[u] = momentum * f32[u] - rate * g;
          f32[w] += mode === 1 ? f32[u] : momentum * f32[u] - rate * g;
        } else {
          f32[u] = momentum * f32[u] + g;
          f32[w] -= rate * (mode === 3 ? f32[u] : g + momentum * f32[u]);
        }
      }
    },

    rmsprop(
      count,
      weight,
      gradient,
      square,
      average,
      velocity,
      scale,
      rho,
      rate,
      inner,
      outer,
      momentum,
      rateOutside
    ) {
      const { f32 } = heap;
      for (let at = 0; at < count; at++) {
        const w = (weight >> 2) + at;
        const s = (square >> 2) + at;
        const a = (average >> 2) + at;
        const u = (velocity >> 2) + at;
        const g = f32[(gradient >> 2) + at] * scale;
        f32[s] += (1 - rho) * (g * g - f32[s]);
        let variance = f32[s];
        if (average !== 0) {
          f32[a] += (1 - rho) * (g - f32[a]);
          variance = Math.max(variance - f32[a] ** 2, 0);
        }
        const step = g / (Math.sqrt(variance + inner) + outer);
        if (velocity === 0) {
          f32[w] -= rate * step;
        } else {
          f32[u] = momentum * f32[u] + (rateOutside ? step : rate * step);
          f32[w] -= rateOutside ? rate * f32[u] : f32[u];
        }
      }
    },

    adagrad(count, weight, gradient, square, scale, rate, inner, outer) {
      const { f32 } = heap;
      for (let at = 0; at < count; at++) {
        const s = (square >> 2) + at;
        const g = f32[(gradient >> 2) + at] * scale;
        f32[s] += g * g;
        f32[(weight >> 2) + at] -=
          (rate * g) / (Math.sqrt(f32[s] + inner) + outer);
      }
    }
  };
}
