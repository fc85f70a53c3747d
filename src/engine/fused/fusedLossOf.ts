import type { Loss } from '../training/loss';
import type { FusedLoss } from './loss';
import type { NetworkSpec } from './spec';

interface Options {
  readonly fromLogits?: boolean;
  readonly labelSmoothing?: number;
  readonly convention?: string;
  readonly delta?: number;
  readonly ignoreIndex?: number;
}

/**
 * The loss as the kernels compute it, or null where the tape must: a cross-entropy of bare
 * probabilities, a loss of one's own.
 */
export function fusedLossOf(
  loss: Pick<Loss, 'name' | 'options'>,
  { layers }: NetworkSpec
): FusedLoss | null {
  const options = loss.options as Options;
  const last = layers[layers.length - 1];
  const activation = last.kind === 'dense' ? last.activation : 'linear';
  const smoothing = options.labelSmoothing ?? 0;
  // From logits the last layer is linear; else its activation is the one that the loss undoes.
  const goesWith = (needed: string) =>
    options.fromLogits === true
      ? activation === 'linear'
      : activation === needed;
  switch (loss.name) {
    case 'meanSquaredError':
    case 'meanAbsoluteError':
      return activation === 'softmax' ? null : { kind: loss.name };
    case 'huber':
      return activation === 'softmax'
        ? null
        : { kind: 'huber', delta: options.delta ?? 1 };
    case 'binaryCrossentropy':
      return goesWith('sigmoid') &&
        (options.fromLogits === true || options.convention !== 'pytorch')
        ? { kind: 'binaryCrossentropy', smoothing }
        : null;
    case 'categoricalCrossentropy':
      return goesWith('softmax')
        ? { kind: 'categoricalCrossentropy', smoothing }
        : null;
    case 'sparseCategoricalCrossentropy':
      return goesWith('softmax') &&
        (options.ignoreIndex === undefined || options.convention !== 'keras')
        ? {
            kind: 'sparseCategoricalCrossentropy',
            ...(options.ignoreIndex !== undefined && {
              ignoreIndex: options.ignoreIndex
            })
          }
        : null;
    default:
      return null;
  }
}
