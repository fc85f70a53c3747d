import type { Convention } from '../cells/gatedWeights';
import type { Clipping, Optimizer } from '../training/optimizer';
import type { UpdateRule } from './updateRule';

/** The options that `optimizers` take, as far as rules go. */
interface Options extends Clipping {
  readonly convention?: Convention;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  readonly rho?: number;
  readonly centered?: boolean;
  readonly initialAccumulatorValue?: number;
}

/** The rule of one of `optimizers` with its defaults; null for an optimiser of another make. */
export function updateRuleOf(
  optimizer: Pick<Optimizer, 'name' | 'options'>
): UpdateRule | null {
  const options = optimizer.options as Options;
  const convention = options.convention ?? 'keras';
  const pytorch = convention === 'pytorch';
  switch (optimizer.name) {
    case 'adam':
    case 'adamW':
      return {
        kind: 'adam',
        convention,
        beta1: options.beta1 ?? 0.9,
        beta2: options.beta2 ?? 0.999,
        epsilon: options.epsilon ?? (pytorch ? 1e-8 : 1e-7),
        decay:
          optimizer.name === 'adam'
            ? 0
            : (options.weightDecay ?? (pytorch ? 0.01 : 0.004))
      };
    case 'sgd':
      return {
        kind: 'sgd',
        convention,
        momentum: options.momentum ?? 0,
        nesterov: options.nesterov ?? false
      };
    case 'rmsprop':
      return {
        kind: 'rmsprop',
        convention,
        rho: options.rho ?? (pytorch ? 0.99 : 0.9),
        momentum: options.momentum ?? 0,
        epsilon: options.epsilon ?? (pytorch ? 1e-8 : 1e-7),
        centered: options.centered ?? false
      };
    case 'adagrad':
      return {
        kind: 'adagrad',
        convention,
        start: options.initialAccumulatorValue ?? (pytorch ? 0 : 0.1),
        epsilon: options.epsilon ?? (pytorch ? 1e-10 : 1e-7)
      };
    default:
      return null;
  }
}

/** At most one of the three bounds. */
export function clippingOf({ options }: Pick<Optimizer, 'options'>): Clipping {
  const { clipNorm, clipValue, globalClipNorm } = options as Options;
  return {
    ...(clipNorm !== undefined && { clipNorm }),
    ...(clipValue !== undefined && { clipValue }),
    ...(globalClipNorm !== undefined && { globalClipNorm })
  };
}
