import type { Changing } from '../base/revised';
import type { Floats } from '../tensor/operation';

/** Numbers of all variables, in their order. */
export type WeightValues = readonly Floats[];

/** The network that trains, as far as going back to earlier weights needs it. */
export interface WeightsOwner {
  /** Counts changes of the weights. */
  readonly revision: number;
  /** A copy. */
  read(): WeightValues;
  /** Whether the weights are these, bit for bit. */
  holds(values: WeightValues): boolean;
  write(values: WeightValues): void;
  /** Whether any training of it goes on. */
  training(): boolean;
}

/** A training whose weights stand on a timeline; it hears when it is told something new of them. */
export interface TimelineRun {
  changed(): void;
}

/** What the network's weights were at one time. */
export interface WeightMark {
  readonly values: WeightValues;
  /** The training that they are of; null for weights that were found: set, loaded, or of a fit that kept none. */
  readonly run: TimelineRun | null;
  /** The epoch (from 0) at whose end they were so, or those that the training left. */
  readonly epoch: number | 'last';
}

/** How far back one can go: each mark may hold a copy of the weights. */
const MOST_MARKS = 100;

/**
 * All that the weights of one network have been, in the order of time: what each training left, each
 * epoch that was used since, and weights that were set meanwhile. Undo walks back along it, whichever
 * training it was, and redo ahead again; nothing is written over that is not on it.
 */
export class WeightTimeline implements Changing {
  readonly #marks: WeightMark[] = [];
  #at = -1;
  /** What the latest training left. */
  #latest: WeightValues | null = null;
  /** Whether the present mark was gone to, rather than trained. */
  #gone = false;
  /** The count of changes at which weights were first seen. */
  readonly #seen = new WeakMap<WeightValues, number>();
  /** By the count of changes after they were put back, the one at which these weights were first seen. */
  readonly #again = new Map<number, number>();
  readonly #told = new Map<TimelineRun, string>();

  constructor(readonly owner: WeightsOwner) {}

  /** Of equal weights it is the same, also when others were there between. */
  get revision(): number {
    const { revision } = this.owner;
    const known = this.#again.get(revision);
    // While a training goes on, its kernels may be ahead of what the layers hold.
    if (known !== undefined || this.owner.training()) {
      return known ?? revision;
    }
    // Weights may have been set, or loaded from a file, that it knows.
    const same = this.#marks.find(({ values }) => this.owner.holds(values));
    const first = (same && this.#seen.get(same.values)) ?? revision;
    this.#again.set(revision, first);
    return first;
  }

  /** What the network has now, in words, for what was made with other weights; undefined where training did it. */
  get words(): string | undefined {
    const now = this.now();
    if (now === null || !this.#gone) {
      return undefined;
    }
    if (now.run === null) {
      return 'model has the weights from before its last training or use';
    }
    if (now.epoch !== 'last') {
      return `model has the weights of epoch ${now.epoch + 1}`;
    }
    return now.values === this.#latest
      ? 'model has the weights that training left'
      : 'model has the weights that an earlier training left';
  }

  /** The mark whose weights the network has; null where they were changed since, or there is none. */
  now(): WeightMark | null {
    const mark = this.#marks.at(this.#at);
    return this.#at >= 0 && mark && this.owner.holds(mark.values) ? mark : null;
  }

  /** Whether the network has weights that somebody went back to, rather than trained. */
  get wentBack(): boolean {
    return this.#gone && this.now() !== null;
  }

  /** A copy of the present weights, to go back to. */
  copy(): WeightValues {
    const values = this.owner.read();
    this.#seen.set(values, this.revision);
    return values;
  }

  /** Before anything changes the weights: what is not on the timeline yet would be lost. */
  note(): void {
    if (this.now() === null) {
      this.#push({ values: this.copy(), run: null, epoch: 'last' });
      this.#gone = false;
    }
  }

  /** The same before a training: what a network was before its first one is nothing to go back to. */
  beforeTraining(): void {
    if (this.#marks.length > 0) {
      this.note();
    }
  }

  /** A training ended, or paused. @returns the weights that it left */
  left(run: TimelineRun): WeightValues {
    const values = this.copy();
    this.#push({ values, run, epoch: 'last' });
    this.#gone = false;
    this.#latest = values;
    this.#tell(run);
    return values;
  }

  /** Gives the network these weights. */
  use(mark: WeightMark): void {
    this.note();
    this.#push(mark);
    this.#goTo(mark);
  }

  /** Gives it those that it had before; null where nothing was before. */
  undo(): WeightMark | null {
    this.note();
    return this.#at <= 0 ? null : this.#goTo(this.#marks[--this.#at]);
  }

  /** Takes back the last undo; null where there is none, or the weights were changed since. */
  redo(): WeightMark | null {
    return this.now() === null || this.#at + 1 >= this.#marks.length
      ? null
      : this.#goTo(this.#marks[++this.#at]);
  }

  #goTo(mark: WeightMark): WeightMark {
    this.owner.write(mark.values);
    const { revision } = this.owner;
    const first = this.#seen.get(mark.values) ?? revision;
    this.#seen.set(mark.values, first);
    this.#again.set(revision, first);
    this.#gone = true;
    this.#tell(null);
    return mark;
  }

  #push(mark: WeightMark): void {
    this.#marks.splice(this.#at + 1, Infinity, mark);
    if (this.#marks.length > MOST_MARKS) {
      this.#marks.shift();
    }
    this.#at = this.#marks.length - 1;
  }

  /** Each training hears when the network got its weights, or lost them. */
  #tell(except: TimelineRun | null): void {
    const now = this.now();
    const runs = new Set([
      ...this.#told.keys(),
      ...this.#marks.flatMap(({ run }) => run ?? [])
    ]);
    for (const run of runs) {
      const standing =
        now?.run === run
          ? `${now.epoch} ${this.#seen.get(now.values)}`
          : 'other';
      if (this.#told.get(run) !== standing) {
        this.#told.set(run, standing);
        if (run !== except) {
          run.changed();
        }
      }
    }
  }
}
