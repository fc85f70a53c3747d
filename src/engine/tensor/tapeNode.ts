import type { Operation } from './operation';
import type { Tensor } from './tensor';

/** How a tensor came about, kept on the tape. */
export interface TapeNode {
  readonly operation: Operation;
  readonly inputs: readonly Tensor[];
  readonly attributes: unknown;
}
