import type { Floats, FloatType } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import type { TapeNode } from '../tensor/tapeNode';
import type { Tracer } from '../tensor/tensor';
import { Tensor } from '../tensor/tensor';

/**
 * A tensor that has a shape and no numbers: what is done with it goes to a tracer.
 *
 * @param refuse throws; called by whatever reads its numbers
 * @param node how it came about, for equations to be read off
 */
export function withoutNumbers(
  tracer: Tracer,
  dtype: FloatType,
  shape: readonly number[],
  refuse: () => never,
  node: TapeNode<Tensor> | null = null,
  tracked = true
): Tensor {
  const numbers = new Proxy(allocate(dtype, 0), {
    get: refuse,
    has: refuse,
    ownKeys: refuse
  }) as Floats;
  const symbol = new Tensor(numbers, shape, node, tracked);
  symbol.tracer = tracer;
  return symbol;
}
