import type { LossSpec } from '../spec/losses';
import type { NetworkSpec } from './spec';

/**
 * Whether the kernels compute a loss after the last layer of a network. The tape must where there are
 * bare probabilities, or a loss of one's own.
 */
export function fuses(
  loss: LossSpec | undefined,
  { layers }: NetworkSpec
): loss is LossSpec {
  const last = layers[layers.length - 1];
  const activation = last.kind === 'dense' ? last.activation : 'linear';
  // From logits the last layer is linear; else its activation is the one that the loss undoes.
  const goesWith = (needed: string, fromLogits: boolean) =>
    activation === (fromLogits ? 'linear' : needed);
  switch (loss?.kind) {
    case 'meanSquaredError':
    case 'meanAbsoluteError':
    case 'huber':
    case 'logCosh':
    case 'hinge':
    case 'squaredHinge':
      return activation !== 'softmax';
    case 'binaryCrossentropy':
      return (
        goesWith('sigmoid', loss.fromLogits) &&
        (loss.fromLogits || loss.convention === 'keras')
      );
    case 'categoricalCrossentropy':
      return goesWith('softmax', loss.fromLogits);
    case 'sparseCategoricalCrossentropy':
      return (
        goesWith('softmax', loss.fromLogits) &&
        (loss.ignoreIndex === undefined || loss.convention === 'pytorch')
      );
    case undefined:
      return false;
  }
}
