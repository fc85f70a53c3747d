import type { Dense } from '../tensor/operation';

/** How a framework calls what Python has no sign for. */
export interface Framework {
  /** What stands before the names that all have: `sum`, `where`, `reshape`. */
  readonly module: string;
  /** Functions of one value; what is `%` stands for it. */
  readonly functions: Readonly<Record<string, string>>;
  readonly clip: string;
  readonly concat: string;
  readonly leakyRelu: string;
  readonly logSoftmax: string;
  readonly softmax: string;
  /** What no gradient passes: a function, or what stands behind a value. */
  readonly stop: string;
  readonly transpose: string;
  /** The largest and the smallest along an axis. */
  readonly max: string;
  readonly min: string;
  /** The words for an axis, and for one that stays with one entry. */
  readonly axis: string;
  readonly keep: string;
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
  clip: 'torch.clamp',
  concat: 'torch.cat',
  leakyRelu: 'nn.functional.leaky_relu',
  logSoftmax: 'torch.log_softmax',
  softmax: 'torch.softmax',
  stop: '.detach()',
  transpose: 'torch.permute',
  max: 'torch.amax',
  min: 'torch.amin',
  axis: 'dim',
  keep: 'keepdim=True',
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
  clip: 'ops.clip',
  concat: 'ops.concatenate',
  leakyRelu: 'ops.leaky_relu',
  logSoftmax: 'ops.log_softmax',
  softmax: 'ops.softmax',
  stop: 'ops.stop_gradient',
  transpose: 'ops.transpose',
  max: 'ops.max',
  min: 'ops.min',
  axis: 'axis',
  keep: 'keepdims=True',
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
  clip: 'jnp.clip',
  concat: 'jnp.concatenate',
  leakyRelu: 'jax.nn.leaky_relu',
  logSoftmax: 'jax.nn.log_softmax',
  softmax: 'jax.nn.softmax',
  stop: 'jax.lax.stop_gradient',
  transpose: 'jnp.transpose',
  max: 'jnp.max',
  min: 'jnp.min',
  axis: 'axis',
  keep: 'keepdims=True',
  constant: text => `jnp.asarray(${text}, x.dtype)`
};

export const frameworks = { torch, keras, jax } as const;

/** A function of one value around an expression. */
export const calledOn = (
  { functions }: Framework,
  name: string,
  x: string
): string => functions[name].replace('%', () => x);

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
