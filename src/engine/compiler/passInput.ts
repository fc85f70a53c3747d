import type { Floats } from '../tensor/operation';

/** Which units of a channel are held, 1 or 0, and what at. */
export interface HeldChannel {
  readonly held: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Numbers that a pass reads; states, x and masks row by row. */
export interface PassInput {
  /** `[K, N]` each, row by row. */
  readonly matrices: readonly Floats[];
  readonly vectors: readonly Floats[];
  readonly batch: number;
  readonly steps: number;
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** `[B, T, I]` */
  readonly x: ArrayLike<number>;
  /** `[B, size]` each, in the order of the states. */
  readonly initial: readonly ArrayLike<number>[];
  /** `[B, T]`: 0 where a step is padding, over which the states are carried. */
  readonly live?: ArrayLike<number>;
  /** Of a step whose channels are seen: what is held, `[B, T, W]` each. */
  readonly clamps?: Readonly<Record<string, HeldChannel>>;
  /** `[B, H]` */
  readonly dropped?: ArrayLike<number>;
}

/** Derivatives by what a pass read, in its shapes. */
export interface PassGradients {
  readonly x: Floats;
  readonly initial: readonly Floats[];
  readonly matrices: readonly Floats[];
  readonly vectors: readonly Floats[];
  /** By each channel `[B, T, W]`, all later steps included, where channels are seen. */
  readonly channels: Readonly<Record<string, Floats>>;
}
