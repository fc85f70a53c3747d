import type {
  GateStatistics,
  History as HistoryBundle,
  ModelSummary,
  Trace
} from '../../trace';
import { float32, float64, TRACE_VERSION } from '../../trace';
import { requireFunction, requireText } from '../check';
import type { Showable } from '../showable';
import { freshId } from '../showable';
import { KeptWeights } from './keptWeights';

export type HistoryStatus = HistoryBundle['status'];

/** How far a view is told to go on: `epochs` more, or `batches` more, or all that was planned. */
export interface ResumeRequest {
  readonly epochs?: number;
  readonly batches?: number;
}

/** What a gate did in one epoch: mean, and the shares below 0.1 and above 0.9. */
export interface GateRow {
  readonly layer: string;
  readonly channel: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** The share of values in each twentieth of 0 … 1. */
  readonly histogram: readonly number[];
}

/** How finely the values of a gate are counted. */
export const GATE_BINS = 20;

/** Numbers of one finished epoch. */
export interface EpochRow {
  /** `loss`, `accuracy`, … and `valLoss`, `valAccuracy`, … */
  readonly logs: Readonly<Record<string, number>>;
  readonly learningRate: number;
  /** Norm over all gradients before clipping, mean of the epoch. */
  readonly gradientNorm: number;
  readonly seconds: number;
  readonly gates?: readonly GateRow[];
}

/**
 * A training run: what `fit` gives, and what a view follows while it goes on.
 *
 * It is there from the first batch on (`model.history`), so a run that was stopped or interrupted
 * keeps what it has learned and can go on with `resume`.
 */
export class History implements Showable<HistoryBundle> {
  readonly id = freshId('history');
  readonly epochs: EpochRow[] = [];
  readonly batchLosses: number[] = [];
  readonly snapshots: { readonly epoch: number; readonly trace: Trace }[] = [];
  status: HistoryStatus = 'running';
  /** Why it ended early, in words. */
  reason: string | undefined;
  /** From 0. */
  bestEpoch: number | undefined;
  /** Batches done of the epoch under way. */
  batch = 0;
  title: string | undefined;
  /** @internal Set while `fit` listens: asks it to stop after the present batch. */
  stopRequested: string | null = null;
  /** @internal How to go on. */
  continue: ((request: ResumeRequest) => Promise<void>) | null = null;
  /** @internal The weights at the end of each epoch that has a snapshot. */
  readonly kept = new KeptWeights();
  readonly #listeners = new Set<(history: History) => void>();

  constructor(
    public planned: number,
    /** Batches of an epoch. */
    readonly batches: number,
    readonly summary?: () => ModelSummary
  ) {}

  /** One list for each name, one number an epoch, as Keras's `history.history`. */
  get history(): Readonly<Record<string, readonly number[]>> {
    const names = Object.keys(this.epochs[0]?.logs ?? {});
    return Object.fromEntries(
      names.map(name => [name, this.epochs.map(({ logs }) => logs[name])])
    );
  }

  /** Numbers of the last finished epoch. */
  get last(): Readonly<Record<string, number>> {
    return this.epochs.at(-1)?.logs ?? {};
  }

  /**
   * Calls back whenever it moved on; answers the way to stop that.
   *
   * @throws TypeError when it is given no function
   * @example
   * ```ts
   * const history = new History(1, 1);
   * const leave = history.subscribe(() => undefined);
   * leave(); // true
   * ```
   */
  subscribe(listener: (history: History) => void): () => void {
    requireFunction('history.subscribe', 'listener', listener);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Asks a running `fit` to end after the present batch. The notebook cell then goes on, and `resume`
   * goes on with the training.
   *
   * @param reason in words, for the views
   * @throws TypeError when the reason is no text
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2 }), layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ loss: 'meanSquaredError' });
   * const enough = { onBatchEnd: () => model.history?.stop('enough') };
   * const history = await model.fit([[0, 1]], [1], { epochs: 9, callbacks: [enough] });
   * history.status; // 'stopped'
   * history.reason; // 'enough'
   * ```
   */
  stop(reason = 'stopped'): void {
    requireText('history.stop', 'reason', reason);
    if (this.status === 'running') {
      this.stopRequested = reason;
    }
  }

  /**
   * Goes on with what was left, or for some epochs or batches more. Resolves when it is done.
   *
   * @throws Error when it is still running, or was not made by `fit`
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2 }), layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ loss: 'meanSquaredError' });
   * const history = await model.fit([[0, 1]], [1], { epochs: 2 });
   * await history.resume({ epochs: 1 });
   * history.epochs.length; // 3
   * ```
   */
  async resume(request: ResumeRequest = {}): Promise<this> {
    if (this.status === 'running') {
      throw new Error('history.resume: the training is still running');
    }
    if (!this.continue) {
      throw new Error('history.resume: there is nothing to go on with');
    }
    if (this.kept.used !== null) {
      this.useEpoch('last');
    }
    await this.continue(request);
    return this;
  }

  /** The epoch (from 0) whose weights the model was given back by `useEpoch`; null when none. */
  get usedEpoch(): number | null {
    return this.kept.used;
  }

  /**
   * Gives the model back the weights that it had at the end of an epoch: one of those of the
   * `snapshots` that `fit` was told to keep. `'last'` gives back those that training left.
   * `resume` goes on from where training stood, whatever epoch is used meanwhile.
   *
   * @param epoch from 0, as in `snapshots`
   * @returns the epoch whose weights the model has now
   * @throws Error while the model trains or when no snapshots were kept; RangeError when there is
   *   none of that epoch
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 3 }), layers.dense({ units: 1 })], { seed: 7 });
   * model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
   * const history = await model.fit([[0, 1], [1, 0]], [1, 0], { epochs: 3, snapshots: { x: [0, 1] } });
   * history.useEpoch(0); // model.predict now answers as after the first epoch
   * history.useEpoch('last'); // 2
   * ```
   */
  useEpoch(epoch: number | 'last'): number {
    const who = 'history.useEpoch';
    if (this.status === 'running') {
      throw new Error(
        `${who}: the training is still running; stop it first, or wait for its end`
      );
    }
    const used = this.kept.use(who, epoch, this.epochs.length - 1);
    this.changed();
    return used;
  }

  /** @internal Ends it from outside, when its notebook cell was cut off. */
  abandon(reason: string): void {
    if (this.status === 'running') {
      this.end('stopped', reason);
    }
  }

  /** @internal */
  end(status: HistoryStatus, reason?: string): void {
    this.status = status;
    this.reason = reason;
    this.stopRequested = null;
    this.changed();
  }

  /** @internal */
  changed(): void {
    this.#listeners.forEach(listener => listener(this));
  }

  /** What the views of a training read. */
  toBundle(): HistoryBundle {
    const { epochs } = this;
    const column = (of: (row: EpochRow) => number) =>
      float64(epochs.map(of), [epochs.length]);
    const names = Object.keys(epochs[0]?.logs ?? {}).filter(
      name => !isValidation(name)
    );
    const metrics = names.map(name => {
      const validation = validationName(name);
      return {
        name,
        training: column(({ logs }) => logs[name]),
        ...(validation in epochs[0].logs && {
          validation: column(({ logs }) => logs[validation])
        })
      };
    });
    const losses = thinned(this.batchLosses, 2000);
    return {
      version: TRACE_VERSION,
      kind: 'history',
      id: this.id,
      ...(this.title !== undefined && { title: this.title }),
      status: this.status,
      ...(this.reason !== undefined && { reason: this.reason }),
      epochs: { done: epochs.length, planned: this.planned },
      metrics:
        metrics.length > 0
          ? metrics
          : [{ name: 'loss', training: float64([], [0]) }],
      batchLoss: float64(losses, [losses.length]),
      progress: this.#progress(),
      learningRate: column(row => row.learningRate),
      gradientNorm: column(row => row.gradientNorm),
      ...(this.bestEpoch !== undefined && { bestEpoch: this.bestEpoch }),
      ...(epochs.some(({ gates }) => gates) && { gates: this.#gates() }),
      ...(this.snapshots.length > 0 && { snapshots: [...this.snapshots] }),
      ...(this.kept.used !== null && { usedEpoch: this.kept.used }),
      ...(this.summary && { model: this.summary() })
    };
  }

  toString(): string {
    const { epochs, planned, status, reason } = this;
    const numbers = (logs: Readonly<Record<string, number>>) =>
      Object.entries(logs)
        .map(([name, value]) => `${name} ${formatted(value)}`)
        .join('  ');
    const shown =
      epochs.length <= 10
        ? epochs.map((row, at) => ({ row, at }))
        : epochs
            .map((row, at) => ({ row, at }))
            .filter(({ at }) => at < 3 || at >= epochs.length - 5);
    const lines: string[] = [];
    shown.forEach(({ row, at }, index) => {
      if (index > 0 && shown[index - 1].at !== at - 1) {
        lines.push('  …');
      }
      lines.push(
        `  epoch ${String(at + 1).padStart(String(planned).length)}/${planned}  ${numbers(row.logs)}  ${row.seconds.toFixed(1)} s`
      );
    });
    const head = `${status}${reason ? ` (${reason})` : ''} after ${epochs.length} of ${planned} epochs`;
    return [head, ...lines].join('\n');
  }

  /** @internal Milliseconds of training so far, over all parts, without the pauses between them. */
  elapsed = 0;

  #progress(): NonNullable<HistoryBundle['progress']> {
    const done = this.epochs.length * this.batches + this.batch;
    const perBatch = done === 0 ? 0 : this.elapsed / 1000 / done;
    const left = Math.max(this.planned * this.batches - done, 0);
    return {
      batch: this.batch,
      batches: this.batches,
      secondsPerEpoch: perBatch * this.batches,
      secondsLeft: this.status === 'running' ? perBatch * left : 0
    };
  }

  #gates(): GateStatistics[] {
    const first = this.epochs.find(({ gates }) => gates)?.gates ?? [];
    return first.map(({ layer, channel }, at) => {
      const column = (of: (row: GateRow) => number) =>
        float64(
          this.epochs.map(({ gates }) => (gates ? of(gates[at]) : NaN)),
          [this.epochs.length]
        );
      return {
        layer,
        channel,
        mean: column(row => row.mean),
        saturatedLow: column(row => row.low),
        saturatedHigh: column(row => row.high),
        histogram: float32(
          this.epochs.flatMap(
            ({ gates }) =>
              gates?.[at].histogram ?? new Array<number>(GATE_BINS).fill(NaN)
          ),
          [this.epochs.length, GATE_BINS]
        )
      };
    });
  }
}

/** `loss` → `valLoss` */
export function validationName(name: string): string {
  return `val${name[0].toUpperCase()}${name.slice(1)}`;
}

function isValidation(name: string): boolean {
  return /^val[A-Z]/.test(name);
}

/** At most `most` numbers: means of equal stretches. */
function thinned(values: readonly number[], most: number): number[] {
  if (values.length <= most) {
    return [...values];
  }
  const width = Math.ceil(values.length / most);
  return Array.from({ length: Math.ceil(values.length / width) }, (_, at) => {
    const part = values.slice(at * width, (at + 1) * width);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

function formatted(value: number): string {
  return Math.abs(value) >= 1e-3 || value === 0
    ? value.toFixed(4)
    : value.toExponential(2);
}
