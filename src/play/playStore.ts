import type { WorkerAnswer } from './messages';
import {
  stateAddress,
  BOUNDS,
  readAddress,
  START,
  TRAINED,
  type PlayState
} from './playState';
import { OtherSeeds } from './otherSeeds';
import { PlayTraining } from './training';

const [, LAST_EPOCH] = BOUNDS.epoch;

/** What is chosen and what is trained of it, in one place that every part of the page reads. */
export class PlayStore {
  state: PlayState;
  /** What of the address could not be read. */
  readonly refused: readonly string[];
  readonly training: PlayTraining;
  readonly seeds: OtherSeeds;
  /** The step under the cursor. */
  step: number | null = null;
  /** Code that its reader has seen and asked for; ours needs no asking. */
  private trusted = START.own;

  /**
   * @param worker the address of the program that trains
   * @param isStill whether nothing may move before it is asked to
   * @param changed called when there is something new to draw
   */
  constructor(
    worker: URL,
    isStill: boolean,
    private readonly changed: (answer: WorkerAnswer | null) => void
  ) {
    const { state, refused } = readAddress(location.hash.slice(1));
    this.state = state;
    this.refused = refused;
    this.training = new PlayTraining(worker, changed);
    this.seeds = new OtherSeeds(worker, () => changed(null));
    this.start(isStill);
  }

  /** Whether it may run: code that an address brings waits for its reader. */
  get isTrusted(): boolean {
    const { cells, own } = this.state;
    return !cells.includes('own') || own === this.trusted;
  }

  /** How many epochs are learned. */
  get learned(): number {
    return this.training.rows[0].length;
  }

  /** The epoch that is looked at. */
  get epoch(): number {
    return Math.min(this.state.epoch ?? this.learned, this.learned);
  }

  /** The delay of the sequence that is shown. */
  get delay(): number {
    const { shown, delay } = this.state;
    return shown ?? Math.max(1, Math.round(delay * 0.85));
  }

  change(part: Partial<PlayState>): void {
    const isNew = TRAINED.some(
      key => key in part && part[key] !== this.state[key]
    );
    const next = {
      ...this.state,
      ...(isNew && { hold: null, epoch: null, flipped: [] }),
      ...part
    };
    const reached = Math.max(this.learned, this.state.epoch ?? 0);
    const isPast = next.shown !== null && next.shown > next.delay;
    this.state = isPast ? { ...next, shown: null } : next;
    if (isNew) {
      this.begin(reached);
    } else {
      this.look();
    }
    this.changed(null);
  }

  /** Looks at a step, and from then on at how its numbers come about. */
  point(step: number): void {
    const isFirst = this.step === null;
    this.step = step;
    if (isFirst) {
      this.look();
    }
    this.changed(null);
  }

  /** Turns what is read at a step around, or back. */
  flip(step: number): void {
    const { flipped } = this.state;
    this.change({
      flipped: flipped.includes(step)
        ? flipped.filter(each => each !== step)
        : [...flipped, step]
    });
  }

  /** Trains, or pauses; after the last epoch it begins again. */
  play(): void {
    const { training } = this;
    if (!this.isTrusted) {
      return;
    }
    if (training.isRunning) {
      training.stop();
    } else if (this.learned >= LAST_EPOCH) {
      this.begin(0);
      training.run(true);
    } else {
      this.change({ epoch: null });
      training.run(true);
    }
    this.changed(null);
  }

  once(): void {
    this.change({ epoch: null });
    this.training.run(false, true);
  }

  anew(): void {
    this.state = { ...this.state, epoch: null, hold: null };
    this.begin(0);
    this.changed(null);
  }

  runOwn(code: string): void {
    this.trusted = code;
    if (code === this.state.own) {
      if (this.learned > 0) {
        this.state = { ...this.state, epoch: null };
      }
      this.start(false);
      this.changed(null);
    } else {
      this.change({ own: code });
      this.training.run(true);
    }
  }

  /** Sets the whole page and lets nothing run; what is trained stays where it is the same. */
  set(next: PlayState): void {
    this.training.run(false);
    const isSame =
      this.learned > 0 &&
      TRAINED.every(key => String(next[key]) === String(this.state[key]));
    if (isSame) {
      this.change({
        ...next,
        cells: this.state.cells,
        hold: null,
        flipped: []
      });
    } else {
      this.state = next;
      this.begin(0);
      this.changed(null);
    }
  }

  /** Sets the whole page as it was, and stands at the epoch that was seen. */
  restore(whole: PlayState): void {
    this.state = whole;
    this.start(false);
    this.changed(null);
  }

  /** Sets what trains nothing again, and runs. */
  resume({ hold, flipped }: PlayState): void {
    this.change({ hold, flipped });
    this.training.run(true);
  }

  /** All this, with the epoch that is looked at. */
  get whole(): PlayState {
    return {
      ...this.state,
      epoch: this.state.epoch ?? (this.learned || null)
    };
  }

  /** The address of all this. */
  address(): string {
    const url = new URL(location.href);
    url.hash = stateAddress(this.whole);
    return url.href;
  }

  private look(): void {
    const { epoch, flipped, hold } = this.state;
    const reads = this.step !== null;
    this.training.look({ epoch, delay: this.delay, flipped, hold, reads });
  }

  /** Learns as far as the epoch that is set and stands there; without one it goes on. */
  private start(isStill: boolean): void {
    const { epoch } = this.state;
    this.begin(epoch ?? 0);
    this.training.run(this.isTrusted && !isStill && epoch === null);
  }

  /** @param catchUp so many epochs are learned as quickly as can be, also where nothing runs */
  private begin(catchUp: number): void {
    this.seeds.follow(this.state);
    if (this.isTrusted) {
      this.look();
      this.training.begin(this.state, catchUp);
    } else {
      this.training.run(false);
      this.training.clear();
    }
  }
}

/** Writes into the address what is chosen, a little after the last change. */
export function createAddressWriter(store: PlayStore): () => void {
  let waits = 0;
  return () => {
    // Also while it trains, and draws all the time.
    waits ||= window.setTimeout(() => {
      waits = 0;
      const words = stateAddress(store.state);
      if (words !== location.hash.slice(1) && store.isTrusted) {
        history.replaceState(
          null,
          '',
          words === '' ? location.pathname + location.search : `#${words}`
        );
      }
    }, 300);
  };
}
