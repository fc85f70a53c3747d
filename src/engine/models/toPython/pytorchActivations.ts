import type { Activation } from '../../tensor/activations';

const f = 'nn.functional';

/** Each function of PyTorch around an expression. */
export const pytorchActivation: Readonly<
  Record<Activation, (x: string) => string>
> = {
  linear: x => x,
  sigmoid: x => `torch.sigmoid(${x})`,
  tanh: x => `torch.tanh(${x})`,
  relu: x => `torch.relu(${x})`,
  hardSigmoid: x => `${f}.hardsigmoid(${x})`,
  softmax: x => `torch.softmax(${x}, -1)`,
  softplus: x => `${f}.softplus(${x})`,
  softsign: x => `${f}.softsign(${x})`,
  elu: x => `${f}.elu(${x})`,
  selu: x => `${f}.selu(${x})`,
  swish: x => `${f}.silu(${x})`,
  exponential: x => `torch.exp(${x})`,
  gelu: x => `${f}.gelu(${x})`,
  geluTanh: x => `${f}.gelu(${x}, approximate="tanh")`,
  leakyRelu: x => `${f}.leaky_relu(${x}, 0.2)`
};
