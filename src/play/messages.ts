import type { LayerTrace, Trace } from '../trace';
import type { Hold, PlayState } from './playState';

export const LANGUAGES = ['TypeScript', 'Keras', 'PyTorch'] as const;
/** In what a program is written: a notebook is one of TypeScript. */
export type Language = (typeof LANGUAGES)[number] | 'notebook';

/** A state with what it leaves open settled: both rates, and how many epochs. */
export interface CodePlan {
  readonly state: PlayState;
  readonly rates: readonly [number, number];
  readonly epochs: number;
  /** The part of an address behind `#` that restores it. */
  readonly address: string;
}

/** What the page asks of the place in which networks are trained. */
export type WorkerRequest =
  | StartRequest
  /** Trains, for one epoch or on; or stands, where nothing is to be caught up with. */
  | { readonly kind: 'run'; readonly on: boolean; readonly once?: boolean }
  /** Stands where it is. */
  | { readonly kind: 'stop' }
  | {
      readonly kind: 'look';
      readonly look: LookRequest;
      readonly serial: number;
    }
  | {
      readonly kind: 'code';
      readonly language: Language;
      readonly plan: CodePlan;
    };

export interface StartRequest {
  readonly kind: 'start';
  readonly id: number;
  readonly state: PlayState;
  readonly rates: readonly [number, number];
  /** So many epochs are learned as quickly as can be. */
  readonly catchUp: number;
}

/** What is looked at: the newest epoch where `epoch` is null. */
export interface LookRequest {
  readonly epoch: number | null;
  readonly delay: number;
  readonly flipped: readonly number[];
  readonly hold: Hold | null;
  /** Whether somebody reads numbers: to take them apart costs more than to show them. */
  readonly reads: boolean;
}

/** Looks at what is there before anything is learned. */
export const NO_LOOK: LookRequest = {
  epoch: 0,
  delay: 1,
  flipped: [],
  hold: null,
  reads: false
};

/** What a network holds after an epoch, by delay: shares from 0 to 1, and what each is made of. */
export interface HorizonRow {
  readonly shares: Float32Array;
  readonly good: Float64Array;
  readonly all: Float64Array;
  /** How many answers are right of how many; of numbers, near enough to the truth. */
  readonly right: Float64Array;
  readonly asked: Float64Array;
}

/** The letter of what is said. */
export const ANSWER = 'ŷ';

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
  /** Where numbers are read, the run with all its equations, and the last layer as one of one step. */
  readonly read: {
    readonly trace: Trace;
    readonly readout: LayerTrace;
  } | null;
  /** With something held: the row of the horizon, and what there is without; null where nothing is. */
  readonly held: {
    readonly row: HorizonRow;
    readonly gradientBefore: Float32Array;
    /** What is held, as it was: a spectral radius, or what a gate kept in its steadiest unit. */
    readonly before: number | null;
  } | null;
}

export type WorkerAnswer =
  | { readonly kind: 'ready'; readonly kernels: boolean }
  | { readonly kind: 'code'; readonly code: string }
  /** Why there is no such code. */
  | { readonly kind: 'code'; readonly code: null; readonly refusal: string }
  | {
      readonly kind: 'epoch';
      readonly id: number;
      readonly epoch: number;
      readonly rows: readonly [HorizonRow, HorizonRow];
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
