import type { Hold, PlayState } from './playState';

/** What the page asks of the place in which networks are trained. */
export type Request =
  | StartRequest
  | { readonly kind: 'run'; readonly on: boolean; readonly once?: boolean }
  | { readonly kind: 'look'; readonly look: Look; readonly serial: number };

export interface StartRequest {
  readonly kind: 'start';
  readonly id: number;
  readonly state: PlayState;
  readonly rates: readonly [number, number];
  /** So many epochs are learned as quickly as can be. */
  readonly catchUp: number;
}

/** What is looked at: the newest epoch where `epoch` is null. */
export interface Look {
  readonly epoch: number | null;
  readonly delay: number;
  readonly flipped: readonly number[];
  readonly hold: Hold | null;
}

/** One network at one sequence. */
export interface LaneLook {
  /** Every channel `[T, H]` by its letter. */
  readonly channels: Readonly<Record<string, Float32Array>>;
  readonly units: Readonly<Record<string, number>>;
  /** The state that runs along, by its letter. */
  readonly belt: string;
  /** Gates by their letters. */
  readonly gates: readonly string[];
  /** |dL/dstate_t| of the belt by step; empty without a loss. */
  readonly gradient: Float32Array;
  readonly answer: readonly number[];
  readonly weights: number;
  /** With something held: the row of the horizon, and what there is without; null where nothing is. */
  readonly held: {
    readonly row: Float32Array;
    readonly gradientBefore: Float32Array;
    /** A plain RNN's spectral radius before. */
    readonly radiusBefore: number | null;
  } | null;
}

export type Answer =
  | { readonly kind: 'ready'; readonly kernels: boolean }
  | {
      readonly kind: 'epoch';
      readonly id: number;
      readonly epoch: number;
      readonly rows: readonly [Float32Array, Float32Array];
    }
  | {
      readonly kind: 'looked';
      readonly id: number;
      /** Of the look that was asked for. */
      readonly serial: number;
      readonly epoch: number;
      readonly values: readonly number[];
      readonly marks: readonly number[];
      readonly truth: readonly number[];
      readonly lanes: readonly [LaneLook, LaneLook];
    }
  | { readonly kind: 'ended'; readonly id: number; readonly epoch: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
