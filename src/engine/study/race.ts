import { float64, TRACE_VERSION, type Race as RaceBundle } from '../../trace';
import { requireFunction, requireName, requireText } from '../base/check';
import { host } from '../base/host';
import { integer, options as reader } from '../base/options';
import { freshId, type Showable } from '../base/showable';
import { scores as scoresOf } from '../models/evaluateModel';
import type { Sequential } from '../models/sequential';
import { Diverged } from '../training/diverged';
import type { History, HistoryStatus } from '../training/history';
import {
  planRace,
  requireRoom,
  type RaceOptions,
  type RacePlan,
  type Racer
} from './raceOptions';

/** One network of a race. */
export interface RacedNetwork {
  readonly name: string;
  readonly model: Sequential;
  /** `[E][G]`: its score on each group of held-out examples after each epoch, as `evaluate` gives it. */
  readonly scores: readonly (readonly number[])[];
  /** Why its training diverged, in words; its scores are NaN from then on. */
  readonly failure: string | null;
}

/** A network under way. */
class Lane implements RacedNetwork {
  readonly scores: number[][] = [];
  failure: string | null = null;
  /** Epochs that it has learned; its last may not have been scored yet. */
  learned = 0;
  /** An epoch that was cut off in the middle. */
  cutOff: History | null = null;
  readonly name: string;
  readonly model: Sequential;

  constructor(private readonly racer: Racer) {
    ({ name: this.name, model: this.model } = racer);
  }

  /** Learns what is left of an epoch (from 0), and is scored if that came to its end. */
  async learn(epoch: number, plan: RacePlan, { x, y }: Learned) {
    const { model } = this.racer;
    if (this.failure === null && this.learned === epoch) {
      try {
        const { cutOff } = this;
        this.cutOff = null;
        const history = cutOff
          ? await cutOff.resume()
          : await model.fit(x, y, {
              epochs: epoch + 1,
              initialEpoch: epoch,
              batchSize: plan.batchSize,
              shuffle: plan.shuffle,
              verbose: 0
            });
        if (history.epochs.length === 0) {
          this.cutOff = history;
          return;
        }
        this.learned += 1;
      } catch (error) {
        if (!(error instanceof Diverged)) {
          this.cutOff =
            model.history?.status === 'stopped' ? model.history : null;
          throw error;
        }
        this.failure = error.message;
      }
    }
    this.scores.push(await this.#score());
  }

  /** Its score on each group, as `evaluate` gives it; others get a turn meanwhile. */
  async #score(): Promise<number[]> {
    const { heldOut, metric, model } = this.racer;
    const compiled = {
      ...model.compiled!,
      metrics: metric === 'loss' ? [] : [metric]
    };
    const row: number[] = [];
    for (const examples of heldOut) {
      if (host().interrupted()) {
        throw new Error('race: interrupted');
      }
      const found =
        this.failure === null
          ? await scoresOf(model, compiled, examples, 32)
          : {};
      row.push(found[metric === 'loss' ? metric : metric.name] ?? NaN);
    }
    return row;
  }
}

type Learned = Pick<RaceOptions, 'x' | 'y'>;

const readMore = reader('race.resume', { epochs: integer().optional() });

/** Networks that learn side by side, epoch by epoch. Made by `race`. */
export class Race implements Showable<RaceBundle> {
  readonly id = freshId('race');
  status: HistoryStatus = 'running';
  /** Why it ended early, in words. */
  reason: string | undefined;
  /** How many epochs are planned. */
  planned: number;
  /** The delay or the length of each group of held-out examples, rising. */
  readonly groups: readonly number[];
  readonly #plan: RacePlan;
  readonly #learned: Learned;
  readonly #lanes: readonly Lane[];
  readonly #listeners = new Set<(race: Race) => void>();
  #finished: Promise<this>;
  #stop: string | null = null;
  #learning: Lane | null = null;

  constructor(options: RaceOptions) {
    this.#plan = planRace(options);
    this.#learned = options;
    const { groups, racers, epochs } = this.#plan;
    this.groups = groups;
    this.planned = epochs;
    this.#lanes = racers.map(racer => new Lane(racer));
    this.#finished = this.#go();
  }

  /**
   * Resolves when it has ended or was stopped, also after it was resumed; rejects where a training fails
   * or is interrupted.
   */
  get finished(): Promise<this> {
    return this.#finished;
  }

  get networks(): readonly RacedNetwork[] {
    return this.#lanes;
  }

  /** How many epochs every network has done. */
  get epochs(): number {
    return Math.min(...this.#lanes.map(({ scores }) => scores.length));
  }

  /**
   * One network by its name.
   *
   * @throws TypeError when the name is no text; RangeError that lists the names there are
   * @example
   * ```ts
   * const model = sequential([layers.gru({ units: 2 }), layers.dense({ units: 1 })], { seed: 1 });
   * model.compile({ loss: 'meanSquaredError' });
   * const found = await race({
   *   models: { GRU: model }, x: [[0, 1], [1, 0]], y: [0, 1], testData: { 1: [[[1, 1]], [1]] }
   * }).finished;
   * found.network('GRU').scores.length; // 1
   * ```
   */
  network(name: string): RacedNetwork {
    const names = this.#lanes.map(each => each.name);
    requireName('race.network', 'network', name, names);
    return this.#lanes[names.indexOf(name)];
  }

  /**
   * Calls back whenever it moved on; answers the way to stop that.
   *
   * @throws TypeError when it is given no function
   */
  subscribe(listener: (race: Race) => void): () => void {
    requireFunction('race.subscribe', 'listener', listener);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Asks it to end after the present batch; `resume` goes on.
   *
   * @param reason in words, for the views
   * @throws TypeError when the reason is no text
   */
  stop(reason = 'stopped'): void {
    requireText('race.stop', 'reason', reason);
    if (this.status === 'running') {
      this.#stop = reason;
      if (this.#learning?.model.history?.status === 'running') {
        this.#learning.model.history.stop(reason);
      }
    }
  }

  /**
   * Goes on with what was left, or for some epochs more. Resolves when it is done.
   *
   * @throws TypeError when it is told to go on by less than one epoch; Error while it is running;
   *   RangeError when it would be more than a notebook keeps
   */
  resume(request: { epochs?: number } = {}): Promise<this> {
    const { epochs: more } = readMore(request);
    if (this.status === 'running') {
      throw new Error('race.resume: the race is still running');
    }
    if (more !== undefined) {
      const planned = this.epochs + more;
      requireRoom('race.resume', this.#plan, planned);
      this.planned = planned;
    }
    this.#finished = this.#go();
    return this.#finished;
  }

  async #go(): Promise<this> {
    this.status = 'running';
    this.reason = undefined;
    this.#stop = null;
    try {
      // A caller that shows it does so before its first epoch.
      await host().pause();
      while (this.epochs < this.planned && this.#stop === null) {
        await this.#learnEpoch(this.epochs);
        this.#changed();
        await host().pause();
      }
      this.#end(this.#stop === null ? 'finished' : 'stopped', this.#stop);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const isCutOff = host().interrupted();
      this.#end(
        isCutOff ? 'stopped' : 'failed',
        isCutOff ? 'interrupted' : words
      );
      throw error;
    }
    return this;
  }

  /** What of an epoch (from 0) is left to learn, by each network in turn. */
  async #learnEpoch(epoch: number): Promise<void> {
    for (const lane of this.#lanes.filter(
      ({ scores }) => scores.length === epoch
    )) {
      if (this.#stop !== null) {
        return;
      }
      this.#learning = lane;
      await lane
        .learn(epoch, this.#plan, this.#learned)
        .finally(() => (this.#learning = null));
    }
    if (this.#lanes.every(({ failure }) => failure !== null)) {
      this.#stop = 'no network is left: all trainings diverged';
    }
  }

  #end(status: HistoryStatus, reason: string | null): void {
    this.status = status;
    this.reason = reason ?? undefined;
    this.#changed();
  }

  #changed(): void {
    this.#listeners.forEach(listener => listener(this));
  }

  /** What its view reads. */
  toBundle(): RaceBundle {
    const { epochs: done, planned, groups, status, reason } = this;
    const { title, metric, groupName, baseline, best } = this.#plan;
    return {
      version: TRACE_VERSION,
      kind: 'race',
      id: this.id,
      ...(title !== undefined && { title }),
      status,
      ...(reason !== undefined && { reason }),
      epochs: { done, planned },
      metric,
      groupName,
      groups,
      baseline,
      best,
      networks: this.#lanes.map(({ name, model, scores, failure }) => ({
        name,
        parameters: model.summary().total,
        scores: float64(scores.slice(0, done).flat(), [done, groups.length]),
        ...(failure !== null && { failure })
      }))
    };
  }

  toString(): string {
    const { epochs, planned, status, reason } = this;
    const { metric, groupName } = this.#plan;
    const head = `${status}${reason ? ` (${reason})` : ''} after ${epochs} of ${planned} epochs`;
    const rows = this.#lanes.map(({ name, scores }) =>
      epochs === 0
        ? name
        : `${name}: ${scores[epochs - 1].map(score => score.toPrecision(3)).join(' ')}`
    );
    return [
      head,
      `${metric.name} by ${groupName}: ${this.groups.join(' ')}`,
      ...rows
    ].join('\n');
  }
}

/**
 * Trains networks side by side, epoch by epoch, on the same examples, and scores each after every
 * epoch on groups of held-out sequences, by their delay or their length: how far does each come to
 * remember, and when? `show(race({ … }))` draws it while it goes on, and its notebook cell ends when
 * the race does; elsewhere `await` its `finished`.
 *
 * Each network learns as by one `fit` of so many epochs; each score is the one that `evaluate` gives.
 * A network whose training diverges drops out, and the others go on.
 *
 * @param options `models` by name; `x` and `y` to learn from; `testData` by delay or length; `epochs`,
 *   `batchSize` and `shuffle` as for `fit`; `metric`, `baseline`, `groupName` and `title`
 * @throws TypeError on a wrong or unknown option; RangeError when shapes do not fit, when there is
 *   nothing to learn, or when it is more than a notebook keeps
 * @example
 * ```ts
 * const make = (layer: typeof layers.simpleRNN | typeof layers.lstm) => {
 *   const model = sequential([layer({ units: 2 }), layers.dense({ units: 1, activation: 'sigmoid' })], { seed: 1 });
 *   model.compile({ loss: 'binaryCrossentropy', metrics: ['accuracy'] });
 *   return model;
 * };
 * const found = race({
 *   models: { RNN: make(layers.simpleRNN), LSTM: make(layers.lstm) },
 *   x: [[1, 0], [0, 0], [1, 1], [0, 1]], y: [1, 0, 1, 0],
 *   testData: { 1: [[[1], [0]], [1, 0]], 2: [[[1, 0], [0, 1]], [1, 0]] },
 *   epochs: 2
 * });
 * await found.finished;
 * found.network('LSTM').scores.length; // 2
 * found.toBundle().groups; // [1, 2]
 * ```
 */
export function race(options: RaceOptions): Race {
  return new Race(options);
}
