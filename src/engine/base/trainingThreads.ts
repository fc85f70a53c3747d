/** Numbers on their way to another thread. */
export interface SentTensor {
  readonly values: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  readonly shape: readonly number[];
}

/** A training in a form that can be copied from thread to thread. */
export interface SentTraining {
  /** The bytes of the compiled model's file, its weights of now in it. */
  readonly model: Uint8Array;
  readonly x: SentTensor;
  readonly y: SentTensor;
  readonly validationData?: readonly SentTensor[];
  readonly sampleWeight?: SentTensor;
  /** The other options of `fit`. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What came of it: the bytes of a checkpoint at its end, why it diverged and after how many
 * milliseconds, or what was thrown.
 */
export type SentOutcome =
  | { readonly checkpoint: Uint8Array }
  | { readonly diverged: string; readonly elapsed: number }
  | { readonly name: string; readonly message: string };

/** Threads that train networks, as many at once as were asked for. */
export interface TrainingThreads {
  /**
   * Trains by the next thread that is free.
   *
   * @throws Error when the thread is gone
   */
  train(job: SentTraining): Promise<SentOutcome>;
  /** Until a training is over, but only a short while, in which messages and interrupts get in. */
  wait(): Promise<void>;
  /** Ends all, those at work too. */
  end(): void;
}

/** What a host with threads brings. */
export interface ThreadHost {
  /** Of the machine, as many as may compute at once; at least 1. */
  readonly cores: number;
  /** Threads for as many trainings at once. */
  start(count: number): TrainingThreads;
}
