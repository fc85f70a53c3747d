import type { Dense } from '../tensor/operation';

/** How a framework writes what Python's own signs do not say. */
export interface Framework {
  /** Functions of one value; what is `%` stands for it. */
  readonly functions: Readonly<Record<string, string>>;
  /** What stands before the names below. */
  readonly module: string;
  /** `torch.cat`, and `torch.sum(x, 1, keepdim=True)`'s word. */
  readonly concat: string;
  readonly axis: string;
  readonly keep: string;
  readonly transpose: string;
  readonly clip: (x: string, low: string, high: string) => string;
  readonly leakyRelu: (x: string, slope: string) => string;
  readonly softmax: (x: string, axis: number) => string;
  readonly logSoftmax: (x: string, axis: number) => string;
  /** The largest or smallest along an axis. */
  readonly extreme: 'amax' | 'max';
  /** A number or a table of numbers as a value beside `x`. */
  readonly constant: (text: string) => string;
}

const torch: Framework = {
  module: 'torch',
  functions: {
    sigmoid: 'torch.sigmoid(%)',
    tanh: 'torch.tanh(%)',
    relu: 'torch.relu(%)',
    exp: 'torch.exp(%)',
    log: 'torch.log(%)',
    sqrt: 'torch.sqrt(%)',
    abs: 'torch.abs(%)',
    // softplus is the number itself from 20 on, which is 2e-9 off.
    softplus: 'nn.functional.softplus(%, threshold=40)',
    // hardsigmoid has its slope of 1/6 in float32 alone.
    hardSigmoid: 'torch.clamp((%) / 6 + 0.5, 0, 1)',
    softsign: 'nn.functional.softsign(%)',
    elu: 'nn.functional.elu(%)',
    selu: 'nn.functional.selu(%)',
    swish: 'nn.functional.silu(%)',
    gelu: 'nn.functional.gelu(%)',
    geluTanh: 'nn.functional.gelu(%, approximate="tanh")'
  },
  concat: 'torch.cat',
  axis: 'dim',
  keep: 'keepdim=True',
  transpose: 'torch.permute',
  clip: (x, low, high) => `torch.clamp(${x}, ${low}, ${high})`,
  leakyRelu: (x, slope) => `nn.functional.leaky_relu(${x}, ${slope})`,
  softmax: (x, axis) => `torch.softmax(${x}, ${axis})`,
  logSoftmax: (x, axis) => `torch.log_softmax(${x}, ${axis})`,
  extreme: 'amax',
  constant: text => `x.new_tensor(${text})`
};

const keras: Framework = {
  module: 'ops',
  functions: {
    sigmoid: 'ops.sigmoid(%)',
    tanh: 'ops.tanh(%)',
    relu: 'ops.relu(%)',
    exp: 'ops.exp(%)',
    log: 'ops.log(%)',
    sqrt: 'ops.sqrt(%)',
    abs: 'ops.abs(%)',
    softplus: 'ops.softplus(%)',
    hardSigmoid: 'ops.hard_sigmoid(%)',
    softsign: 'ops.softsign(%)',
    elu: 'ops.elu(%)',
    selu: 'ops.selu(%)',
    swish: 'ops.silu(%)',
    gelu: 'ops.gelu(%, approximate=False)',
    geluTanh: 'ops.gelu(%, approximate=True)'
  },
  concat: 'ops.concatenate',
  axis: 'axis',
  keep: 'keepdims=True',
  transpose: 'ops.transpose',
  clip: (x, low, high) => `ops.clip(${x}, ${low}, ${high})`,
  leakyRelu: (x, slope) => `ops.leaky_relu(${x}, ${slope})`,
  softmax: (x, axis) => `ops.softmax(${x}, axis=${axis})`,
  logSoftmax: (x, axis) => `ops.log_softmax(${x}, axis=${axis})`,
  extreme: 'max',
  constant: text => `ops.convert_to_tensor(${text}, dtype=x.dtype)`
};

const jax: Framework = {
  module: 'jnp',
  functions: {
    sigmoid: 'jax.nn.sigmoid(%)',
    tanh: 'jnp.tanh(%)',
    relu: 'jax.nn.relu(%)',
    exp: 'jnp.exp(%)',
    log: 'jnp.log(%)',
    sqrt: 'jnp.sqrt(%)',
    abs: 'jnp.abs(%)',
    softplus: 'jax.nn.softplus(%)',
    hardSigmoid: 'jax.nn.hard_sigmoid(%)',
    softsign: 'jax.nn.soft_sign(%)',
    elu: 'jax.nn.elu(%)',
    selu: 'jax.nn.selu(%)',
    swish: 'jax.nn.silu(%)',
    gelu: 'jax.nn.gelu(%, approximate=False)',
    geluTanh: 'jax.nn.gelu(%, approximate=True)'
  },
  concat: 'jnp.concatenate',
  axis: 'axis',
  keep: 'keepdims=True',
  transpose: 'jnp.transpose',
  clip: (x, low, high) => `jnp.clip(${x}, ${low}, ${high})`,
  leakyRelu: (x, slope) => `jax.nn.leaky_relu(${x}, ${slope})`,
  softmax: (x, axis) => `jax.nn.softmax(${x}, axis=${axis})`,
  logSoftmax: (x, axis) => `jax.nn.log_softmax(${x}, axis=${axis})`,
  extreme: 'max',
  constant: text => `jnp.asarray(${text}, x.dtype)`
};

export const frameworks = { torch, keras, jax } as const;

/** Numbers as nested lists. */
export function listText(
  { values, shape }: Dense,
  number: (x: number) => string
): string {
  const write = (axis: number, from: number, to: number): string => {
    if (axis === shape.length) {
      return number(values[from]);
    }
    const step = (to - from) / shape[axis];
    const parts = Array.from({ length: shape[axis] }, (_, at) =>
      write(axis + 1, from + at * step, from + (at + 1) * step)
    );
    return `[${parts.join(', ')}]`;
  };
  return write(0, 0, values.length);
}
