import { calledOn, frameworks } from '../../python/frameworks';
import type { Activation } from '../../tensor/activations';

/** Each function of PyTorch around an expression. */
export function pytorchActivation(activation: Activation, x: string): string {
  const { torch } = frameworks;
  switch (activation) {
    case 'linear':
      return x;
    case 'softmax':
      return `${torch.softmax}(${x}, -1)`;
    case 'leakyRelu':
      return `${torch.leakyRelu}(${x}, 0.2)`;
    case 'exponential':
      return calledOn(torch, 'exp', x);
    default:
      return calledOn(torch, activation, x);
  }
}
