import type { Dense, Floats, Operation } from '../operation';
import { allocate, commonType, roundingOf } from '../operation';

/** `σ(x) = 1/(1+e^{−x})`, computed so that no exponential overflows. */
export const sigmoid: Operation<void> = {
  ...unary(
    'sigmoid',
    (y, x) => {
      for (let at = 0; at < x.length; at++) {
        const v = x[at];
        const e = Math.exp(v < 0 ? v : -v);
        y[at] = v < 0 ? e / (1 + e) : 1 / (1 + e);
      }
    },
    (dx, dy, _x, y) => {
      for (let at = 0; at < dy.length; at++) {
        dx[at] += dy[at] * y[at] * (1 - y[at]);
      }
    }
  ),
  remembersInput: true
};

export const tanh = unary(
  'tanh',
  (y, x) => {
    for (let at = 0; at < x.length; at++) {
      y[at] = Math.tanh(x[at]);
    }
  },
  (dx, dy, _x, y) => {
    for (let at = 0; at < dy.length; at++) {
      dx[at] += dy[at] * (1 - y[at] * y[at]);
    }
  }
);

/** `max(x, 0)`; the slope at 0 is 0. */
export const relu = unary(
  'relu',
  (y, x) => {
    for (let at = 0; at < x.length; at++) {
      y[at] = x[at] > 0 ? x[at] : x[at] === x[at] ? 0 : NaN;
    }
  },
  (dx, dy, x) => {
    for (let at = 0; at < dy.length; at++) {
      if (x[at] > 0) {
        dx[at] += dy[at];
      }
    }
  }
);

/** `1 − x` */
export const oneMinus = unary(
  'oneMinus',
  (y, x) => {
    for (let at = 0; at < x.length; at++) {
      y[at] = 1 - x[at];
    }
  },
  (dx, dy) => {
    for (let at = 0; at < dy.length; at++) {
      dx[at] -= dy[at];
    }
  }
);

export const negate = simple(
  'negate',
  x => -x,
  () => -1
);

export const exp = simple('exp', Math.exp, (_x, y) => y);

export const log = own('log', Math.log, (dy, x) => dy / x);

export const sqrt = simple('sqrt', Math.sqrt, (_x, y) => 0.5 / y);

export const square = own(
  'square',
  x => x * x,
  (dy, x) => 2 * dy * x
);

/** `|x|`; the slope at 0 is 0, as at what is no number. */
export const abs = simple('abs', Math.abs, x => (x > 0 ? 1 : x < 0 ? -1 : 0));

/** `log(1 + e^x)`, without overflow. */
export const softplus = simple(
  'softplus',
  x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  x => logistic(x)
);

/** Keras's `hard_sigmoid = clip(x/6 + 0.5, 0, 1)` (PyTorch's `hardsigmoid` is the same). */
export const hardSigmoid = simple(
  'hardSigmoid',
  x => Math.min(Math.max(x / 6 + 0.5, 0), 1),
  x => (x > -3 && x < 3 ? 1 / 6 : 0)
);

/** `x` above 0, `e^x − 1` below. */
export const elu = simple(
  'elu',
  x => (x > 0 ? x : Math.expm1(x)),
  (x, y) => (x > 0 ? 1 : y + 1)
);

/** `λx` above 0, `λα(e^x − 1)` below (Klambauer et al. 2017). */
export const selu = simple(
  'selu',
  x => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
  (x, y) => (x > 0 ? SELU_SCALE : y + SELU_SCALE * SELU_ALPHA)
);

/** `x σ(x)`, also called SiLU. */
export const swish = simple(
  'swish',
  x => x * logistic(x),
  x => {
    const s = logistic(x);
    return s * (1 + x * (1 - s));
  }
);

/** `x Φ(x)`, Φ the normal distribution (Hendrycks and Gimpel 2016). */
export const gelu = simple(
  'gelu',
  x => x * normalShare(x),
  x => normalShare(x) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI)
);

/** The same by a tanh: `½x (1 + tanh(√(2/π) (x + 0.044715 x³)))`. */
export const geluTanh = simple(
  'geluTanh',
  x => 0.5 * x * (1 + Math.tanh(bentOf(nearGelu(x)))),
  x => {
    const near = nearGelu(x);
    const t = Math.tanh(bentOf(near));
    const slope = GELU_SCALE * (1 + 3 * GELU_CUBE * near * near);
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope;
  }
);

const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBE = 0.044715;
/** Further out its tanh is ±1 to the last digit, and 0 · ∞ would be its slope. */
const nearGelu = (x: number) => Math.min(Math.max(x, -10), 10);
const bentOf = (x: number) => GELU_SCALE * (x + GELU_CUBE * x ** 3);

/** `x` above 0, `slope · x` below; at 0 the slope is that below, as Keras and PyTorch. */
export const leakyRelu: Operation<number> = {
  name: 'leakyRelu',
  forward([input], slope) {
    const values = allocate(commonType([input]), input.values.length);
    for (let at = 0; at < values.length; at++) {
      const x = input.values[at];
      values[at] = x > 0 ? x : slope * x;
    }
    return { values, shape: input.shape };
  },
  backward(gradient, [target], [input], _output, slope) {
    for (let at = 0; target !== null && at < gradient.length; at++) {
      target[at] += gradient[at] * (input.values[at] > 0 ? 1 : slope);
    }
  }
};

/** `x / (1 + |x|)` */
export const softsign = simple(
  'softsign',
  x => x / (1 + Math.abs(x)),
  x => 1 / (1 + Math.abs(x)) ** 2
);

/** `x` between the bounds, the bound outside; the slope outside is 0. */
export const clip: Operation<{ minimum: number; maximum: number }> = {
  name: 'clip',
  forward([input], { minimum, maximum }) {
    const values = allocate(commonType([input]), input.values.length);
    for (let at = 0; at < values.length; at++) {
      values[at] = Math.min(Math.max(input.values[at], minimum), maximum);
    }
    return { values, shape: input.shape };
  },
  backward(gradient, [target], [input], output, { minimum, maximum }) {
    // The bounds as the precision holds them: 0.3 of f32 is at a bound of 0.3.
    const round = roundingOf(output);
    const [low, high] = [round(minimum), round(maximum)];
    for (let at = 0; at < gradient.length; at++) {
      const x = input.values[at];
      if (target !== null && x >= low && x <= high) {
        target[at] += gradient[at];
      }
    }
  }
};

/** `x^p` for a fixed exponent; with ½ the root, as in PyTorch: NaN of −∞. */
export const power: Operation<number> = {
  name: 'power',
  forward([input], exponent) {
    const values = allocate(commonType([input]), input.values.length);
    for (let at = 0; at < values.length; at++) {
      values[at] =
        exponent === 0.5
          ? Math.sqrt(input.values[at])
          : input.values[at] ** exponent;
    }
    return { values, shape: input.shape };
  },
  backward(gradient, [target], [input], _output, exponent) {
    if (exponent === 0.5) {
      for (let at = 0; target !== null && at < gradient.length; at++) {
        target[at] += (gradient[at] * 0.5) / Math.sqrt(input.values[at]);
      }
      return;
    }
    if (exponent === 0) {
      // x⁰ is 1 everywhere, its slope 0: the formula has 0 · ∞ where x is 0.
      return;
    }
    for (let at = 0; target !== null && at < gradient.length; at++) {
      target[at] +=
        gradient[at] * exponent * input.values[at] ** (exponent - 1);
    }
  }
};

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

function unary(
  name: string,
  fill: (y: Floats, x: Floats) => void,
  accumulate: (dx: Floats, dy: Floats, x: Floats, y: Floats) => void
): Operation<void> {
  return {
    name,
    forward(inputs): Dense {
      const [x] = inputs;
      const values = allocate(commonType(inputs), x.values.length);
      fill(values, x.values);
      return { values, shape: x.shape };
    },
    backward(gradient, into, inputs, output) {
      if (into[0] !== null) {
        accumulate(into[0], gradient, inputs[0].values, output.values);
      }
    }
  };
}

function simple(
  name: string,
  value: (x: number) => number,
  slope: (x: number, y: number) => number
): Operation<void> {
  return own(name, value, (dy, x, y) => dy * slope(x, y));
}

/** Where a slope by itself may leave the numbers, though its product with dy does not. */
function own(
  name: string,
  value: (x: number) => number,
  back: (dy: number, x: number, y: number) => number
): Operation<void> {
  return unary(
    name,
    (y, x) => {
      for (let at = 0; at < x.length; at++) {
        y[at] = value(x[at]);
      }
    },
    (dx, dy, x, y) => {
      for (let at = 0; at < dy.length; at++) {
        dx[at] += back(dy[at], x[at], y[at]);
      }
    }
  );
}

/** How much of the normal distribution lies below x: `Φ(x) = ½ erfc(−x/√2)`, to some 1e-15 of itself. */
function normalShare(x: number): number {
  const size = Math.abs(x);
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (!(size > 2.5)) {
    // Φ = ½ + φ Σ x^{2k+1}/(1·3·5⋯(2k+1)), a sum without cancellation.
    let term = x;
    let sum = x;
    for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    return 0.5 + density * sum;
  }
  // The tail is φ/(x + 1/(x + 2/(x + 3/(x + …)))) (Laplace).
  let below = size;
  for (let k = 90; k > 0; k--) {
    below = size + k / below;
  }
  const tail = density / below;
  return x > 0 ? 1 - tail : tail;
}
