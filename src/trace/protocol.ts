import type { NumericArray } from './array';
import type {
  CheckReport,
  Comparison,
  GradientFlow,
  History,
  MethodParameters,
  Race,
  Trace,
  Weights
} from './generated/types';

/** The comm target that both ends register. */
export const COMM_TARGET = 'gatescope';

/** Both ends name the version they speak when the comm opens; the lower one must be spoken by both. */
export const PROTOCOL_VERSION = 1;

/**
 * One comm a notebook. The page opens it with `Hello`; the kernel answers with `Welcome`. Then the
 * page sends requests, each with a number, and the kernel answers each with a reply or a failure of
 * the same number, in any order; events come unasked.
 *
 * Numeric arrays anywhere in `params`, `result` or `data` travel as `{dtype, shape, buffer}`, where
 * `buffer` is the index of the message's binary buffer (see `packBuffers`, `unpackBuffers`); small ones
 * as in a bundle, `{dtype, shape, data}`.
 */
export interface Hello {
  readonly type: 'hello';
  readonly protocol: number;
  /** Version of the extension. */
  readonly version: string;
}

export interface Welcome {
  readonly type: 'welcome';
  readonly protocol: number;
  /** Version of the kernel. */
  readonly version: string;
  readonly session: string;
}

export interface Request<M extends Method = Method> {
  readonly type: 'request';
  readonly number: number;
  readonly method: M;
  readonly params: Methods[M]['params'];
}

export interface Reply<M extends Method = Method> {
  readonly type: 'reply';
  readonly number: number;
  readonly result: Methods[M]['result'];
}

export interface Failure {
  readonly type: 'failure';
  readonly number: number;
  readonly name: string;
  readonly message: string;
}

export interface Event<E extends EventName = EventName> {
  readonly type: 'event';
  readonly name: E;
  readonly data: Events[E];
}

export type ToKernel = Hello | Request;
export type ToPage = Welcome | Reply | Failure | Event;

/** What the page may ask, and what it is answered. */
export interface Methods {
  /** Is the object behind this bundle still here, and unchanged? */
  attach: Asked<
    'attach',
    { known: boolean; stale?: string; revision?: number }
  >;
  /**
   * The run again with all these edits and clamps (the whole list each time, so undo is a shorter
   * list), with its gradients. The trace in the notebook stays as it was.
   */
  recompute: Asked<
    'recompute',
    {
      trace: Trace;
      /** The name by which notebook cells know the run, so that code can say it; null without one. */
      name: string | null;
    }
  >;
  /**
   * Derivative of one output at a step by each number of the input, `[T, I]`, in the trace's units. Of
   * tokens `[T, 2]`: the gradient by the token's embedding times that embedding, and its length.
   */
  influence: Asked<
    'influence',
    {
      gradient: NumericArray;
      /** Of the token that was asked about: the edit that puts it in, and what the gradient predicts. */
      replacement?: { id: number; token: string; predicted: number };
    }
  >;
  /** What is shown with a slider, recreated for a value of it, under the same id. */
  slide: Asked<'slide', { bundle: Trace | GradientFlow }>;
  /** All channels and steps of a run or a comparison whose saved copy was thinned. */
  whole: Asked<'whole', { bundle: Trace | Comparison | Weights }>;
  /** The same run over another sequence of its batch, whole. */
  sequence: Asked<'sequence', { trace: Trace }>;
  /** Binds `selection` in the student's scope. */
  select: Asked<'select', { code: string }>;
  /** Gradient flow of one answer, of the network behind a trace or of those of a flow. */
  gradientFlow: Asked<'gradientFlow', { flow: GradientFlow }>;
  /** The weights of the network behind a trace by gate, with the derivatives of its loss by them. */
  weights: Asked<'weights', { weights: Weights }>;
  /** The lines that show a result as a view shows it; empty where notebook cells have no name for it. */
  code: Asked<'code', { code: string }>;
  /** Asks a running fit to stop after the current batch. */
  stop: Asked<'stop', Record<string, never>>;
  /** Goes on with a stopped fit for what was left, or for some epochs (or one batch). */
  resume: Asked<'resume', Record<string, never>>;
  /**
   * Gives the network back the weights that it had at the end of an epoch, one of those that the
   * history's snapshots name; null gives back those that training left. Refused while it trains.
   * A `history` event with `usedEpoch`, and a `stale` event for each older run, follow.
   */
  useEpoch: Asked<
    'useEpoch',
    {
      /** The epoch (from 0) whose weights the network has now. */
      epoch: number;
      /** Whether these are the weights that training left. */
      last: boolean;
      /** The line that does the same in a notebook cell; empty where these have no name for the run. */
      code: string;
    }
  >;
  /**
   * One step back, or ahead again, along all that the network's weights have been: epochs that were used
   * and trainings. The same events as after `useEpoch` follow.
   */
  walkWeights: Asked<
    'walkWeights',
    {
      /** Whether there was such a step. */
      moved: boolean;
    }
  >;
  /** The present state of a training run, for a view that opens late. */
  history: Asked<'history', { history: History }>;
  /** The present state of a race, for a view that opens late. */
  race: Asked<'race', { race: Race }>;
  /** Runs the check of an exercise in a fresh process. */
  check: Asked<'check', { report: CheckReport }>;
  /** Ends the check of an exercise that still runs; its own reply then says that it was stopped. */
  stopCheck: Asked<'stopCheck', { stopped: boolean }>;
  /** A comparison kept by the kernel, recomputed with edits of the shared input. */
  compare: Asked<'compare', { comparison: Comparison }>;
}

/** A method: what it is asked is said by the schema of messages. */
interface Asked<M extends keyof MethodParameters, Result> {
  params: MethodParameters[M];
  result: Result;
}

export type Method = keyof Methods;

/** What the kernel says unasked. */
export interface Events {
  /** A training run began, ended or was changed: all of it. */
  history: { id: string; history: History };
  /** A training run moved on: what is new since the last event of it. 20 to 40 a second while it moves on so often. */
  historyTail: HistoryTail;
  /** A race began, moved on by an epoch or ended: all of it. At most 20 a second, fewer of a large one. */
  race: { id: string; race: Race };
  /**
   * The object behind a bundle changed or was replaced: the picture is of the past, and why as things are
   * now. A reason of null: its network has the weights again that it is of.
   */
  stale: { id: string; reason: string | null };
}

export type EventName = keyof Events;

/**
 * What is new in a training run since the last event of it (see `appendHistory`). A page that has
 * not heard all before asks for the whole `history`.
 */
export interface HistoryTail {
  readonly id: string;
  /** How much of what the page knows stays as it is; the columns of `history` follow upon it. */
  readonly keep: {
    /** Finished epochs. */
    readonly epochs: number;
    /** Entries of `batchLoss`. */
    readonly batchLosses: number;
  };
  /** The run as it stands, without the model; of the snapshots those of epochs that are new; without metrics while no epoch was finished. */
  readonly history: History;
}

/** An array whose bytes are in a binary buffer of the message. */
export interface BufferedArray {
  readonly dtype: NumericArray['dtype'];
  readonly shape: readonly number[];
  readonly buffer: number;
}
