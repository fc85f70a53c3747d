import type {
  History as HistoryBundle,
  HistoryTail,
  ModelSummary,
  Trace
} from '../../trace';
import { requireFunction, requireText } from '../base/check';
import { integer, options as reader } from '../base/options';
import type { Showable } from '../base/showable';
import { freshId } from '../base/showable';
import type { EpochRow } from './epochRow';
import { historyBundle, type HistoryMark } from './historyBundle';
import { KeptWeights } from './keptWeights';

export type HistoryStatus = HistoryBundle['status'];

/** How far a view is told to go on: `epochs` more, or `batches` more, or all that was planned. */
export interface ResumeRequest {
  readonly epochs?: number;
  readonly batches?: number;
}

const readRequest = reader('history.resume', {
  epochs: integer().optional(),
  batches: integer().optional()
});

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
  /** How many epochs went before it: `initialEpoch` of `fit`. */
  firstEpoch = 0;
  /** @internal Set while `fit` listens: asks it to stop after the present batch. */
  stopRequested: string | null = null;
  /** How to go on. */
  #goOn: ((request: ResumeRequest) => Promise<void>) | null = null;
  /** @internal The weights at the end of each epoch that has a snapshot. */
  readonly kept = new KeptWeights(this);
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
   * @throws TypeError when it is told to go on by less than one; Error when it is still running, or was
   *   not made by `fit`
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
    const wanted = readRequest(request);
    if (this.status === 'running') {
      throw new Error('history.resume: the training is still running');
    }
    if (!this.#goOn) {
      throw new Error(
        'history.resume: there is nothing to go on with: expected a training that `fit` ran here, got one that was read (with `shipped: false`, or without `shipped`, fit runs it)'
      );
    }
    if (this.kept.timeline?.wentBack && this.kept.now?.epoch !== 'last') {
      this.useEpoch('last');
    }
    await this.#goOn(wanted);
    return this;
  }

  /** The epoch (from 0) whose weights the model has by `useEpoch`; null where it has others by now. */
  get usedEpoch(): number | null {
    const epoch = this.status === 'running' ? undefined : this.kept.now?.epoch;
    return typeof epoch === 'number' ? epoch : null;
  }

  /** Whether the model has other weights than this training left or kept. */
  get elsewhere(): boolean {
    return this.status !== 'running' && this.kept.areElsewhere;
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
    this.#requireEnded(who);
    return this.kept.use(who, epoch, this.epochs.length - 1);
  }

  /**
   * Gives the model the weights that it had before: before the last `useEpoch`, or before it was
   * trained the last time. All trainings of one model stand on one timeline, so that what a later
   * `fit` learned is never lost by going back.
   *
   * @returns whether there was anything to undo
   * @throws Error while the model trains or when no snapshots were kept
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 3 }), layers.dense({ units: 1 })], { seed: 7 });
   * model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
   * const history = await model.fit([[0, 1], [1, 0]], [1, 0], { epochs: 3, snapshots: { x: [0, 1] } });
   * history.useEpoch(0);
   * history.undo(); // true
   * history.usedEpoch; // null
   * ```
   */
  undo(): boolean {
    return this.#walk('undo');
  }

  /**
   * Takes back the last `undo`, as long as the weights were not changed since.
   *
   * @returns whether there was anything to redo
   * @throws Error while the model trains or when no snapshots were kept
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 3 }), layers.dense({ units: 1 })], { seed: 7 });
   * model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
   * const history = await model.fit([[0, 1], [1, 0]], [1, 0], { epochs: 3, snapshots: { x: [0, 1] } });
   * history.useEpoch(0);
   * history.undo(); // true
   * history.redo(); // true
   * history.usedEpoch; // 0
   * ```
   */
  redo(): boolean {
    return this.#walk('redo');
  }

  #walk(way: 'undo' | 'redo'): boolean {
    const who = `history.${way}`;
    this.#requireEnded(who);
    return this.kept.walk(who, way);
  }

  #requireEnded(who: string): void {
    if (this.status === 'running') {
      throw new Error(
        `${who}: the training is still running; stop it first, or wait for its end`
      );
    }
  }

  /** @internal `fit` says how to go on. */
  goesOnBy(goOn: (request: ResumeRequest) => Promise<void>): void {
    this.#goOn = goOn;
  }

  /**
   * @internal Whether listeners hear of its end once more, when other work has had its turn: what takes
   * long can wait until then, so that the end itself is told at once.
   */
  endsTwice = false;

  /** @internal Ends it from outside, when its notebook cell was cut off. */
  abandon(reason: string): void {
    if (this.status === 'running') {
      this.endsTwice = false;
      this.end('stopped', reason);
    }
  }

  /** @internal */
  end(status: HistoryStatus, reason?: string): void {
    this.status = status;
    this.reason = reason;
    this.stopRequested = null;
    this.kept.keepLast();
    this.changed();
  }

  /** @internal */
  changed(): void {
    this.#listeners.forEach(listener => listener(this));
  }

  /** What the views of a training read. */
  toBundle(): HistoryBundle {
    return {
      ...historyBundle(this, { epochs: 0, batches: 0 }).history,
      ...(this.snapshots.length > 0 && { snapshots: [...this.snapshots] }),
      ...(this.summary && { model: this.summary() })
    };
  }

  /** @internal What is new since so many epochs and batches were done. */
  tail(known: HistoryMark): HistoryTail {
    return historyBundle(this, known);
  }

  toString(): string {
    const { epochs, planned, status, reason, firstEpoch } = this;
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
        `  epoch ${String(firstEpoch + at + 1).padStart(String(firstEpoch + planned).length)}/${firstEpoch + planned}  ${numbers(row.logs)}  ${row.seconds.toFixed(1)} s`
      );
    });
    const head = `${status}${reason ? ` (${reason})` : ''} after ${epochs.length} of ${planned} epochs`;
    return [head, ...lines].join('\n');
  }

  /** @internal Milliseconds of training so far, over all parts, without the pauses between them. */
  elapsed = 0;
}

function formatted(value: number): string {
  return Math.abs(value) >= 1e-3 || value === 0
    ? value.toFixed(4)
    : value.toExponential(2);
}
