import type { Dense, Operation } from '../operation';
import { allocate, commonType } from '../operation';
import { aroundAxis } from '../shape';

/** Along which axis, and whether it stays with extent 1. Null means: over everything. */
export interface AxisAttributes {
  readonly axis: number | null;
  readonly keep: boolean;
}

export const sum = reduction('sum', false);

export const mean = reduction('mean', true);

function reduction(name: string, average: boolean): Operation<AxisAttributes> {
  return {
    name,
    shape: ([shape], attributes) => reducedShape(shape, attributes),
    forward([input], attributes) {
      const { outer, extent, inner } = loops(input.shape, attributes.axis);
      const values = allocate(commonType([input]), outer * inner);
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          let total = 0;
          for (let e = 0; e < extent; e++) {
            total += input.values[(o * extent + e) * inner + i];
          }
          values[o * inner + i] = average ? total / extent : total;
        }
      }
      return { values, shape: reducedShape(input.shape, attributes) };
    },
    backward(gradient, [target], [input], _output, attributes) {
      const { outer, extent, inner } = loops(input.shape, attributes.axis);
      const scale = average ? 1 / extent : 1;
      for (let o = 0; target !== null && o < outer; o++) {
        for (let e = 0; e < extent; e++) {
          for (let i = 0; i < inner; i++) {
            target[(o * extent + e) * inner + i] +=
              scale * gradient[o * inner + i];
          }
        }
      }
    }
  };
}

/** The largest value along an axis; the first of several equal ones gets the gradient. */
export const max = extreme('max', 1);

/** The smallest value along an axis; the first of several equal ones gets the gradient. */
export const min = extreme('min', -1);

function extreme(name: string, sign: 1 | -1): Operation<AxisAttributes> {
  return {
    name,
    shape: ([shape], attributes) => reducedShape(shape, attributes),
    forward([input], attributes) {
      const { outer, extent, inner } = loops(input.shape, attributes.axis);
      const values = allocate(commonType([input]), outer * inner);
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          const e = argmax(input.values, o, extent, inner, i, sign);
          values[o * inner + i] = input.values[(o * extent + e) * inner + i];
        }
      }
      return { values, shape: reducedShape(input.shape, attributes) };
    },
    backward(gradient, [target], [input], _output, attributes) {
      const { outer, extent, inner } = loops(input.shape, attributes.axis);
      for (let o = 0; target !== null && o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          const e = argmax(input.values, o, extent, inner, i, sign);
          target[(o * extent + e) * inner + i] += gradient[o * inner + i];
        }
      }
    }
  };
}

/** `e^{x_i} / Σ e^{x_j}` along an axis, shifted by the largest so that nothing overflows. */
export const softmax: Operation<number> = {
  name: 'softmax',
  remembersInput: true,
  forward([input], axis) {
    const { outer, extent, inner } = aroundAxis(input.shape, axis);
    const values = allocate(commonType([input]), input.values.length);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const at = (e: number) => (o * extent + e) * inner + i;
        const top = input.values[at(argmax(input.values, o, extent, inner, i))];
        let total = 0;
        for (let e = 0; e < extent; e++) {
          const value = Math.exp(input.values[at(e)] - top);
          values[at(e)] = value;
          total += value;
        }
        for (let e = 0; e < extent; e++) {
          values[at(e)] /= total;
        }
      }
    }
    return { values, shape: input.shape };
  },
  backward(gradient, [target], [input], output, axis) {
    const { outer, extent, inner } = aroundAxis(input.shape, axis);
    const y = output.values;
    for (let o = 0; target !== null && o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        let dot = 0;
        for (let e = 0; e < extent; e++) {
          const at = (o * extent + e) * inner + i;
          dot += gradient[at] * y[at];
        }
        for (let e = 0; e < extent; e++) {
          const at = (o * extent + e) * inner + i;
          target[at] += y[at] * (gradient[at] - dot);
        }
      }
    }
  }
};

/** `x_i − log Σ e^{x_j}` along an axis. */
export const logSoftmax: Operation<number> = {
  name: 'logSoftmax',
  forward([input], axis) {
    const { outer, extent, inner } = aroundAxis(input.shape, axis);
    const values = allocate(commonType([input]), input.values.length);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const at = (e: number) => (o * extent + e) * inner + i;
        const top = input.values[at(argmax(input.values, o, extent, inner, i))];
        let total = 0;
        for (let e = 0; e < extent; e++) {
          total += Math.exp(input.values[at(e)] - top);
        }
        // One after the other: the logarithm beside a large number is lost.
        const less = Math.log(total);
        for (let e = 0; e < extent; e++) {
          values[at(e)] = input.values[at(e)] - top - less;
        }
      }
    }
    return { values, shape: input.shape };
  },
  backward(gradient, [target], [input], output, axis) {
    const { outer, extent, inner } = aroundAxis(input.shape, axis);
    const y = output.values;
    for (let o = 0; target !== null && o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        let total = 0;
        for (let e = 0; e < extent; e++) {
          total += gradient[(o * extent + e) * inner + i];
        }
        for (let e = 0; e < extent; e++) {
          const at = (o * extent + e) * inner + i;
          target[at] += gradient[at] - Math.exp(y[at]) * total;
        }
      }
    }
  }
};

function loops(
  shape: readonly number[],
  axis: number | null
): { outer: number; extent: number; inner: number } {
  return axis === null
    ? { outer: 1, extent: shape.reduce((a, b) => a * b, 1), inner: 1 }
    : aroundAxis(shape, axis);
}

function reducedShape(
  shape: readonly number[],
  { axis, keep }: AxisAttributes
): readonly number[] {
  if (axis === null) {
    return keep ? shape.map(() => 1) : [];
  }
  return keep
    ? shape.map((extent, index) => (index === axis ? 1 : extent))
    : shape.filter((_, index) => index !== axis);
}

/** With −1 of the smallest. A NaN counts as the one looked for, so that it is not lost. */
function argmax(
  values: ArrayLike<number>,
  outer: number,
  extent: number,
  inner: number,
  i: number,
  sign: 1 | -1 = 1
): number {
  let best = 0;
  for (let e = 1; e < extent; e++) {
    const value = values[(outer * extent + e) * inner + i];
    const top = values[(outer * extent + best) * inner + i];
    if (sign * value > sign * top || (value !== value && top === top)) {
      best = e;
    }
  }
  return best;
}

/** Where the largest number along an axis stands; the first of equals. */
export function largestPlaces({ values, shape }: Dense, axis: number): Dense {
  const { outer, extent, inner } = aroundAxis(shape, axis);
  const best = new Float64Array(outer * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = (e: number) => values[(o * extent + e) * inner + i];
      let top = 0;
      for (let e = 1; e < extent; e++) {
        if (at(e) > at(top)) {
          top = e;
        }
      }
      best[o * inner + i] = top;
    }
  }
  return { values: best, shape: shape.filter((_, index) => index !== axis) };
}
