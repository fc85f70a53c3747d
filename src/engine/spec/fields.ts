import { described } from '../base/described';
import {
  convention,
  extents,
  flag,
  integer,
  number,
  oneOf,
  Option,
  seed,
  text
} from '../base/options';
import { activationNames } from '../tensor/activations';
import type { Constraint } from '../tensor/constraints';
import type { Initializer } from '../tensor/initializers';
import type { Regularizer } from '../tensor/regularizers';
import type { FloatType } from '../tensor/operation';

export const activation = oneOf(activationNames);

export const dtype: Option<FloatType> = oneOf(['f64', 'f32']);

/** Start values; by default those of the convention. */
export const initializer = new Option<Initializer>((who, name, value) => {
  if (typeof value !== 'function') {
    throw new TypeError(
      `${who}: ${name} must be one of initializers such as initializers.zeros(), got ${described(value)}`
    );
  }
  return value as Initializer;
}).optional();

/** One of `regularizers`, or the like. */
export const regularizer = new Option<Regularizer>((who, name, value) => {
  const { of } = Object(value) as Partial<Regularizer>;
  if (typeof of !== 'function') {
    throw new TypeError(
      `${who}: ${name} must be one of regularizers such as regularizers.l2(), got ${described(value)}`
    );
  }
  return value as Regularizer;
}).optional();

/** One of `constraints`, or the like. */
export const constraint = new Option<Constraint>((who, name, value) => {
  const { hold } = Object(value) as Partial<Constraint>;
  if (typeof hold !== 'function') {
    throw new TypeError(
      `${who}: ${name} must be one of constraints such as constraints.maxNorm(), got ${described(value)}`
    );
  }
  return value as Constraint;
}).optional();

/** What keeps a kernel and a bias small, or within bounds. */
export const regularizedWeights = {
  kernelRegularizer: regularizer,
  biasRegularizer: regularizer,
  activityRegularizer: regularizer,
  kernelConstraint: constraint,
  biasConstraint: constraint
};

/** A share from 0 to less than 1. */
export const rate = new Option<number>((who, name, value, all) => {
  const share = number({ least: 0, most: 1 }).read(who, name, value, all);
  if (share === 1) {
    throw new TypeError(`${who}: ${name} must be less than 1, got 1`);
  }
  return share;
});

/** What all layers share. */
export const layer = {
  name: text.optional(),
  trainable: flag.or(true),
  inputShape: extents.optional()
};

/** What cells and recurrent layers share. */
export const recurrent = {
  units: integer(),
  seed,
  convention: convention.or('keras'),
  useBias: flag.or(true),
  kernelInitializer: initializer,
  recurrentInitializer: initializer,
  biasInitializer: initializer
};

/** What the built-in cells share. */
export const cell = {
  inputSize: integer(),
  ...recurrent,
  dtype: dtype.or('f64'),
  activation: activation.or('tanh')
};

/** What the LSTM has beside it, as a cell and as a layer. */
export const lstm = {
  recurrentActivation: activation.or('sigmoid'),
  unitForgetBias: flag.or(true),
  projection: integer().optional()
};

/** The same of the GRU. */
export const gru = {
  recurrentActivation: activation.or('sigmoid'),
  resetAfter: flag.or(true)
};
