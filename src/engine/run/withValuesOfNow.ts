import type { Floats } from '../tensor/operation';
import type { Tensor } from '../tensor/tensor';

/**
 * Runs later what would be computed now of what a loss was computed from, though weights may have
 * learned meanwhile: optimizers write into them.
 */
export function withValuesOfNow(loss: Tensor): <T>(compute: () => T) => T {
  const then = weightsOf(loss).map(all => [all, all.slice()] as const);
  return compute => {
    const now = then.map(([all]) => all.slice());
    then.forEach(([all, values]) => all.set(values));
    try {
      return compute();
    } finally {
      then.forEach(([all], at) => all.set(now[at]));
    }
  };
}

/** The weights whose numbers the way back reads; it reads none of a table. */
function weightsOf(loss: Tensor): Floats[] {
  const found = new Set<Floats>();
  const seen = new Set<Tensor>();
  const open = [loss];
  for (let tensor = open.pop(); tensor; tensor = open.pop()) {
    if (seen.has(tensor)) {
      continue;
    }
    seen.add(tensor);
    if (tensor.node === null) {
      if (tensor.tracked) {
        found.add(tensor.values);
      }
    } else if (tensor.node.operation.name !== 'gather') {
      open.push(...tensor.node.inputs);
    }
  }
  return [...found];
}
