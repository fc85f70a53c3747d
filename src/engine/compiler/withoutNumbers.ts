import type { Floats, FloatType } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import type { TapeNode } from '../tensor/tapeNode';
import type { Tracer } from '../tensor/tensor';
import { Tensor } from '../tensor/tensor';

/** What is known of a tensor but its numbers. */
interface Outline {
  readonly dtype: FloatType;
  readonly shape: readonly number[];
  readonly node: TapeNode<Tensor> | null;
  readonly tracked: boolean;
}

/**
 * A tensor that has a shape and no numbers: what is done with it goes to a tracer.
 *
 * @param refuse throws; called by whatever reads its numbers
 */
export function withoutNumbers(
  tracer: Tracer,
  { dtype, shape, node, tracked }: Outline,
  refuse: () => never
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
