import type { Dense, Operation } from '../operation';
import { allocate, commonType } from '../operation';
import { aroundAxis, sizeOf } from '../shape';

/** The same numbers in the same order under another shape. */
export const reshape: Operation<readonly number[]> = {
  name: 'reshape',
  shape: (_, shape) => shape,
  forward([input], shape) {
    return { values: input.values, shape };
  },
  backward(gradient, [target]) {
    for (let at = 0; target !== null && at < gradient.length; at++) {
      target[at] += gradient[at];
    }
  }
};

/** Axes in another order. */
export const transpose: Operation<readonly number[]> = {
  name: 'transpose',
  shape: ([shape], order) => order.map(axis => shape[axis]),
  forward([input], order) {
    const index = transposedIndex(input.shape, order);
    const values = allocate(commonType([input]), input.values.length);
    for (let at = 0; at < values.length; at++) {
      values[at] = input.values[index[at]];
    }
    return { values, shape: transpose.shape!([input.shape], order) };
  },
  backward(gradient, [target], [input], _output, order) {
    const index = transposedIndex(input.shape, order);
    for (let at = 0; target !== null && at < gradient.length; at++) {
      target[index[at]] += gradient[at];
    }
  }
};

function transposedIndex(
  shape: readonly number[],
  order: readonly number[]
): Int32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const index = new Int32Array(sizeOf(shape));
  const counter = order.map(() => 0);
  let position = 0;
  for (let at = 0; at < index.length; at++) {
    index[at] = position;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      position += strides[order[axis]];
      if (++counter[axis] < shape[order[axis]]) {
        break;
      }
      position -= strides[order[axis]] * shape[order[axis]];
      counter[axis] = 0;
    }
  }
  return index;
}

export interface SliceAttributes {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

/** The part from `start` (included) to `end` (excluded) along an axis. */
export const slice: Operation<SliceAttributes> = {
  name: 'slice',
  shape: ([shape], { axis, start, end }) => shape.with(axis, end - start),
  forward([input], attributes) {
    const { axis, start, end } = attributes;
    const { outer, extent, inner } = aroundAxis(input.shape, axis);
    const width = (end - start) * inner;
    const values = allocate(commonType([input]), outer * width);
    for (let o = 0; o < outer; o++) {
      const from = (o * extent + start) * inner;
      values.set(input.values.subarray(from, from + width), o * width);
    }
    return { values, shape: slice.shape!([input.shape], attributes) };
  },
  backward(gradient, [target], [input], _output, { axis, start, end }) {
    const { outer, extent, inner } = aroundAxis(input.shape, axis);
    const width = (end - start) * inner;
    for (let o = 0; target !== null && o < outer; o++) {
      const to = (o * extent + start) * inner;
      for (let at = 0; at < width; at++) {
        target[to + at] += gradient[o * width + at];
      }
    }
  }
};

const shapeIn = ({ shape }: Dense) => shape;

/** Tensors one after the other along an axis. */
export const concat: Operation<number> = {
  name: 'concat',
  shape: (shapes, axis) =>
    shapes[0].with(
      axis,
      shapes.reduce((total, shape) => total + shape[axis], 0)
    ),
  forward(inputs, axis) {
    const shape = concat.shape!(inputs.map(shapeIn), axis);
    const values = allocate(commonType(inputs), sizeOf(shape));
    const { outer, extent, inner } = aroundAxis(shape, axis);
    let offset = 0;
    for (const input of inputs) {
      const width = input.shape[axis] * inner;
      for (let o = 0; o < outer; o++) {
        values.set(
          input.values.subarray(o * width, (o + 1) * width),
          o * extent * inner + offset
        );
      }
      offset += width;
    }
    return { values, shape };
  },
  backward(gradient, into, inputs, output, axis) {
    const { outer, extent, inner } = aroundAxis(output.shape, axis);
    let offset = 0;
    into.forEach((target, which) => {
      const width = inputs[which].shape[axis] * inner;
      for (let o = 0; target !== null && o < outer; o++) {
        const from = o * extent * inner + offset;
        for (let at = 0; at < width; at++) {
          target[o * width + at] += gradient[from + at];
        }
      }
      offset += width;
    });
  }
};

/** Tensors of one shape as entries of a new axis. */
export const stack: Operation<number> = {
  name: 'stack',
  shape: (shapes, axis) => shapes[0].toSpliced(axis, 0, shapes.length),
  forward(inputs, axis) {
    const shape = stack.shape!(inputs.map(shapeIn), axis);
    const values = allocate(commonType(inputs), sizeOf(shape));
    const { outer, extent, inner } = aroundAxis(shape, axis);
    inputs.forEach((input, which) => {
      for (let o = 0; o < outer; o++) {
        values.set(
          input.values.subarray(o * inner, (o + 1) * inner),
          (o * extent + which) * inner
        );
      }
    });
    return { values, shape };
  },
  backward(gradient, into, _inputs, output, axis) {
    const { outer, extent, inner } = aroundAxis(output.shape, axis);
    into.forEach((target, which) => {
      for (let o = 0; target !== null && o < outer; o++) {
        const from = (o * extent + which) * inner;
        for (let at = 0; at < inner; at++) {
          target[o * inner + at] += gradient[from + at];
        }
      }
    });
  }
};

export interface GatherAttributes {
  /** Rows to take, in row-major order of `shape`. */
  readonly rows: Int32Array;
  readonly shape: readonly number[];
}

/** Rows of a matrix `[N, D]` by number → `[…shape, D]`: what an embedding does. */
export const gather: Operation<GatherAttributes> = {
  name: 'gather',
  shape: ([[, width]], { shape }) => [...shape, width],
  forward([table], { rows, shape }) {
    const width = table.shape[1];
    const values = allocate(commonType([table]), rows.length * width);
    for (let at = 0; at < rows.length; at++) {
      const from = rows[at] * width;
      values.set(table.values.subarray(from, from + width), at * width);
    }
    return { values, shape: [...shape, width] };
  },
  backward(gradient, [target], [table], _output, { rows }) {
    const width = table.shape[1];
    for (let at = 0; target !== null && at < rows.length; at++) {
      const to = rows[at] * width;
      for (let column = 0; column < width; column++) {
        target[to + column] += gradient[at * width + column];
      }
    }
  }
};

/** One number of each row of the last axis by its index: `[…, K] → […]`. */
export const pick: Operation<Int32Array> = {
  name: 'pick',
  shape: ([shape]) => shape.slice(0, -1),
  forward([input], indices) {
    const width = input.shape[input.shape.length - 1];
    const values = allocate(commonType([input]), indices.length);
    for (let at = 0; at < indices.length; at++) {
      values[at] = input.values[at * width + indices[at]];
    }
    return { values, shape: input.shape.slice(0, -1) };
  },
  backward(gradient, [target], [input], _output, indices) {
    const width = input.shape[input.shape.length - 1];
    for (let at = 0; target !== null && at < indices.length; at++) {
      target[at * width + indices[at]] += gradient[at];
    }
  }
};
