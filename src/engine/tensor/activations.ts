import type { Tensor } from './tensor';

/** The name of a function that a layer or a gate applies, as Keras's in camelCase. */
export type Activation =
  | 'linear'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'hardSigmoid'
  | 'softmax'
  | 'softplus'
  | 'softsign'
  | 'elu'
  | 'selu'
  | 'swish'
  | 'exponential'
  | 'gelu'
  | 'geluTanh'
  | 'leakyRelu';

const byName: Readonly<Record<Activation, (x: Tensor) => Tensor>> = {
  linear: (x: Tensor) => x,
  sigmoid: (x: Tensor) => x.sigmoid(),
  tanh: (x: Tensor) => x.tanh(),
  relu: (x: Tensor) => x.relu(),
  hardSigmoid: (x: Tensor) => x.hardSigmoid(),
  softmax: (x: Tensor) => x.softmax(),
  softplus: (x: Tensor) => x.softplus(),
  softsign: (x: Tensor) => x.softsign(),
  elu: (x: Tensor) => x.elu(),
  selu: (x: Tensor) => x.selu(),
  swish: (x: Tensor) => x.swish(),
  exponential: (x: Tensor) => x.exp(),
  gelu: (x: Tensor) => x.gelu(),
  geluTanh: (x: Tensor) => x.gelu({ approximate: true }),
  leakyRelu: (x: Tensor) => x.leakyRelu()
};

export const activationNames = Object.keys(byName) as readonly Activation[];

/** The function of that name. */
export const activation = (name: Activation): ((x: Tensor) => Tensor) =>
  byName[name];
