import { requireOneOf } from './check';
import type { Tensor } from './tensor/tensor';

const byName = {
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
  exponential: (x: Tensor) => x.exp()
} satisfies Record<string, (x: Tensor) => Tensor>;

/** The name of a function that a layer or a gate applies. */
export type Activation = keyof typeof byName;

/** Finds an activation by its Keras name in camelCase. Throws a `TypeError` for an unknown one. */
export function activation(
  who: string,
  option: string,
  name: Activation
): (x: Tensor) => Tensor {
  return byName[
    requireOneOf(who, option, name, Object.keys(byName) as Activation[])
  ];
}
