import type { Dense, Floats, Operation } from '../operation';
import { allocate, commonType, roundingOf } from '../operation';
import { broadcastIndex, broadcastShape, sameShape, sizeOf } from '../shape';

/** `y = a + b + …`, with broadcasting. */
export const add: Operation<void> = {
  name: 'add',
  forward(inputs) {
    const shape = broadcastShape(
      'add',
      inputs.map(input => input.shape)
    );
    const size = sizeOf(shape);
    const values = allocate(commonType(inputs), size);
    inputs.forEach(input => {
      const from = input.values;
      const period = periodOf(input, shape);
      if (period === size) {
        for (let at = 0; at < size; at++) {
          values[at] += from[at];
        }
      } else if (period > 0) {
        for (let start = 0; start < size; start += period) {
          for (let at = 0; at < period; at++) {
            values[start + at] += from[at];
          }
        }
      } else {
        const index = broadcastIndex(input.shape, shape)!;
        for (let at = 0; at < size; at++) {
          values[at] += from[index[at]];
        }
      }
    });
    return { values, shape };
  },
  backward(gradient, into, inputs, output) {
    into.forEach((target, which) => {
      if (target !== null) {
        accumulate(target, gradient, inputs[which], output.shape, 1);
      }
    });
  }
};

/** `y = a − b`, with broadcasting. */
export const subtract: Operation<void> = {
  name: 'subtract',
  forward(inputs) {
    return pairwise('subtract', inputs, (values, a, b, ai, bi) => {
      for (let at = 0; at < values.length; at++) {
        values[at] = a[ai ? ai[at] : at] - b[bi ? bi[at] : at];
      }
    });
  },
  backward(gradient, into, inputs, output) {
    if (into[0] !== null) {
      accumulate(into[0], gradient, inputs[0], output.shape, 1);
    }
    if (into[1] !== null) {
      accumulate(into[1], gradient, inputs[1], output.shape, -1);
    }
  }
};

/** `y = a ⊙ b`, element by element, with broadcasting. */
export const multiply: Operation<void> = {
  name: 'multiply',
  forward(inputs) {
    return pairwise('multiply', inputs, (values, a, b, ai, bi) => {
      if (ai === null && bi === null) {
        for (let at = 0; at < values.length; at++) {
          values[at] = a[at] * b[at];
        }
        return;
      }
      for (let at = 0; at < values.length; at++) {
        values[at] = a[ai ? ai[at] : at] * b[bi ? bi[at] : at];
      }
    });
  },
  backward(gradient, into, inputs, output) {
    const [ai, bi] = indices(inputs, output.shape);
    const [{ values: a }, { values: b }] = inputs;
    const [da, db] = into;
    if (ai === null && bi === null) {
      if (da !== null) {
        for (let at = 0; at < gradient.length; at++) {
          da[at] += gradient[at] * b[at];
        }
      }
      if (db !== null) {
        for (let at = 0; at < gradient.length; at++) {
          db[at] += gradient[at] * a[at];
        }
      }
      return;
    }
    for (let at = 0; at < gradient.length; at++) {
      const i = ai ? ai[at] : at;
      const j = bi ? bi[at] : at;
      if (da !== null) {
        da[i] += gradient[at] * b[j];
      }
      if (db !== null) {
        db[j] += gradient[at] * a[i];
      }
    }
  }
};

/** `y = a / b`, element by element, with broadcasting. */
export const divide: Operation<void> = {
  name: 'divide',
  forward(inputs) {
    return pairwise('divide', inputs, (values, a, b, ai, bi) => {
      for (let at = 0; at < values.length; at++) {
        values[at] = a[ai ? ai[at] : at] / b[bi ? bi[at] : at];
      }
    });
  },
  backward(gradient, into, inputs, output) {
    const [ai, bi] = indices(inputs, output.shape);
    const [{ values: a }, { values: b }] = inputs;
    const [da, db] = into;
    for (let at = 0; at < gradient.length; at++) {
      const i = ai ? ai[at] : at;
      const j = bi ? bi[at] : at;
      if (da !== null) {
        da[i] += gradient[at] / b[j];
      }
      if (db !== null) {
        db[j] -= (gradient[at] * (a[i] / b[j])) / b[j];
      }
    }
  }
};

/** The larger of the two; where they are equal each gets half the gradient, beside a NaN all, as in PyTorch. */
export const maximum = extreme('maximum', 1);

/** The smaller of the two; gradients as of the larger. */
export const minimum = extreme('minimum', -1);

function extreme(name: string, sign: 1 | -1): Operation<void> {
  return {
    name,
    forward(inputs) {
      return pairwise(name, inputs, (values, a, b, ai, bi) => {
        for (let at = 0; at < values.length; at++) {
          const left = a[ai ? ai[at] : at];
          const right = b[bi ? bi[at] : at];
          values[at] = sign > 0 ? Math.max(left, right) : Math.min(left, right);
        }
      });
    },
    backward(gradient, into, inputs, output) {
      const [ai, bi] = indices(inputs, output.shape);
      const [{ values: a }, { values: b }] = inputs;
      const round = roundingOf(output);
      for (let at = 0; at < gradient.length; at++) {
        const i = ai ? ai[at] : at;
        const j = bi ? bi[at] : at;
        const [left, right] = [sign * round(a[i]), sign * round(b[j])];
        const half = left === right ? 0.5 : 1;
        if (into[0] !== null && !(left < right)) {
          into[0][i] += gradient[at] * half;
        }
        if (into[1] !== null && !(right < left)) {
          into[1][j] += gradient[at] * half;
        }
      }
    }
  };
}

/** `a` where the mask is 1 and `b` where it is 0; no gradient reaches the side not taken. */
export const select: Operation<void> = {
  name: 'select',
  forward(inputs) {
    const [mask, a, b] = inputs;
    const shape = broadcastShape(
      'select',
      inputs.map(input => input.shape)
    );
    const values = allocate(commonType([a, b]), sizeOf(shape));
    const [mi, ai, bi] = inputs.map(input =>
      broadcastIndex(input.shape, shape)
    );
    for (let at = 0; at < values.length; at++) {
      values[at] =
        mask.values[mi ? mi[at] : at] !== 0
          ? a.values[ai ? ai[at] : at]
          : b.values[bi ? bi[at] : at];
    }
    return { values, shape };
  },
  backward(gradient, into, inputs, output) {
    const [mi, ai, bi] = inputs.map(input =>
      broadcastIndex(input.shape, output.shape)
    );
    const mask = inputs[0].values;
    const [, da, db] = into;
    for (let at = 0; at < gradient.length; at++) {
      if (mask[mi ? mi[at] : at] !== 0) {
        if (da !== null) {
          da[ai ? ai[at] : at] += gradient[at];
        }
      } else if (db !== null) {
        db[bi ? bi[at] : at] += gradient[at];
      }
    }
  }
};

function pairwise(
  name: string,
  inputs: readonly Dense[],
  fill: (
    values: Floats,
    a: Floats,
    b: Floats,
    ai: Int32Array | null,
    bi: Int32Array | null
  ) => void
): Dense {
  const [a, b] = inputs;
  const shape = broadcastShape(name, [a.shape, b.shape]);
  const values = allocate(commonType(inputs), sizeOf(shape));
  const [ai, bi] = indices(inputs, shape);
  fill(values, a.values, b.values, ai, bi);
  return { values, shape };
}

function indices(
  inputs: readonly Dense[],
  shape: readonly number[]
): [Int32Array | null, Int32Array | null] {
  return [
    broadcastIndex(inputs[0].shape, shape),
    broadcastIndex(inputs[1].shape, shape)
  ];
}

/** The length after which a broadcast input repeats itself; 0 when it does not simply repeat. */
function periodOf(input: Dense, shape: readonly number[]): number {
  if (sameShape(input.shape, shape)) {
    return input.values.length;
  }
  const tail = shape.slice(shape.length - input.shape.length);
  return sameShape(input.shape, tail) ? input.values.length : 0;
}

/** `target += sign · gradient`, summed over the axes along which the input was broadcast. */
function accumulate(
  target: Floats,
  gradient: Floats,
  input: Dense,
  shape: readonly number[],
  sign: 1 | -1
): void {
  const period = periodOf(input, shape);
  if (period === gradient.length) {
    for (let at = 0; at < period; at++) {
      target[at] += sign * gradient[at];
    }
    return;
  }
  // In f64, so that what cancels leaves nothing, of which an optimizer that divides by the gradient's
  // size would make a step.
  const sums = new Float64Array(target);
  if (period > 0) {
    for (let start = 0; start < gradient.length; start += period) {
      for (let at = 0; at < period; at++) {
        sums[at] += sign * gradient[start + at];
      }
    }
  } else {
    const index = broadcastIndex(input.shape, shape)!;
    for (let at = 0; at < gradient.length; at++) {
      sums[index[at]] += sign * gradient[at];
    }
  }
  target.set(sums);
}
