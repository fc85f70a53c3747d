import { described } from '../base/described';
import type {
  TimelineRun,
  WeightMark,
  WeightTimeline,
  WeightValues
} from './weightTimeline';

/** Weights of one training, to go back to: those at the end of some epochs, and those that it left. */
export class KeptWeights {
  /** At the ends of these epochs, in their order. */
  readonly epochs = new Map<number, WeightValues>();
  readonly #run: TimelineRun;
  #timeline: WeightTimeline | null = null;
  #last: WeightValues | null = null;

  constructor(run: TimelineRun) {
    this.#run = run;
  }

  /** All that its network's weights have been, where this training keeps some. */
  get timeline(): WeightTimeline | null {
    return this.#timeline;
  }

  /** This training is to stand on the timeline of its network. */
  keepOn(timeline: WeightTimeline): void {
    this.#timeline = timeline;
  }

  /** The weights as they are now belong to this epoch. */
  keep(epoch: number): void {
    if (this.#timeline) {
      this.epochs.set(epoch, this.#timeline.copy());
    }
  }

  /** Takes up what a checkpoint kept, as far as it is wanted in a training that is longer now. */
  takeUp(
    isWanted: (epoch: number) => boolean
  ): ReadonlyMap<number, WeightValues> {
    for (const epoch of [...this.epochs.keys()]) {
      if (!isWanted(epoch)) {
        this.epochs.delete(epoch);
      }
    }
    return this.epochs;
  }

  /** The weights as they are now are those that training left. */
  keepLast(): void {
    this.#last = this.#timeline?.left(this.#run) ?? null;
  }

  /** The mark that the network is at, where it is one of this training as it stands. */
  get now(): WeightMark | null {
    const now = this.#timeline?.now() ?? null;
    return now?.run === this.#run &&
      (now.epoch !== 'last' || now.values === this.#last)
      ? now
      : null;
  }

  /** Whether this training could give its network weights, and it has others now. */
  get areElsewhere(): boolean {
    return this.#last !== null && this.now === null;
  }

  /**
   * Puts the weights of an epoch into the network.
   *
   * @param lastEpoch the epoch that training ended with
   * @returns the epoch whose weights are in use
   */
  use(who: string, epoch: number | 'last', lastEpoch: number): number {
    const timeline = this.#onTimeline(who);
    const last = this.#last!;
    const values = epoch === 'last' ? last : this.epochs.get(epoch);
    if (!values && this.epochs.size === 0) {
      throw noneKept(who);
    }
    if (!values) {
      throw new RangeError(
        `${who}: epoch must be 'last' or one whose snapshot was kept (${listed([...this.epochs.keys()])}; epochs count from 0), got ${described(epoch)}`
      );
    }
    timeline.use({ values, run: this.#run, epoch });
    if (epoch !== 'last') {
      return epoch;
    }
    // Early stopping may have left the weights of an earlier epoch.
    const same = [...this.epochs].find(([, kept]) => areEqual(kept, last));
    return same ? same[0] : lastEpoch;
  }

  /** Walks one step along the timeline; answers whether there was one. */
  walk(who: string, way: 'undo' | 'redo'): boolean {
    return this.#onTimeline(who)[way]() !== null;
  }

  #onTimeline(who: string): WeightTimeline {
    const timeline = this.#timeline;
    if (!timeline || !this.#last) {
      throw noneKept(who);
    }
    if (timeline.owner.training()) {
      throw new Error(
        `${who}: the model is being trained again; wait for its end`
      );
    }
    return timeline;
  }
}

function noneKept(who: string): Error {
  return new Error(
    `${who}: no weights were kept in this training; give fit a sequence to watch, as in snapshots: { x: sequence }`
  );
}

/** `0, 1, 2, … 29` when there are many. */
function listed(epochs: readonly number[]): string {
  return epochs.length <= 8
    ? epochs.join(', ')
    : `${epochs.slice(0, 4).join(', ')}, … ${epochs[epochs.length - 1]}`;
}

function areEqual(one: WeightValues, other: WeightValues): boolean {
  return one.every((values, at) =>
    values.every((value, index) => value === other[at][index])
  );
}
