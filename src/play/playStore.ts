import type { Answer } from './messages';
import {
  addressOf,
  BOUNDS,
  readAddress,
  START,
  type PlayState
} from './playState';
import { OtherSeeds } from './otherSeeds';
import { Training } from './training';

/** What, changed, has both networks learn anew. */
const TRAINED = [
  'task',
  'delay',
  'units',
  'rate',
  'clip',
  'seed',
  'cells',
  'own'
] as const;

const [, LAST_EPOCH] = BOUNDS.epoch;

/** What is chosen and what is trained of it, in one place that every part of the page reads. */
export class PlayStore {
  state: PlayState;
  /** What of the address could not be read. */
  readonly refused: readonly string[];
  readonly training: Training;
  readonly seeds: OtherSeeds;
  /** The step under the cursor. */
  step: number | null = null;
  /** Code that its reader has seen and asked for; ours needs no asking. */
  private trusted = START.own;
  /** The epoch of the address, until it is learned. */
  private restores: number | null;

  /**
   * @param worker the address of the program that trains
   * @param isStill whether nothing may move before it is asked to
   * @param changed called when there is something new to draw
   */
  constructor(
    worker: URL,
    isStill: boolean,
    private readonly changed: (answer: Answer | null) => void
  ) {
    const { state, refused } = readAddress(location.hash.slice(1));
    this.state = state;
    this.refused = refused;
    this.restores = state.epoch;
    this.training = new Training(worker, answer => {
      if (answer.kind === 'epoch' && answer.epoch === this.restores) {
        this.restores = null;
        this.training.run(false);
        this.look();
      }
      changed(answer);
    });
    this.seeds = new OtherSeeds(worker, () => changed(null));
    this.begin(false);
    if (this.isTrusted) {
      this.training.run(!isStill || this.restores !== null);
    }
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
    const isPast = next.shown !== null && next.shown > next.delay;
    this.state = isPast ? { ...next, shown: null } : next;
    if (isNew) {
      this.restores = null;
      this.begin(true);
    } else {
      this.look();
    }
    this.changed(null);
  }

  point(step: number): void {
    this.step = step;
    this.changed(null);
  }

  /** Trains, or pauses; after the last epoch it begins again. */
  play(): void {
    const { training } = this;
    if (this.learned >= LAST_EPOCH) {
      this.begin(false);
      training.run(true);
    } else {
      if (!training.isRunning) {
        this.change({ epoch: null });
      }
      training.run(!training.isRunning);
    }
    this.changed(null);
  }

  once(): void {
    this.change({ epoch: null });
    this.training.run(false, true);
  }

  anew(): void {
    this.state = { ...this.state, epoch: null, hold: null };
    this.begin(false);
    this.changed(null);
  }

  runOwn(code: string): void {
    this.trusted = code;
    if (code === this.state.own) {
      this.begin(false);
      this.changed(null);
    } else {
      this.change({ own: code });
    }
    this.training.run(true);
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
      this.begin(false);
      this.changed(null);
    }
  }

  /** Sets what trains nothing anew, and runs. */
  resume({ hold, flipped }: PlayState): void {
    this.change({ hold, flipped });
    this.training.run(true);
  }

  /** The address of all this, with the epoch that is looked at. */
  address(): string {
    const url = new URL(location.href);
    url.hash = addressOf({
      ...this.state,
      epoch: this.state.epoch ?? (this.learned || null)
    });
    return url.href;
  }

  private look(): void {
    const { epoch, flipped, hold } = this.state;
    this.training.look({ epoch, delay: this.delay, flipped, hold });
  }

  private begin(keepEpoch: boolean): void {
    this.seeds.follow(this.state);
    if (this.isTrusted) {
      this.look();
      this.training.begin(this.state, keepEpoch ? this.learned : 0);
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
    clearTimeout(waits);
    waits = window.setTimeout(() => {
      const words = addressOf(store.state);
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
