import type { Operation } from './operation';

/** How a tensor came about, kept on the tape. */
export interface TapeNode<T> {
  readonly operation: Operation;
  readonly inputs: readonly T[];
  readonly attributes: unknown;
}
