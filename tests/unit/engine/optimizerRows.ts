import type { OptimizerName } from '../../../src/engine';

const shared = {
  learningRate: 0.1,
  convention: 'keras',
  clipNorm: 1,
  normType: 1
};

/**
 * Every optimizer with all of its options: the kernels are held to the tape by these, and each option
 * is spoilt in turn. One without a row does not compile.
 */
export const optimizerRows: Record<OptimizerName, object> = {
  sgd: { ...shared, momentum: 0.9, nesterov: true, weightDecay: 0.1 },
  adam: {
    ...shared,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-7,
    amsgrad: true,
    weightDecay: 0.1
  },
  nadam: {
    ...shared,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-7,
    momentumDecay: 0.5
  },
  adamW: {
    ...shared,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-7,
    weightDecay: 0.1
  },
  rmsprop: {
    ...shared,
    rho: 0.9,
    momentum: 0.1,
    epsilon: 1e-7,
    centered: true
  },
  adagrad: { ...shared, initialAccumulatorValue: 0.1, epsilon: 1e-7 }
};
