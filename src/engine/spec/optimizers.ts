import type { Convention, OptionsReader, Settled } from '../base/options';
import {
  convention,
  flag,
  number,
  Option,
  options,
  positive
} from '../base/options';
import { described } from '../base/described';
import { learningRate } from './schedules';

const bound = positive.optional();
const share = number({ least: 0, most: 1 });
const size = number({ least: 0 });
/** What is kept of a mean at each step: with 1 the mean would never move from 0. */
const kept = number({ least: 0, below: 1 });

/** A word stands for infinity, which a file could not hold. */
const normType = new Option<1 | 2 | 'infinity'>((who, name, value) => {
  if (value === 1 || value === 2 || value === 'infinity') {
    return value;
  }
  throw new TypeError(
    `${who}: ${name} must be 1, 2 or 'infinity', got ${described(value)}`
  );
}).or(2);

/** What all optimizers share; their default rate differs. */
const shared = (rate: Readonly<Record<Convention, number>>) => ({
  learningRate: learningRate.orBy(rate),
  convention: convention.or('keras'),
  clipNorm: bound,
  clipValue: bound,
  globalClipNorm: bound,
  normType
});

const epsilon = size.orBy({ keras: 1e-7, pytorch: 1e-8 });

const moments = { beta1: kept.or(0.9), beta2: kept.or(0.999), epsilon };

const adam = {
  ...shared({ keras: 1e-3, pytorch: 1e-3 }),
  ...moments,
  amsgrad: flag.or(false)
};

/** Readers of each optimizer's options, by its name. */
export const optimizerOptions = {
  sgd: options('optimizers.sgd', {
    ...shared({ keras: 0.01, pytorch: 1e-3 }),
    momentum: share.or(0),
    dampening: share.or(0),
    nesterov: flag.or(false),
    weightDecay: size.or(0)
  }),
  adam: options('optimizers.adam', { ...adam, weightDecay: size.or(0) }),
  adamW: options('optimizers.adamW', {
    ...adam,
    weightDecay: size.orBy({ keras: 0.004, pytorch: 0.01 })
  }),
  nadam: options('optimizers.nadam', {
    ...shared({ keras: 1e-3, pytorch: 2e-3 }),
    ...moments,
    momentumDecay: size.orBy({ keras: 1, pytorch: 0.004 })
  }),
  rmsprop: options('optimizers.rmsprop', {
    ...shared({ keras: 1e-3, pytorch: 0.01 }),
    rho: kept.orBy({ keras: 0.9, pytorch: 0.99 }),
    momentum: share.or(0),
    epsilon,
    centered: flag.or(false)
  }),
  adagrad: options('optimizers.adagrad', {
    ...shared({ keras: 1e-3, pytorch: 0.01 }),
    initialAccumulatorValue: size.orBy({ keras: 0.1, pytorch: 0 }),
    epsilon: size.orBy({ keras: 1e-7, pytorch: 1e-10 })
  })
};

type Readers = typeof optimizerOptions;
export type OptimizerName = keyof Readers;

/** An optimizer with every default filled in. */
export type OptimizerSpec<N extends OptimizerName = OptimizerName> = {
  [K in N]: { readonly kind: K } & (Readers[K] extends OptionsReader<infer F>
    ? Settled<F>
    : never);
}[N];
