import type { NumericArray } from './array';

/** What all bundles carry. */
export interface BundleHeader {
  readonly version: number;
  /** Random; the kernel that made the bundle keeps the living object under it. */
  readonly id: string;
  /** A short name for the header of the view. */
  readonly title?: string;
  /** The question that the view's "How to read" line answers, when a lesson has its own. */
  readonly howToRead?: string;
  /** Present when numbers were left out to keep the notebook small; says so in words. */
  readonly thinned?: string;
  /** In which language code about this bundle is written; TypeScript where it is absent. */
  readonly language?: 'python';
  /** Where the living object is. Absent for a bundle with nothing to change. */
  readonly live?: {
    /** One random id per start of a kernel: a restarted kernel does not know the old ids. */
    readonly session: string;
    /** Counts changes of the model: weights trained after this bundle make it stale. */
    readonly revision: number;
  };
  /** What the view opens on. */
  readonly view?: ViewOptions;
}

export interface ViewOptions {
  readonly unit?: number;
  readonly step?: number;
  readonly layer?: string;
  /** Which view of a trace comes first. */
  readonly view?: 'gates' | 'cell' | 'unrolled' | 'whatIf' | 'gradients';
  readonly sort?: 'index' | 'similarity' | 'peak' | 'value';
}

/** The time axis that all channels of a trace share. */
export interface TimeAxis {
  /** T, the number of steps. */
  readonly steps: number;
  /** What one step is: `token`, `day`, `step`. */
  readonly name: string;
  /** One label a step (a token, a date); without it the step's number is the label. */
  readonly labels?: readonly string[];
  /** u8 `[T]`: 1 where the step is real, 0 where it is padding. */
  readonly mask?: NumericArray;
  /** Steps that matter to the task (what is to be remembered), marked on the axis. */
  readonly marks?: readonly { readonly step: number; readonly name: string }[];
  /**
   * Present in a copy that leaves steps out: the numbers of those that it holds, rising. `steps`,
   * `labels`, `mask` and `marks` are those of the run. A saved bundle has only these rows in its
   * channels, input, outputs and targets; read, it has NaN in the others (see `spreadSteps`).
   */
  readonly kept?: readonly number[];
}

/** One quantity over time, drawn as a line: an input feature, an output, a target. */
export interface Series {
  readonly name: string;
  readonly unit?: string;
  /** f32 or f64 `[T]`; NaN where there is no value. */
  readonly values: NumericArray;
  readonly range?: readonly [number, number];
}
