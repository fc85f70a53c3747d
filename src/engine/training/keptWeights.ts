import type { Floats } from '../tensor/operation';
import { described } from '../base/described';

/** Numbers of all variables, in their order. */
export type WeightValues = readonly Floats[];

/** The network that trains, as far as going back to earlier weights needs it. */
export interface WeightsOwner {
  /** A copy. */
  read(): WeightValues;
  write(values: WeightValues): void;
  /** Whether any training of it goes on. */
  training(): boolean;
}

/** Weights at the end of some epochs, and of the whole training, to go back to. */
export class KeptWeights {
  /** The epoch that is used in place of the last one, or null. */
  used: number | null = null;
  /** Of the ends of these epochs, in their order. */
  readonly epochs = new Map<number, WeightValues>();
  #last: WeightValues | null = null;
  #owner: WeightsOwner | null = null;

  /** The weights as they are now belong to this epoch. */
  keep(epoch: number, owner: WeightsOwner): void {
    this.#owner = owner;
    this.epochs.set(epoch, owner.read());
  }

  /** Takes up what a checkpoint kept, as far as it is wanted in a training that is longer now. */
  takeUp(
    owner: WeightsOwner,
    isWanted: (epoch: number) => boolean
  ): ReadonlyMap<number, WeightValues> {
    this.#owner = owner;
    for (const epoch of [...this.epochs.keys()]) {
      if (!isWanted(epoch)) {
        this.epochs.delete(epoch);
      }
    }
    return this.epochs;
  }

  /** The weights as they are now are those that training left. */
  keepLast(): void {
    this.#last = this.#owner?.read() ?? null;
  }

  /**
   * Puts the weights of an epoch into the network.
   *
   * @param lastEpoch the epoch that training ended with
   * @returns the epoch whose weights are in use
   */
  use(who: string, epoch: number | 'last', lastEpoch: number): number {
    const owner = this.#owner;
    const last = this.#last;
    if (!owner || !last) {
      throw new Error(
        `${who}: no weights were kept in this training; give fit a sequence to watch, as in snapshots: { x: sequence }`
      );
    }
    if (owner.training()) {
      throw new Error(
        `${who}: the model is being trained again; wait for its end`
      );
    }
    if (epoch === 'last') {
      owner.write(last);
      this.used = null;
      // Early stopping may have left the weights of an earlier epoch.
      const same = [...this.epochs].find(([, values]) =>
        areEqual(values, last)
      );
      return same ? same[0] : lastEpoch;
    }
    const values = this.epochs.get(epoch);
    if (!values) {
      throw new RangeError(
        `${who}: epoch must be 'last' or one whose snapshot was kept (${listed([...this.epochs.keys()])}; epochs count from 0), got ${described(epoch)}`
      );
    }
    owner.write(values);
    this.used = epoch;
    return epoch;
  }
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
