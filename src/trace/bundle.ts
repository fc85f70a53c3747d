import type { NumericArray } from './array';
import type { BundleHeader, Series, TimeAxis } from './bundleParts';
import type { Equation } from './expression';

/** The version that this code writes. Every earlier one is read; a newer one is refused by name. */
export const TRACE_VERSION = 1;

/** Every bundle that `show` can print, told apart by `kind`. */
export type Bundle =
  | Trace
  | Comparison
  | History
  | GradientFlow
  | ModelSummary
  | Attention
  | Prediction
  | Predictions
  | CheckReport;

export type BundleKind = Bundle['kind'];

export type CellKind = 'rnn' | 'lstm' | 'gru' | 'custom';

export type ChannelRole =
  /** Between 0 and 1: f, i, o, z, r. */
  | 'gate'
  /** What is proposed for the state: g, n. */
  | 'candidate'
  /** Carried to the next step: h, c. */
  | 'state'
  /** Total derivative of the loss by the channel named in `of`. */
  | 'gradient'
  /**
   * One summand of a pre-activation (W x, U h, b) of the channel named in `of`. Its name is the
   * summand's `expressionText`: `W_f x`, `U_f h[t−1]`, `b_f`; that is how views find its number.
   */
  | 'term'
  /** Anything else a custom cell returns. */
  | 'value';

/** One named matrix of a trace: steps × units. */
export interface Channel {
  readonly name: string;
  /** The word beside the letter: `forget`, `cell state`. */
  readonly label: string;
  readonly role: ChannelRole;
  /** The channel that a gradient or a term belongs to. */
  readonly of?: string;
  /** The scale of the colours; symmetric for states and gradients. */
  readonly range: readonly [number, number];
  /** `[T, H]`. */
  readonly array: NumericArray;
  /** `[H]`: the value before the first step, for states. */
  readonly initial?: NumericArray;
}

/** How many numbers are learned, and the arithmetic that says so. */
export interface ParameterCount {
  readonly count: number;
  /** In letters: `4((n+m)m+m)`. */
  readonly formula: string;
  /** The same with the layer's numbers: `4((2+6)·6+6)`. */
  readonly arithmetic: string;
}

/** The readable step function of a cell, for the link between a term and its line. */
export interface StepSource {
  readonly code: string;
  /** Line (from 0) on which each channel is computed. */
  readonly lines: Readonly<Record<string, number>>;
}

export interface LayerTrace {
  readonly name: string;
  readonly cell: CellKind;
  /** The name to print: `LSTM`, `GRU`, or a custom cell's own. */
  readonly cellName: string;
  readonly direction: 'forward' | 'backward';
  /** I, the number of features that enter at each step. */
  readonly inputSize: number;
  /** H. */
  readonly units: number;
  /**
   * f32 `[T, I]`: x_t as W multiplies it: scaled, embedded, or the h of the layer below. Absent
   * where it is the trace's own input as it stands, or where there was no room for it.
   */
  readonly entering?: NumericArray;
  readonly parameters: ParameterCount;
  readonly equations: readonly Equation[];
  readonly source?: StepSource;
  readonly channels: readonly Channel[];
}

/** Holds a channel at a value, over some units and steps. A clamped value is a constant: no gradient passes. */
export interface Clamp {
  readonly layer: string;
  readonly channel: string;
  /** Unit indices; absent means all. */
  readonly units?: readonly number[];
  /** Step indices; absent means all. */
  readonly steps?: readonly number[];
  /** A number, or `mean`: each unit's own mean over the steps of the run as trained. */
  readonly value: number | 'mean';
}

/** Replaces one number of the input. */
export interface InputEdit {
  readonly step: number;
  readonly feature: number;
  readonly value: number;
}

export interface Loss {
  /** `meanSquaredError`, `binaryCrossentropy`, … */
  readonly name: string;
  readonly value: number;
}

/** The record of one run of a network over one sequence. */
export interface Trace extends BundleHeader {
  readonly kind: 'trace';
  readonly time: TimeAxis;
  readonly input: {
    /** One name a feature. */
    readonly names: readonly string[];
    readonly unit?: string;
    /** `[T, I]`, in the units that the reader thinks in (before any scaler). */
    readonly array: NumericArray;
    /** False for tokens: their number is an index, not a quantity. */
    readonly editable: boolean;
  };
  readonly layers: readonly LayerTrace[];
  /** Outputs of the network, one line each; a network that answers once has NaN before the end. */
  readonly outputs: readonly Series[];
  readonly targets?: readonly Series[];
  readonly loss?: Loss;
  readonly clamps: readonly Clamp[];
  readonly edits: readonly InputEdit[];
  readonly model?: ModelSummary;
}

/** Two to four runs over the same data, drawn with one cursor. */
export interface Comparison extends BundleHeader {
  readonly kind: 'comparison';
  readonly traces: readonly Trace[];
  /** One row a trace, in the same order. */
  readonly rows: readonly {
    readonly name: string;
    readonly parameters: ParameterCount;
    readonly loss?: Loss;
    /** Seconds an epoch; absent when the network was not trained here. */
    readonly secondsPerEpoch?: number;
    /** The loss of each finished epoch, when the network was trained here. */
    readonly training?: Metric;
    /** Held-out score: mean and, over several seeds, standard deviation. */
    readonly metric?: {
      readonly name: string;
      readonly unit?: string;
      readonly mean: number;
      readonly deviation?: number;
      readonly seeds?: number;
      /** The score of each seed. */
      readonly scores?: readonly number[];
      readonly baseline?: { readonly name: string; readonly value: number };
    };
  }[];
}

export interface Metric {
  readonly name: string;
  /** f64 `[E]`, one value a finished epoch. */
  readonly training: NumericArray;
  readonly validation?: NumericArray;
}

/** A training run: finished, stopped or still going. */
export interface History extends BundleHeader {
  readonly kind: 'history';
  readonly status: 'running' | 'finished' | 'stopped' | 'failed';
  /** Why it ended early, in words. */
  readonly reason?: string;
  readonly epochs: { readonly done: number; readonly planned: number };
  readonly metrics: readonly Metric[];
  /** f64 `[N]`: the loss of each batch so far (thinned to at most 2,000). */
  readonly batchLoss?: NumericArray;
  readonly progress?: {
    readonly batch: number;
    readonly batches: number;
    readonly secondsPerEpoch: number;
    readonly secondsLeft: number;
  };
  /** f64 `[E]`. */
  readonly learningRate?: NumericArray;
  /** f64 `[E]`: norm over all gradients before clipping, mean of the epoch. */
  readonly gradientNorm?: NumericArray;
  readonly bestEpoch?: number;
  readonly gates?: readonly GateStatistics[];
  /** Runs over one fixed sequence kept while training; replayed by the view. */
  readonly snapshots?: readonly {
    readonly epoch: number;
    readonly trace: Trace;
  }[];
  /**
   * The epoch (from 0) whose weights the network was given back; absent while it has those that
   * training left.
   */
  readonly usedEpoch?: number;
  readonly model?: ModelSummary;
}

/** How a gate behaves over epochs. A gate is saturated below 0.1 or above 0.9. */
export interface GateStatistics {
  readonly layer: string;
  readonly channel: string;
  /** f64 `[E]` each. */
  readonly mean: NumericArray;
  readonly saturatedLow: NumericArray;
  readonly saturatedHigh: NumericArray;
  /** f32 `[E, 20]`: the share of values in each twentieth of 0 … 1. */
  readonly histogram?: NumericArray;
}

/** How far back the loss reaches, for several networks over one task. */
export interface GradientFlow extends BundleHeader {
  readonly kind: 'gradientFlow';
  readonly time: TimeAxis;
  /** Where the loss is: the step whose gradient is the reference of "effective memory". */
  readonly lossStep: number;
  /** Fraction of the reference under which a step no longer counts as remembered. */
  readonly threshold: number;
  readonly networks: readonly {
    readonly name: string;
    readonly cell: CellKind;
    readonly units: number;
    /** f64 `[T]`: ‖dL/dh_t‖₂, total derivative. */
    readonly hidden: NumericArray;
    /** f64 `[T]`: ‖dL/dc_t‖₂, LSTM only. */
    readonly cellState?: NumericArray;
    /** f64 `[T]`: largest singular value of the step Jacobian ∂s_t/∂s_{t-1} (index 0 is NaN). */
    readonly factors: NumericArray;
    /** f64 `[T]`: spectral radius of the same step Jacobian (index 0 is NaN). */
    readonly radii?: NumericArray;
    /** f64 `[T]`: spectral norm of ∂s_lossStep/∂s_t. */
    readonly product: NumericArray;
    /** f64 `[T]`: mean of f_t (the direct c→c part), LSTM only. */
    readonly direct?: NumericArray;
    /** Spectral radius of the recurrent matrix U (per gate for gated cells). */
    readonly spectralRadius: Readonly<Record<string, number>>;
    /** Steps back from `lossStep` until the norm is below `threshold`; null when it never is. */
    readonly effectiveMemory: number | null;
  }[];
}

/** The layers of a model with the arithmetic of their parameters. */
export interface ModelSummary extends BundleHeader {
  readonly kind: 'summary';
  readonly layers: readonly {
    readonly name: string;
    readonly type: string;
    readonly outputShape: readonly (number | null)[];
    readonly parameters: ParameterCount;
    readonly trainable: boolean;
    /** `fused` or `step by step`: how the engine computes it. */
    readonly path?: string;
  }[];
  readonly total: number;
  readonly notes?: readonly string[];
}

/** Where a decoder looked. */
export interface Attention extends BundleHeader {
  readonly kind: 'attention';
  readonly source: readonly string[];
  readonly score: string;
  /** One or two decodings of the same source: teacher-forced and free-running. */
  readonly decodings: readonly {
    readonly name: string;
    readonly target: readonly string[];
    readonly expected?: readonly string[];
    /** f64 `[T_target, T_source]`; rows sum to 1. */
    readonly weights: NumericArray;
    /** `[T_target, H]`. */
    readonly context?: NumericArray;
    /** f64 `[T_target]`: probability of each written token. */
    readonly probabilities?: NumericArray;
  }[];
}

/** A guess asked for before the truth is shown. */
export interface Prediction extends BundleHeader {
  readonly kind: 'prediction';
  /** Where the guess is kept: `metadata.gatescope.predictions[key]` of the notebook cell. */
  readonly key: string;
  readonly question: string;
  readonly form: 'curve' | 'bars' | 'value';
  readonly axis: {
    readonly name: string;
    readonly labels?: readonly string[];
    readonly count: number;
  };
  readonly quantity: {
    readonly name: string;
    readonly unit?: string;
    readonly range: readonly [number, number];
  };
  /** f64 `[count]`. */
  readonly truth: NumericArray;
  /** Values shown from the start (what led up to the question); NaN where the guess begins. */
  readonly given?: NumericArray;
  /**
   * What a guess means, in words: the first entry is shown whose `below` exceeds the mean distance
   * and whose `shape`, if any, the guess has.
   */
  readonly verdicts: readonly Verdict[];
}

/** How a wrong guess is wrong, whatever its distance. */
export type GuessShape =
  /** At the end of its way with the first step, where the truth takes many. */
  | 'dropsAtOnce'
  /** Hardly changing, where the truth changes. */
  | 'flat'
  /** A straight line, where the truth is bent. */
  | 'linear'
  /** Rising where the truth falls, or the other way; for one number, on the other side of 0. */
  | 'wrongSign'
  /** Bars that rank the other way round. */
  | 'wrongOrder'
  /** Below the truth, everywhere that counts. */
  | 'tooLow'
  /** Above the truth, everywhere that counts. */
  | 'tooHigh';

/** How good a guess was; kept with it. */
export type GuessQuality = 'right' | 'near' | 'off';

export interface Verdict {
  readonly below: number;
  readonly text: string;
  readonly shape?: GuessShape;
  /** `off` where it is not said. */
  readonly quality?: GuessQuality;
}

/** How good a trained network is, and where it fails. */
export interface Predictions extends BundleHeader {
  readonly kind: 'predictions';
  readonly content:
    | {
        readonly form: 'forecast';
        readonly time: TimeAxis;
        readonly truth: Series;
        readonly forecasts: readonly (Series & {
          /** f64 `[T]` each: lower and upper edge, and what they are. */
          readonly band?: {
            readonly lower: NumericArray;
            readonly upper: NumericArray;
            readonly name: string;
          };
          readonly error?: { readonly name: string; readonly value: number };
        })[];
      }
    | {
        readonly form: 'confusion';
        readonly classes: readonly string[];
        /** f64 `[C, C]`: rows truth, columns answer. */
        readonly counts: NumericArray;
        /** A few wrong ones, to read. */
        readonly examples?: readonly {
          readonly text: string;
          readonly truth: number;
          readonly answer: number;
        }[];
      }
    | {
        readonly form: 'text';
        readonly tokens: readonly string[];
        /** How many tokens were given; the rest was generated. */
        readonly promptLength: number;
        /** f64 `[T]`. */
        readonly probabilities: NumericArray;
        /** `[T, H]`: to colour the text by a unit. */
        readonly hidden?: NumericArray;
        /**
         * What could have stood at each step: the most likely tokens, likeliest first. Empty for
         * given tokens.
         */
        readonly likely?: readonly (readonly {
          readonly token: string;
          readonly probability: number;
        }[])[];
        /** By what the network's answer was divided before a token was drawn; 0 takes the likeliest. */
        readonly temperature?: number;
      };
}

/** What the check of an exercise found. */
export interface CheckReport extends BundleHeader {
  readonly kind: 'check';
  readonly exercise: string;
  readonly status: 'passed' | 'notYet' | 'didNotRun';
  readonly points: number;
  readonly maxPoints: number;
  /** One sentence in the lesson's words. */
  readonly message: string;
  /** More sentences, each one idea. */
  readonly details: readonly string[];
  /** Line (from 0) of the answer's source, when the fault could be placed. */
  readonly line?: number;
  readonly seconds: number;
  readonly numbersChecked: number;
  readonly first?: {
    readonly channel: string;
    readonly step: number;
    readonly unit: number;
    readonly expected: number;
    readonly got: number;
  };
  /** Each channel in order of computation; step of its first difference, null when equal. */
  readonly channels?: readonly {
    readonly name: string;
    readonly label: string;
    readonly role: ChannelRole;
    readonly range: readonly [number, number];
    readonly firstDifference: number | null;
    /** `[T, H]` each, present for the first wrong channel. */
    readonly expected?: NumericArray;
    readonly got?: NumericArray;
  }[];
  /** What was written and what was asked for, as equations. */
  readonly equations?: { readonly got?: Equation; readonly expected: Equation };
}
