import { expressionText } from '../../trace';
import type { Expression, LayerTrace } from '../../trace';
import { isSum, summands } from './arithmetic';

/**
 * Whether every bias of the equations is the sum of two that are counted: PyTorch keeps one beside W x
 * and one beside U h, and adds them.
 */
export function hasSummedBiases({
  cell,
  channels,
  equations,
  inputSize,
  parameters,
  units
}: LayerTrace): boolean {
  if (cell === 'custom') {
    return false;
  }
  const h = channels.find(({ name }) => name === 'h')?.array.shape[1] ?? units;
  const matrices = new Set<string>();
  const biases = new Set<string>();
  let weights = 0;
  const visit = (part: Expression): void => {
    if (part.kind === 'symbol' || part.kind === 'number') {
      return;
    }
    if (isSum(part)) {
      for (const { term } of summands(part)) {
        if (term.kind === 'symbol' && term.role === 'parameter') {
          biases.add(expressionText(term));
        }
      }
    }
    if (part.kind === 'operation' && part.name === 'matmul') {
      const [matrix] = part.args;
      const text = expressionText(matrix);
      if (!matrices.has(text)) {
        matrices.add(text);
        const reads = part.args.at(-1);
        const isInput = reads?.kind === 'symbol' && reads.role === 'input';
        weights += units * (isInput ? inputSize : h);
      }
    }
    part.args.forEach(visit);
  };
  equations.forEach(({ expression }) => visit(expression));
  return (
    biases.size > 0 && parameters.count === weights + 2 * biases.size * units
  );
}
